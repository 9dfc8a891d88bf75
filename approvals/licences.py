"""许可证: the licence and its own small lifecycle.

Sources: 行政许可法 8 (rescind), 49 (change), 50 (renewal), 69 (revoke), 70 (cancel)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.people import Applicant, Office

VALID, EXPIRED, REVOKED, CANCELLED, RESCINDED = "valid", "expired", "revoked", "cancelled", "rescinded"
GONE = frozenset({REVOKED, CANCELLED, RESCINDED})  # taken away: nothing is left to be looked after


class Licence(FSMModelMixin, models.Model):
    """A licence in force from `valid_from` to `valid_until` (both included; no end where the item sets none).

    `edition`: how often it has been made out (licence_editions.py); 0: granted, not yet issued."""

    STATUSES: ClassVar = [
        (VALID, _("有效")),
        (EXPIRED, _("已到期")),
        (REVOKED, _("已撤销")),
        (CANCELLED, _("已注销")),
        (RESCINDED, _("已撤回")),
    ]
    number = models.CharField(max_length=60, null=True)
    office = models.ForeignKey(Office, models.PROTECT)
    holder = models.ForeignKey(Applicant, models.PROTECT, related_name="licences")
    item_code = models.CharField(max_length=16)
    sub_item_code = models.CharField(max_length=16)
    status = FSMField(default=VALID, choices=STATUSES, protected=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    renewal = models.CharField(max_length=8, default="", blank=True)
    application_id = models.BigIntegerField(null=True)
    edition = models.IntegerField(default=0, db_default=0)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        indexes = [
            models.Index(fields=["valid_until"], condition=Q(status__in=["valid", "expired"]), name="licence_by_its_end")
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="licence_number_once"),
            models.UniqueConstraint(
                fields=["application_id"], condition=Q(application_id__isnull=False), name="one_licence_an_application"
            )
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"

    @transition(status, VALID, EXPIRED)
    def expire(self) -> None:
        """期满: the day after `valid_until` (行政许可法 70(1))."""

    @transition(status, [VALID, EXPIRED], VALID)
    def renew(self) -> None:
        """延续: a new term follows the old one."""

    @transition(status, [VALID, EXPIRED], REVOKED)
    def revoke(self) -> None:
        """撤销 (行政许可法 69)."""

    @transition(status, [VALID, EXPIRED, REVOKED, RESCINDED], CANCELLED)
    def cancel(self) -> None:
        """注销: the formality that ends it (行政许可法 70)."""

    @transition(status, VALID, RESCINDED)
    def rescind(self) -> None:
        """撤回: the law or the facts have changed (行政许可法 8)."""
