"""案卷评查: the files drawn, their score, and what was found in them with the answer to it.

A review is fixed once it is scored, a finding once it is settled (triggers in guards.py)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Office
from supervision.inspection_models import Draw
from workflow.models import Application

USER = settings.AUTH_USER_MODEL


class FileReview(models.Model):
    """One file of a sample.  `checked`: what the machine found when it was scored, by code; `score` of the points of the
    checklist (`checklist`: its name and version)."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="reviews")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="file_reviews")
    checklist = models.CharField(max_length=48)
    checked = models.JSONField(default=dict)
    score = models.IntegerField(null=True)
    out_of = models.IntegerField(null=True)
    scored_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "application"], name="reviewed_once_a_draw"),
            models.CheckConstraint(
                name="score_within_its_points",
                condition=Q(score=None, out_of=None, scored_by=None, scored_at=None)
                | Q(score__gte=0, score__lte=F("out_of"), score__isnull=False, out_of__isnull=False)
                & Q(scored_by__isnull=False, scored_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.application_id}"


class ReviewFinding(models.Model):
    """One thing found wrong: what the machine saw or the reviewer, the points lost, the answer of who handles the case."""

    OPEN, ANSWERED, SETTLED = "open", "answered", "settled"
    review = models.ForeignKey(FileReview, models.PROTECT, related_name="findings")
    code = models.CharField(max_length=32)
    points = models.IntegerField()
    text = models.TextField()
    by_machine = models.BooleanField()
    state = models.CharField(
        max_length=8, default=OPEN, choices=[(OPEN, _("待整改")), (ANSWERED, _("已答复，待确认")), (SETTLED, _("已整改"))]
    )
    answer = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    answered_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="a_finding_once_a_review"),
            models.CheckConstraint(
                name="finding_state_fits",
                condition=Q(state="open", answered_at=None, settled_at=None)
                | Q(state="answered", answered_by__isnull=False, settled_at=None) & ~Q(answer="")
                | Q(state="settled", answered_by__isnull=False, settled_by__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="settled_by_another", condition=Q(settled_by=None) | ~Q(settled_by=F("answered_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.code}"
