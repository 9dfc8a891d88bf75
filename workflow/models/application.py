"""The application: the legal object, and the version that guards every write to its case."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Applicant, Office
from workflow.lifecycle import Lifecycle
from workflow.models.catalogue import ItemVersion
from workflow.models.process import Process

__all__ = ["Application"]


class Application(Lifecycle):
    """申请. Dates of law end in `_on` (Asia/Shanghai days), instants in `_at`.

    `delivery`: how the applicant wants the result; `undelivered_on`: the last day on which serving it failed."""

    number = models.CharField(max_length=40)
    query_code = models.CharField(max_length=8)
    office = models.ForeignKey(Office, models.PROTECT, db_index=False)
    applicant = models.ForeignKey(Applicant, models.PROTECT)
    lodged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    item_version = models.ForeignKey(ItemVersion, models.PROTECT, db_index=False)
    item_code = models.CharField(max_length=16)
    sub_item_code = models.CharField(max_length=16)
    kind = models.CharField(max_length=8)
    route = models.CharField(
        max_length=12, default="ordinary", choices=[("ordinary", _("一般程序")), ("commitment", _("告知承诺"))]
    )
    channel = models.CharField(max_length=8, default="online", choices=[("online", _("网上")), ("window", _("窗口"))])
    acceptance = models.CharField(
        max_length=16,
        default="",
        blank=True,
        choices=[
            ("normal", _("当场受理")),
            ("on_commitment", _("容缺受理")),
            ("deemed", _("视为受理")),
            ("instant", _("即办受理")),
        ],
    )
    third_party_interest = models.BooleanField(default=False)
    joint_handling = models.BooleanField(default=False)
    bad_credit = models.BooleanField(default=False)
    supplement_used = models.BooleanField(default=False)
    returned = models.BooleanField(default=False)
    hearing_held = models.BooleanField(default=False)
    in_time = models.BooleanField(default=True)
    lodged_at = models.DateTimeField()
    received_on = models.DateField()
    accepted_on = models.DateField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+"
    )
    reviewed_by = ArrayField(models.BigIntegerField(), default=list)
    decided_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    delivery = models.CharField(
        max_length=10,
        default="electronic",
        db_default="electronic",
        choices=[("electronic", _("同意电子送达")), ("window", _("窗口领取")), ("post", _("邮寄"))],
    )
    delivery_address = models.CharField(max_length=200, default="", db_default="", blank=True)
    undelivered_on = models.DateField(null=True)
    licence_id = models.BigIntegerField(null=True)
    parts = models.IntegerField(default=0)
    version = models.IntegerField(default=1)
    chain_hash = models.CharField(max_length=64, default="")
    process = models.OneToOneField(Process, models.PROTECT, null=True, related_name="application")

    class Meta:
        indexes = [
            models.Index(fields=["office", "status"], name="application_by_status"),
            models.Index(fields=["office", "received_on"], name="application_by_receipt"),
            models.Index(
                fields=["licence_id"], condition=Q(licence_id__isnull=False), name="application_on_licence"
            ),
            models.Index(
                fields=["office", "decided_on"], condition=Q(decided_on__isnull=False), name="application_by_decision"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["number"], name="application_number_once")]

    def __str__(self) -> str:
        return self.number
