"""What supervision keeps: the cards, and how far each application has been judged."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Office
from supervision.credit_models import CreditPlea
from supervision.inspection_models import Draw, Inspection, InspectionPlan
from supervision.review_models import FileReview, ReviewFinding
from workflow.models import Application

__all__ = [
    "CANCELLED",
    "CONTESTED",
    "OPEN",
    "UNRULED",
    "UPHELD",
    "Card",
    "CreditPlea",
    "Draw",
    "FileReview",
    "Inspection",
    "InspectionPlan",
    "ReviewFinding",
    "Watch",
]

USER = settings.AUTH_USER_MODEL
OPEN, CONTESTED, UPHELD, CANCELLED = "open", "contested", "upheld", "cancelled"
UNRULED = (OPEN, CONTESTED)


class Card(models.Model):
    """电子监察牌: once for an application, a rule and the day that earned it; never deleted (a trigger sees to it).

    `due_on`: the date that was near or had passed; `desks` and `people`: whose work was open, and who had accepted or
    reviewed, when that day began.  Of a card only the contest and then the ruling are written later."""

    application = models.ForeignKey(Application, models.PROTECT, db_index=False, related_name="cards")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    colour = models.CharField(
        max_length=8, choices=[("amber", _("橙色预警")), ("yellow", _("黄牌")), ("red", _("红牌"))]
    )
    rule = models.CharField(max_length=32)
    rule_version = models.CharField(max_length=48)
    day = models.DateField()
    due_on = models.DateField()
    desks = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    issued_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        default=OPEN,
        choices=[
            (OPEN, _("已发出")),
            (CONTESTED, _("申辩中")),
            (UPHELD, _("维持")),
            (CANCELLED, _("撤销")),
        ],
    )
    contested_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    contested_at = models.DateTimeField(null=True)
    contest_text = models.TextField(default="", blank=True)
    ruled_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    ruling_text = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "-day"], name="card_of_an_office"),
            models.Index(fields=["day"], condition=Q(state=CONTESTED), name="card_to_rule_on"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "rule", "day"], name="one_card_a_rule_and_day"),
            models.CheckConstraint(
                name="contested_with_reasons",
                condition=Q(contested_by=None, contested_at=None, contest_text="")
                | (Q(contested_by__isnull=False, contested_at__isnull=False) & ~Q(contest_text="")),
            ),
            models.CheckConstraint(
                name="card_state_fits",
                condition=Q(state=OPEN, contested_at=None, ruled_at=None)
                | Q(state=CONTESTED, contested_at__isnull=False, ruled_at=None)
                | Q(state__in=[UPHELD, CANCELLED], ruled_at__isnull=False, ruled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.rule} {self.day}"


class Watch(models.Model):
    """How far an application has been judged: at which of its versions, and the next day that will earn a card."""

    application = models.OneToOneField(Application, models.PROTECT, primary_key=True, related_name="watch")
    judged_version = models.IntegerField()
    next_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "watches"
        indexes = [
            models.Index(fields=["next_on"], condition=Q(next_on__isnull=False), name="watch_to_judge"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.judged_version}"
