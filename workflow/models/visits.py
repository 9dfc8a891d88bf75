"""Around a visit: the times the office offers, the record while it is being written, and the look at papers beforehand.

A slot's `taken` is kept by a trigger on the visits and never exceeds its capacity; see TAKE_SLOTS."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

USER = settings.AUTH_USER_MODEL


class VisitSlot(models.Model):
    """可预约的核查时段: a time on a day at which two named officials can go; the applicant picks one that is free."""

    office = models.ForeignKey("approvals.Office", models.PROTECT, db_index=False)  # `a_slot_once` serves
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    officials = ArrayField(models.BigIntegerField(), size=2)
    capacity = models.SmallIntegerField()
    taken = models.SmallIntegerField(default=0, db_default=0)
    made_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "begins", "officials"], name="a_slot_once"),
            models.CheckConstraint(name="slot_never_overbooked", condition=Q(taken__gte=0, taken__lte=F("capacity"))),
            models.CheckConstraint(name="slot_ends_after_it_begins", condition=Q(ends__gt=F("begins"))),
            models.CheckConstraint(
                name="slot_of_two_officials", condition=Q(officials__len=2) & ~Q(officials__0=F("officials__1"))
            ),
        ]


class VisitSheet(models.Model):
    """核查记录 while it is written: what the browser last saved, and the signature of the first of the two officials.

    It has no legal effect and goes once the record is made; a change of `data` takes the signature off."""

    visit = models.OneToOneField("workflow.Visit", models.CASCADE)
    data = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    saved_at = models.DateTimeField()
    signed_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signed_by_somebody_at_some_time",
                condition=Q(signed_by=None, signed_at=None) | Q(signed_by__isnull=False, signed_at__isnull=False),
            )
        ]


class PreCheck(models.Model):
    """提前预审: the applicant asks before he lodges whether his papers will do.  No legal effect, no clock, no ledger."""

    office = models.ForeignKey("approvals.Office", models.PROTECT)
    applicant = models.ForeignKey("approvals.Applicant", models.PROTECT)
    sub_item_code = models.CharField(max_length=16)
    asked_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    question = models.TextField(default="", blank=True)
    materials = models.JSONField(default=dict)  # code → what the applicant says of it
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)
    remarks = models.JSONField(default=dict)  # code → {"fit": yes / no / later, "remark": …}

    class Meta:
        indexes = [models.Index(fields=["office", "id"], condition=Q(answered_at=None), name="pre_checks_waiting")]


# a visit takes a place of its slot and gives it back; whoever booked on what he read before is refused by the version
TAKE_SLOTS = """
CREATE FUNCTION workflow_visit_takes_slot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.slot_id IS NOT DISTINCT FROM NEW.slot_id THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.slot_id IS NOT NULL THEN
    UPDATE workflow_visitslot SET taken = taken - 1, version = version + 1 WHERE id = OLD.slot_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.slot_id IS NOT NULL THEN
    UPDATE workflow_visitslot SET taken = taken + 1, version = version + 1 WHERE id = NEW.slot_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER visit_takes_slot AFTER INSERT OR UPDATE OR DELETE ON workflow_visit
  FOR EACH ROW EXECUTE FUNCTION workflow_visit_takes_slot();
"""
LEAVE_SLOTS = "DROP TRIGGER visit_takes_slot ON workflow_visit; DROP FUNCTION workflow_visit_takes_slot();"
