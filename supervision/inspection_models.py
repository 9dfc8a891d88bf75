"""Inspections after the licence: the plans of the years, the draws, and what was found at whose place.

A plan only grows; of a draw the seed and its outcome are added once; of an inspection nothing changes once it is closed
(triggers in guards.py).  Sources: 行政许可法 61, 62."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Applicant, Office

USER = settings.AUTH_USER_MODEL
RANDOM, RECHECK, REVIEW = "random", "recheck", "review"
KINDS = [(RANDOM, _("双随机抽查")), (RECHECK, _("许可条件回头看")), (REVIEW, _("案卷评查"))]
ASSIGNED, RECORDED, RECTIFY, RECHECKED, CLOSED = "assigned", "recorded", "rectify", "rechecked", "closed"
CLEAN, RECTIFIED, UNRECTIFIED = "clean", "rectified", "unrectified"


def drawn_with_its_seed() -> Q:
    """Neither the seed nor what followed from it stands alone."""
    bare = Q(seed="", drawn_at=None, drawn_by=None, outcome=None)
    return bare | Q(drawn_at__isnull=False, drawn_by__isnull=False, outcome__isnull=False) & ~Q(seed="")


class InspectionPlan(models.Model):
    """抽查计划: what the head of the bureau published for a year; `content` is what the file said that day."""

    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    year = models.IntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="a_plan_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class Draw(models.Model):
    """抽取: first the list and where its seed will come from, then the seed and who was drawn.

    `announced`: shares, candidates with stratum and excluded inspectors, inspectors; `outcome`: the drawn in order.
    `digest`: SHA-256 of the list as announced, which the announcement names."""

    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    plan = models.ForeignKey(InspectionPlan, models.PROTECT, null=True, related_name="draws")
    title = models.CharField(max_length=120)
    announced = models.JSONField()
    digest = models.CharField(max_length=64)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    seed_source = models.CharField(max_length=200)
    seed_on = models.DateField()
    seed = models.CharField(max_length=200, default="", blank=True)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    outcome = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "kind", "-id"], name="draws_of_an_office")]
        constraints = [
            models.CheckConstraint(name="drawn_with_its_seed", condition=drawn_with_its_seed()),
            models.CheckConstraint(name="draw_by_a_plan", condition=Q(kind="review") ^ Q(plan__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class Inspection(models.Model):
    """检查: one holder who was drawn, and two inspectors.  One records, the other signs; what is to be put right is looked
    at again, and that, too, two sign (行政许可法 61: signed by the inspectors, and filed).

    `checklist`: lines with sub_item, code, text, finding (fit, unfit, none), remark; `rectify_by_on`: the last day."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="inspections")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    holder = models.ForeignKey(Applicant, models.PROTECT, related_name="inspections")
    sub_items = ArrayField(models.CharField(max_length=16))
    inspectors = ArrayField(models.BigIntegerField(), size=2)
    state = models.CharField(
        max_length=10,
        default=ASSIGNED,
        choices=[
            (ASSIGNED, _("待检查")),
            (RECORDED, _("待另一名检查人员签字")),
            (RECTIFY, _("责令限期改正")),
            (RECHECKED, _("复查待另一名检查人员签字")),
            (CLOSED, _("已结束")),
        ],
    )
    result = models.CharField(
        max_length=12,
        default="",
        blank=True,
        choices=[(CLEAN, _("未发现问题")), (RECTIFIED, _("发现问题，已改正")), (UNRECTIFIED, _("发现问题，逾期未改正"))],
    )
    inspected_on = models.DateField(null=True)
    checklist = models.JSONField(default=list)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    recorded_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    signed_at = models.DateTimeField(null=True)
    rectify_days = models.IntegerField(null=True)
    rectify_by_on = models.DateField(null=True)
    recheck_kept = models.BooleanField(null=True)
    recheck_text = models.TextField(default="", blank=True)
    rechecked_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    recheck_signed_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "state", "id"], name="inspections_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["draw", "holder"], name="inspected_once_a_draw"),
            models.CheckConstraint(
                name="two_different_inspectors",
                condition=Q(inspectors__len=2) & ~Q(inspectors__0=F("inspectors__1")),
            ),
            models.CheckConstraint(
                name="signed_by_the_other", condition=Q(signed_by=None) | ~Q(signed_by=F("recorded_by"))
            ),
            models.CheckConstraint(
                name="recheck_signed_by_the_other",
                condition=Q(recheck_signed_by=None) | ~Q(recheck_signed_by=F("rechecked_by")),
            ),
            models.CheckConstraint(
                name="inspection_state_fits",
                condition=Q(state=ASSIGNED, recorded_by=None, closed_at=None, result="")
                | Q(state=RECORDED, recorded_by__isnull=False, signed_by=None, closed_at=None, result="")
                | Q(state=RECTIFY, signed_by__isnull=False, rectify_by_on__isnull=False, closed_at=None, result="")
                | Q(state=RECHECKED, rechecked_by__isnull=False, recheck_signed_by=None, closed_at=None, result="")
                | Q(state=CLOSED, signed_by__isnull=False, closed_at__isnull=False) & ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.holder_id}"
