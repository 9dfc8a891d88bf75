"""What the window keeps beside the cases: the sheet a clerk is filling in, tickets of the day, and who first received whom.

None of it has an effect in law; the application and what was done to it stand in the case."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from approvals.people import Applicant, Office
from workflow.models import Application

USER = settings.AUTH_USER_MODEL


class Ticket(models.Model):
    """取号: a number of an office and day; called once, by the clerk who pressed first."""

    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    day = models.DateField()
    number = models.IntegerField()
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "day", "number"], name="a_ticket_number_once_a_day")]

    def __str__(self) -> str:
        return f"{self.number:03d}"


class FirstContact(models.Model):
    """首问责任: the official who first received somebody, when, what was asked and what was done about it."""

    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    official = models.ForeignKey(USER, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="contacts")
    applicant = models.ForeignKey(Applicant, models.PROTECT, null=True, related_name="+")
    sub_item_code = models.CharField(max_length=16, default="", blank=True)
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="first_contacts")
    visitor = models.CharField(max_length=60, default="", blank=True)
    asked = models.CharField(max_length=400, default="", blank=True)
    done = models.CharField(max_length=400, default="", blank=True)


class CounterSheet(models.Model):
    """The one sheet a clerk has on the counter: kept as he types; `key` changes when another is begun, so that a sheet is
    lodged once."""

    clerk = models.OneToOneField(USER, models.CASCADE, primary_key=True, related_name="+")
    key = models.UUIDField(default=uuid4)
    applicant = models.ForeignKey(Applicant, models.SET_NULL, null=True, related_name="+")
    sub_item_code = models.CharField(max_length=16, default="", blank=True)
    answers = models.JSONField(default=dict)
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+")
