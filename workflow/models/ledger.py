"""台账: what was done, by whom, on what authority, with what inputs; append-only and hash-chained (triggers in the migration)."""

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class LedgerEntry(models.Model):
    """One act on one application.  `seq` is the application's version that the act made; `hash` covers `prev_hash`."""

    application = models.ForeignKey("workflow.Application", models.PROTECT, db_index=False)
    seq = models.IntegerField()
    act = models.CharField(max_length=32)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+")
    authority = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    from_status = models.CharField(max_length=24)
    to_status = models.CharField(max_length=24)
    inputs = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(act="publish"), name="ledger_published")]
        constraints = [models.UniqueConstraint(fields=["application", "seq"], name="ledger_seq_once")]


class Register(models.Model):
    """A register kept beside the cases (delegations, calendar, licences of old, cards): its version and chain head."""

    name = models.CharField(max_length=16, primary_key=True)
    version = models.IntegerField(default=0)
    chain_hash = models.CharField(max_length=64, default="")


class RegisterEntry(models.Model):
    """One act on a register, chained like the ledger of an application."""

    register = models.ForeignKey(Register, models.PROTECT, db_index=False)
    seq = models.IntegerField()
    act = models.CharField(max_length=32)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    inputs = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "seq"], name="register_seq_once")]


class RefusedAttempt(models.Model):
    """被拒绝的操作: an act that was refused; append-only, outside the chain."""

    act = models.CharField(max_length=32)
    application_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    code = models.CharField(max_length=40)
    detail = models.CharField(max_length=400, default="")
