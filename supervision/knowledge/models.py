"""常见问答: an entry and its editions; editions are added and never changed (triggers in guards.py)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

USER = settings.AUTH_USER_MODEL


class Entry(models.Model):
    """A question that is often asked; `latest` is what counts."""

    latest = models.OneToOneField("EntryEdition", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"#{self.pk}"


class EntryEdition(models.Model):
    """One edition.  `matters`: sub-items it is about, none for all; `searched`: all its words as a search compares them;
    `shown`: whether the public sees it."""

    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False, related_name="editions")
    edition = models.IntegerField()
    question = models.CharField(max_length=200)
    answer = models.TextField()
    question_en = models.CharField(max_length=300, default="", blank=True)
    answer_en = models.TextField(default="", blank=True)
    keywords = models.CharField(max_length=200, default="", blank=True)
    matters = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    shown = models.BooleanField(default=True)
    searched = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "edition"], name="an_entry_edition_once"),
            models.CheckConstraint(
                name="an_entry_asks_and_answers", condition=Q(edition__gte=1) & ~Q(question="") & ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.edition}"
