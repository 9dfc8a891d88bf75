"""What is counted of each case, one row a case: the days on which things were entered, how it ended, and the days it took.

A figure counts a fact on the day on which it was entered in the ledger, never on a day that was dated back: so what was
counted as of a past day is counted again whenever it is asked.  Whether a date was kept is judged by the days of law."""

from django.conf import settings
from django.db import models

from approvals.people import Office
from workflow.models import Application, ItemVersion, Task

USER = settings.AUTH_USER_MODEL


class CaseFact(models.Model):
    """统计事实: derived from the case and written again whenever it has changed; nothing else writes it.

    Entered: `lodged_on`, `declined_on`, `accepted_on`, `ended_on` (with `outcome`), `served_on`, `followed_up_on`, `rated_on`.
    Days of law: `decided_on`, the due days.  `days_used`: working days from acceptance to decision, special procedures not
    counted; `promised_days` and `statutory_days`: working days allowed.  `trips`: how often the applicant had to come."""

    application = models.OneToOneField(Application, models.PROTECT, primary_key=True, related_name="fact")
    version = models.IntegerField()
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, db_index=False, related_name="+")
    item_code = models.CharField(max_length=16)
    sub_item_code = models.CharField(max_length=16)
    channel = models.CharField(max_length=8)
    route = models.CharField(max_length=12)
    acceptance = models.CharField(max_length=16, default="")
    handler = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    lodged_on = models.DateField()
    declined_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, default="")
    decided_on = models.DateField(null=True)
    promised_due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    promised_days = models.IntegerField(null=True)
    statutory_days = models.IntegerField(null=True)
    days_used = models.IntegerField(null=True)
    served_on = models.DateField(null=True)
    trips = models.SmallIntegerField(default=0)
    follow_up_due_on = models.DateField(null=True)
    followed_up_on = models.DateField(null=True)
    found_false_on = models.DateField(null=True)
    rated_on = models.DateField(null=True)
    stars = models.SmallIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "accepted_on"], name="fact_by_acceptance"),
            models.Index(fields=["office", "ended_on"], name="fact_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"


class StepFact(models.Model):
    """环节用时: one stay of a case at a step of the flow that is over; derived like the facts of the case, and with them.

    `days`: working days after the day it came there and up to the day it left; 0: it left on the same day."""

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    step = models.CharField(max_length=16)
    came_on = models.DateField()
    left_on = models.DateField()
    days = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["office", "left_on"], name="stay_by_end")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.step} {self.days}"


class Statement(models.Model):
    """填报: what no system counts and an office states for the report of a year (regulations made, items devolved …).

    Rows are added and never changed; the newest of a code stands."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=400, blank=True)
    stated_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "year", "code", "-id"], name="statement_newest")]

    def __str__(self) -> str:
        return f"{self.year} {self.code}"
