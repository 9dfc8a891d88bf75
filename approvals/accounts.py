"""What belongs to accounts beside people.py: days of absence, codes to set a new password, and how often something was tried."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models
from django.db.models import F, Q

from approvals.people import User


class Absence(models.Model):
    """不在岗: between the days (both included) work that this official has taken is offered to the desk's others."""

    user = models.ForeignKey(User, models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="absence_dates", condition=Q(until_on__gte=F("from_on")))]


class ResetCode(models.Model):
    """A code that lets its account set a new password once; only a digest of it is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="reset_codes")
    digest = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)


class Attempt(models.Model):
    """Somebody tried something that may be tried only so often; `key` is a digest of who or from where."""

    purpose = models.CharField(max_length=24)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "key", "at"], name="attempt_counted")]


def may_try(*, purpose: str, key: str, at: datetime, most: int, per: timedelta) -> bool:
    """Counts this attempt, and says whether there were fewer than `most` in the time before it; forgets older ones."""
    digest = sha256(key.encode()).hexdigest()
    Attempt.objects.filter(purpose=purpose, at__lt=at - per).delete()
    tried = Attempt.objects.filter(purpose=purpose, key=digest).count()
    if tried >= most:
        return False
    Attempt.objects.create(purpose=purpose, key=digest, at=at)
    return True
