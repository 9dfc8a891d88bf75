"""Who may act: offices, users, their posts, the people and enterprises that apply, and their agents."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.fields import EncryptedTextField, blind_index
from approvals.rules.agency import SCOPES

ALL_MATTERS = "*"


class Role(models.TextChoices):
    """What a post lets its holder do (rules/authority.py)."""

    CLERK = "clerk", _("窗口受理人员")
    REVIEWER = "reviewer", _("审查人员")
    VERIFIER = "verifier", _("核查人员")
    CHIEF_REPRESENTATIVE = "chief_representative", _("首席代表")
    DEPUTY_DIRECTOR = "deputy_director", _("分管局领导")
    BUREAU_HEAD = "bureau_head", _("局长")
    GOVERNMENT_HEAD = "government_head", _("本级政府负责人")
    LEGAL = "legal", _("法制审核人员")
    SUPERVISOR = "supervisor", _("事中事后监管人员")
    MONITOR = "monitor", _("电子监察人员")
    AUDITOR = "auditor", _("审计人员")


class Office(models.Model):
    """An authority or one of its departments; what the data would be sharded by."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=20, default="应急")
    uscc = models.CharField(max_length=18, default="", db_default="", blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ApplicantKind(models.TextChoices):
    ENTERPRISE = "enterprise", _("企业")
    PERSON = "person", _("自然人")


class Applicant(models.Model):
    """申请人: an enterprise or a natural person.  `version` guards what a decision relies on about him (bans, renewals)."""

    kind = models.CharField(max_length=10, choices=ApplicantKind.choices)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True, null=True, blank=True)
    resident_id = EncryptedTextField(default="", blank=True)
    resident_id_index = models.CharField(max_length=64, unique=True, null=True, blank=True)
    legal_representative = models.CharField(max_length=60, default="", blank=True)
    address = models.CharField(max_length=200, default="", blank=True)
    bad_credit = models.BooleanField(default=False)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="applicant_identified",
                condition=Q(kind="enterprise", uscc__isnull=False) | Q(kind="person", resident_id_index__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_number(self) -> str:
        """The number as it may be shown: an enterprise's in full, a person's masked (6 + 4)."""
        if self.kind == ApplicantKind.ENTERPRISE:
            return self.uscc or ""
        return f"{self.resident_id[:6]}********{self.resident_id[-4:]}" if self.resident_id else ""

    @classmethod
    def person(cls, *, name: str, resident_id: str) -> "Applicant":
        """A natural person, not yet saved, with the look-up digest of the number."""
        return cls(
            kind=ApplicantKind.PERSON, name=name, resident_id=resident_id, resident_id_index=blind_index(resident_id)
        )


class User(AbstractUser):
    """An account: an official (who has posts) or somebody who acts for an applicant or for himself."""

    display_name = models.CharField(max_length=60, default="", blank=True)
    language = models.CharField(max_length=10, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")])
    phone = EncryptedTextField(default="", blank=True)
    phone_index = models.CharField(max_length=64, default="", blank=True, db_index=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True)
    applicant = models.ForeignKey(Applicant, models.PROTECT, null=True, blank=True, related_name="accounts")

    def __str__(self) -> str:
        return self.display_name or self.username


class Post(models.Model):
    """岗位: a role in an office for a time.  `matters` are the sub-items (or all) that a deciding post is in charge of."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=24, choices=Role.choices)
    office = models.ForeignKey(Office, models.PROTECT)
    matters = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_dates", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            )
        ]


def every_matter() -> list[str]:
    return [ALL_MATTERS]


def every_scope() -> list[str]:
    return list(SCOPES)


class PowerOfAttorney(models.Model):
    """授权委托书: the agent does the acts named (rules/agency.py) for the principal on the matters named (items or
    sub-items, or all) between the dates, until it is taken back."""

    principal = models.ForeignKey(Applicant, models.PROTECT)
    agent = models.ForeignKey(User, models.PROTECT, related_name="powers")
    matters = ArrayField(models.CharField(max_length=16), default=every_matter)
    acts = ArrayField(models.CharField(max_length=10), default=every_scope)
    from_on = models.DateField()
    until_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="power_of_something", condition=Q(matters__len__gt=0, acts__len__gt=0))
        ]


class Delegation(models.Model):
    """授权: the delegator's power to decide, lent to an equal for the days and matters named (both days included)."""

    delegator = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    grantee = models.ForeignKey(User, models.PROTECT, related_name="delegations_held")
    grade = models.CharField(max_length=24, choices=Role.choices)
    matters = ArrayField(models.CharField(max_length=16))
    from_on = models.DateField()
    until_on = models.DateField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_dates", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="delegation_to_another", condition=~Q(delegator=F("grantee"))),
        ]


class Ban(models.Model):
    """A way that is closed to an applicant until a day (included): 容缺, 告知承诺, or asking again for the same item.

    `lifted_on`: the first day on which it no longer closes the way, where it was ended before its date; `lifted_for`: by an
    objection that was upheld or by repair of the credit (workflow/acts/bans.py).  Nothing else of it ever changes (trigger)."""

    OBJECTION, REPAIR = "objection", "repair"

    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="bans")
    kind = models.CharField(
        max_length=16,
        choices=[("tolerance", _("容缺受理")), ("commitment", _("告知承诺")), ("reapplication", _("再次申请"))],
    )
    item_code = models.CharField(max_length=16, default="", blank=True)
    from_on = models.DateField()
    until = models.DateField()
    legal_basis = models.CharField(max_length=200)
    application_id = models.BigIntegerField(null=True, db_index=True)
    lifted_on = models.DateField(null=True)
    lifted_for = models.CharField(
        max_length=10,
        default="",
        db_default="",
        blank=True,
        choices=[(OBJECTION, _("异议成立")), (REPAIR, _("信用修复"))],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="ban_dates", condition=Q(until__gte=F("from_on"))),
            models.CheckConstraint(
                name="ban_lifted_for_something",
                condition=Q(lifted_on=None, lifted_for="")
                | Q(lifted_on__isnull=False, lifted_on__gte=F("from_on"), lifted_for__in=["objection", "repair"]),
            ),
        ]

    @staticmethod
    def not_over(on: date) -> Q:
        """Bans whose end is not reached on this day; one may begin later."""
        return Q(until__gte=on) & (Q(lifted_on=None) | Q(lifted_on__gt=on))

    def bars(self, on: date) -> bool:
        """Does it close the way on this day (its last day included)?"""
        return self.from_on <= on <= self.until and (self.lifted_on is None or on < self.lifted_on)
