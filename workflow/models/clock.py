"""Clocks and what makes them stand still.  A clock stores its inputs; `due_on` is their projection for queues and sweeps."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflow.models.case import CasePart

CLOCK_KINDS = [
    ("notice", _("一次性告知期限")),
    ("supplement", _("补正期限")),
    ("statutory", _("法定办结期限")),
    ("promised", _("承诺办结期限")),
    ("cure", _("容缺补齐期限")),
    ("rectification", _("整改期限")),
    ("hearing_request", _("申请听证期限")),
    ("hearing", _("组织听证期限")),
    ("renewal", _("延续决定期限")),
    ("delivery", _("送达期限")),
    ("announcement", _("公告送达期限")),
    ("publication", _("公示期限")),
    ("follow_up", _("事后核查期限")),
    ("contact", _("差评联系期限")),
    ("feedback", _("差评反馈期限")),
]
DECIDING = ("statutory", "promised")
UNITS = [("wd", _("工作日")), ("nd", _("日")), ("month", _("个月")), ("until", _("届满前最后一个工作日"))]


class Clock(CasePart):
    """A period that runs: trigger day, length, unit, extension (and the case's pauses) → `due_on`.

    `subject` tells clocks of one kind apart (a material, a party).  `wake_on` is the next day on which a timer has
    something to do about it; null: nothing any more.  `met_on`: the day it was met or closed."""

    kind = models.CharField(max_length=16, choices=CLOCK_KINDS)
    subject = models.CharField(max_length=32, default="", blank=True)
    trigger_on = models.DateField()
    length = models.IntegerField()
    unit = models.CharField(max_length=5, choices=UNITS, default="wd")
    extension = models.IntegerField(default=0)
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    calendar_version = models.BigIntegerField()
    wake_on = models.DateField(null=True)
    met_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["wake_on"], condition=Q(met_on=None, wake_on__isnull=False), name="clock_to_wake"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "subject"], condition=Q(met_on=None), name="one_running_clock_of_a_kind"
            ),
        ]


class Pause(CasePart):
    """特别程序 and the standstill it brings: excluded are the working days after `noticed_on` up to its end.

    The procedure is open from `opened_on` to `closed_on`; the clock stands still only once the notice is served, and no
    longer than to `planned_end` (行政许可法 45).  `holds`: both clocks, or the promised one alone (容缺)."""

    procedure = models.CharField(max_length=24)
    holds = models.CharField(max_length=8, choices=[("both", _("两个期限")), ("promised", _("承诺期限"))])
    legal_basis = models.CharField(max_length=200)
    opened_on = models.DateField()
    planned_days = models.IntegerField()
    planned_end = models.DateField()
    noticed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
