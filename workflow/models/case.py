"""The rows a case is made of: materials, promises, opinions, visits, notices to third parties, hearings, recusals …

Each belongs to one application, is read and written with it (store.py), and never changes but by an act."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class CasePart(models.Model):
    """What all these rows share: the application they belong to.

    No foreign key: the guarded write, their only writer, writes each of them together with the ledger entry of its act, and
    that has one; so no application goes that has any.  `check_integrity` names rows of no case."""

    application = models.ForeignKey("workflow.Application", models.PROTECT, db_constraint=False)

    class Meta:
        abstract = True


class Material(CasePart):
    """材料: one line of the item's list.  ABSENT until handed in; PROMISED in a letter; REQUESTED in the supplement notice.

    `exempted`: why it need not be handed in (免提交); empty where the applicant handed it in himself."""

    ABSENT, HANDED_IN, PROMISED, REQUESTED = "absent", "handed_in", "promised", "requested"
    application = models.ForeignKey(
        "workflow.Application", models.PROTECT, db_index=False, db_constraint=False  # `a_material_once` serves
    )
    code = models.CharField(max_length=16)
    state = models.CharField(
        max_length=10,
        choices=[(ABSENT, _("未提交")), (HANDED_IN, _("已提交")), (PROMISED, _("承诺补齐")), (REQUESTED, _("待补正"))],
    )
    in_supplement = models.BooleanField(default=False)
    in_letter = models.BooleanField(default=False)
    handed_in_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, default="", blank=True)
    exempted = models.CharField(max_length=200, default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], name="a_material_once"),
            models.CheckConstraint(name="exempt_is_in", condition=Q(exempted="") | Q(state="handed_in")),
        ]


class Commitment(CasePart):
    """承诺书: bound to this application and this list of materials; the digest of its text is used once."""

    kind = models.CharField(max_length=12, choices=[("tolerance", _("容缺")), ("notification", _("告知承诺"))])
    materials = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="a_letter_once")]


class Opinion(CasePart):
    """审查意见; `current` until the decision is returned to review."""

    by = models.ForeignKey(USER, models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    opinion = models.CharField(max_length=8, choices=[("grant", _("拟准予")), ("refuse", _("拟不予"))])
    grounds = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField()
    current = models.BooleanField(default=True)
    findings = models.JSONField(default=list)  # of a material (code) or a check: finding, remark

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(current=True), name="one_current_opinion"),
            models.CheckConstraint(name="refusing_has_grounds", condition=Q(opinion="grant") | ~Q(grounds="")),
        ]


class Visit(CasePart):
    """核查: two officials, on site or by video (行政许可法 34(3)); a rectification and its confirmation belong to it."""

    BOOKED, PASSED, FAILED, RECTIFY, CONFIRMED = "booked", "passed", "failed", "rectify", "confirmed"
    MISSED = "missed"
    result = models.CharField(
        max_length=10,
        default=BOOKED,
        choices=[
            (BOOKED, _("已预约")),
            (PASSED, _("符合")),
            (FAILED, _("不符合")),
            (RECTIFY, _("限期整改")),
            (CONFIRMED, _("整改后符合")),
            (MISSED, _("申请人未到场")),
        ],
    )
    booked_for = models.DateTimeField()
    mode = models.CharField(max_length=5, choices=[("site", _("现场")), ("video", _("视频"))])
    officials = ArrayField(models.BigIntegerField(), size=2)
    recorded_at = models.DateTimeField(null=True)
    rectify_days = models.IntegerField(null=True)
    slot = models.ForeignKey("workflow.VisitSlot", models.PROTECT, null=True)
    changes = models.SmallIntegerField(default=0)  # by the applicant
    record = models.JSONField(null=True)  # rules/visit_record.py says what is in it


class ThirdPartyNotice(CasePart):
    """利害关系人告知: opens the days in which a hearing may be asked for (行政许可法 36, 47)."""

    party = models.ForeignKey("approvals.Applicant", models.PROTECT, db_index=False)
    interest = models.CharField(max_length=200)
    notified_on = models.DateField()


class Hearing(CasePart):
    """听证: asked for, called, held (行政许可法 46–48); `about` the decision or a revocation."""

    about = models.CharField(max_length=10, choices=[("decision", _("许可决定")), ("revocation", _("撤销许可"))])
    requested_by = models.ForeignKey("approvals.Applicant", models.PROTECT, null=True, db_index=False)
    requested_on = models.DateField()
    reason = models.CharField(max_length=400, default="", blank=True)
    chair = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    day = models.DateField(null=True)
    held_on = models.DateField(null=True)


class Recusal(CasePart):
    """回避: this official does nothing more on this application (公务员法 76–77)."""

    official = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=400)
    recused_at = models.DateTimeField()


class Extension(CasePart):
    """延长期限: once, by the head, before the due day passes (行政许可法 42)."""

    days = models.IntegerField()
    reason = models.CharField(max_length=400)
    approved_on = models.DateField()
    approved_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    notified_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application"], name="one_extension_only")]


class FollowUp(CasePart):
    """事中事后核查 after 告知承诺: kept, curable or false."""

    result = models.CharField(
        max_length=8, choices=[("kept", _("履行承诺")), ("curable", _("限期整改")), ("false", _("承诺不实"))]
    )
    by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    recorded_on = models.DateField()
    rectify_days = models.IntegerField(null=True)


class Rating(CasePart):
    """好差评: one to five stars, revised once."""

    round = models.IntegerField()
    stars = models.IntegerField()
    text = models.CharField(max_length=1000, default="", blank=True)
    rated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="rated_once_a_round"),
            models.CheckConstraint(name="stars_and_rounds", condition=Q(stars__range=(1, 5)) & Q(round__range=(1, 2))),
        ]
