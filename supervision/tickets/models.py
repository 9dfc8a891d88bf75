"""咨询、求助、投诉、举报、建议: one row each; what was received is fixed, the answer is given once (triggers in guards.py).

Who asks need not say who he is; a name and a telephone are encrypted (个人信息保护法 51)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.fields import EncryptedTextField
from approvals.people import Office
from workflow.models import Application

USER = settings.AUTH_USER_MODEL
RECEIVED, ASSIGNED, ANSWERED = "received", "assigned", "answered"
SATISFACTION = [("satisfied", _("满意")), ("fair", _("基本满意")), ("dissatisfied", _("不满意"))]
CALLED = [("satisfied", _("满意")), ("dissatisfied", _("仍不满意")), ("not_reached", _("未联系上"))]


class Ticket(models.Model):
    """A ticket.  `due_on` is the projection of its inputs (`received_on`, `length` in working days, calendar version)."""

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=8)
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=16)
    source = models.CharField(max_length=16)
    external_number = models.CharField(max_length=60, default="", blank=True)
    subject = models.CharField(max_length=100)
    content = models.TextField()
    name = EncryptedTextField(default="", blank=True)
    phone = EncryptedTextField(default="", blank=True)
    sub_item_code = models.CharField(max_length=16, default="", blank=True)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="tickets")
    received_at = models.DateTimeField()
    received_on = models.DateField(db_index=True)
    received_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    rule_version = models.CharField(max_length=48)
    length = models.IntegerField()
    due_on = models.DateField()
    calendar_version = models.BigIntegerField()
    state = models.CharField(
        max_length=10,
        default=RECEIVED,
        choices=[(RECEIVED, _("待分派")), (ASSIGNED, _("办理中")), (ANSWERED, _("已答复"))],
    )
    assigned_to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    answered_at = models.DateTimeField(null=True)
    satisfaction = models.CharField(max_length=12, default="", blank=True, choices=SATISFACTION)
    satisfaction_text = models.CharField(max_length=400, default="", blank=True)
    satisfaction_at = models.DateTimeField(null=True)
    called = models.CharField(max_length=12, default="", blank=True, choices=CALLED)
    called_text = models.CharField(max_length=400, default="", blank=True)
    called_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    called_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "due_on", "id"], condition=~Q(state="answered"), name="ticket_to_answer"),
            models.Index(fields=["office", "-id"], condition=Q(state="answered"), name="ticket_answered"),
        ]
        constraints = [
            models.CheckConstraint(name="ticket_days", condition=Q(length__gte=1, due_on__gt=F("received_on"))),
            models.CheckConstraint(
                name="ticket_state_fits",
                condition=Q(state="received", assigned_to=None, answered_at=None)
                | Q(state="assigned", assigned_to__isnull=False, assigned_at__isnull=False, answered_at=None)
                | Q(state="answered", answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_answer_is_said",
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="ticket_judged_after_its_answer",
                condition=Q(state="answered") | Q(satisfaction="", called="", satisfaction_at=None, called_at=None),
            ),
            models.CheckConstraint(
                name="ticket_called_by_another", condition=Q(called_by=None) | ~Q(called_by=F("answered_by"))
            ),
        ]

    def __str__(self) -> str:
        return self.number
