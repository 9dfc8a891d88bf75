"""What belongs to accounts beside people.py: days of absence and codes to set a new password."""

from django.db import models
from django.db.models import F, Q

from approvals.people import User


class Absence(models.Model):
    """不在岗: between the days (both included) what this official has taken waits in the queue of the substitute named
    (A/B 角); of nobody named, or where he may not, it is offered to the desk's others."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="substitutions")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_dates", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="absence_of_another", condition=~Q(substitute=F("user"))),
        ]


class ResetCode(models.Model):
    """A code that lets its account set a new password once; only a digest of it is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="reset_codes")
    digest = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
