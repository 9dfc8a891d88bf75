"""What supervision keeps: the cards, the orders (督办), how far each application has been judged, and (from their own
files) the facts that are counted, published records, tickets and answers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.people import Office
from supervision.credit_models import CreditPlea
from supervision.inspection_models import Draw, Inspection, InspectionPlan
from supervision.knowledge.models import Entry, EntryEdition
from supervision.publication.models import Publication, PublicationEdition
from supervision.reports.models import CaseFact, Statement, StepFact
from supervision.review_models import FileReview, ReviewFinding
from supervision.tickets.models import Ticket
from workflow.models import Application

__all__ = [
    "ANSWERED",
    "CANCELLED",
    "CLOSED",
    "CONTESTED",
    "OPEN",
    "UNRULED",
    "UPHELD",
    "Card",
    "CaseFact",
    "CreditPlea",
    "Draw",
    "Entry",
    "EntryEdition",
    "FileReview",
    "Inspection",
    "InspectionPlan",
    "Order",
    "Publication",
    "PublicationEdition",
    "ReviewFinding",
    "Statement",
    "StepFact",
    "Ticket",
    "Watch",
]

USER = settings.AUTH_USER_MODEL
OPEN, CONTESTED, UPHELD, CANCELLED = "open", "contested", "upheld", "cancelled"
UNRULED = (OPEN, CONTESTED)
ANSWERED, CLOSED = "answered", "closed"


class Card(models.Model):
    """电子监察牌: once for an application, a rule and the day that earned it; never deleted (a trigger sees to it).

    `due_on`: the date that was near or had passed; `desks` and `people`: whose work was open, and who had accepted or
    reviewed, when that day began; `responsible`: who answered for the case then; `reply_due_on`: the last day for his
    explanation (None: none is asked).  Of a card only the contest and then the ruling are written later, the ruling by
    none of these people (triggers)."""

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
    responsible = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    reply_due_on = models.DateField(null=True)
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
            models.Index(fields=["reply_due_on"], condition=Q(state=OPEN), name="card_to_explain"),
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


class Order(models.Model):
    """督办单: to a person or a desk, about one application, to be answered by a day; never deleted (a trigger sees to it).

    Only the answer (by another than who gave the order) and the closing (by who gave it) are written later, each once."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="orders")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    desk = models.CharField(max_length=40, default="", blank=True)
    urgency = models.CharField(max_length=8, choices=[("ordinary", _("一般督办")), ("urgent", _("紧急督办"))])
    text = models.TextField()
    ordered_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    ordered_at = models.DateTimeField()
    due_on = models.DateField()
    rule_version = models.CharField(max_length=48)
    state = models.CharField(
        max_length=8,
        default=OPEN,
        choices=[
            (OPEN, pgettext_lazy("order state", "待答复")),
            (ANSWERED, pgettext_lazy("order state", "已答复")),
            (CLOSED, pgettext_lazy("order state", "已办结")),
        ],
    )
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "-id"], name="order_of_an_office"),
            models.Index(fields=["due_on"], condition=Q(state=OPEN), name="order_to_answer"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_to_one",
                condition=(Q(person=None) & ~Q(desk="")) | (Q(person__isnull=False, desk="") & ~Q(person=F("ordered_by"))),
            ),
            models.CheckConstraint(name="order_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="answered_by_another",
                condition=Q(answered_by=None, answered_at=None, answer="")
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                    & ~Q(answered_by=F("ordered_by"))
                ),
            ),
            models.CheckConstraint(
                name="closed_by_its_giver",
                condition=Q(closed_by=None, closed_at=None, closing="")
                | Q(closed_by=F("ordered_by"), closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_state_fits",
                condition=Q(state=OPEN, answered_at=None, closed_at=None)
                | Q(state=ANSWERED, answered_at__isnull=False, closed_at=None)
                | Q(state=CLOSED, closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_on}"


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
