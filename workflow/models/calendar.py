"""The calendar register: what is known of each year, and the version that changes when any of it does."""

from django.db import models
from django.db.models import Q

__all__ = ["CalendarVersion", "CalendarYear"]


class CalendarYear(models.Model):
    """The days off and the worked weekend days of one year (ISO dates).

    Official years carry the notice they come from (`source`) and the SHA-256 of the file that was imported; years whose
    schedule is not published hold the statutory holidays only. `version` is the register's version that brought them.
    """

    year = models.SmallIntegerField(unique=True)
    official = models.BooleanField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    closed = models.JSONField(default=list)
    opened = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    version = models.IntegerField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(
                name="official_year_has_its_notice", condition=Q(official=False) | (~Q(source="") & ~Q(sha256=""))
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarVersion(models.Model):
    """The one row that every import raises, so that an act which relied on the old calendar can be told so."""

    version = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_calendar_version", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)
