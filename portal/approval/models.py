"""What the approval desk keeps for itself: named filters, and bulk grants with the result of each case.

No legal fact is here: what was granted is in the case and its ledger."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL
WAITING, GRANTED, SKIPPED, REFUSED = "waiting", "granted", "skipped", "refused"


class SavedView(models.Model):
    """视图: the filters of the approval queue under a name of somebody's own; at most one opens by itself."""

    owner = models.ForeignKey(USER, models.CASCADE, db_index=False, related_name="+")
    name = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="a_view_name_once"),
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="one_default_view"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> str:
        """The query that shows it."""
        return urlencode({**self.asked, "view": self.pk})


class BulkGrant(models.Model):
    """批量准予: cases of one sub-item that a person confirmed together; `finished_at`: none waits any more."""

    by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    sub_item_code = models.CharField(max_length=16)
    confirmed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(finished_at=None), name="bulk_unfinished")]

    def __str__(self) -> str:
        return f"{self.pk} {self.sub_item_code}"


class BulkLine(models.Model):
    """One case of a bulk grant: the version that was confirmed, and what came of it (`text` says why not)."""

    bulk = models.ForeignKey(BulkGrant, models.CASCADE, db_index=False, related_name="lines")
    application = models.ForeignKey("workflow.Application", models.PROTECT, db_index=False, related_name="+")
    version = models.IntegerField()
    state = models.CharField(
        max_length=8,
        default=WAITING,
        choices=[
            (WAITING, _("等待办理")),
            (GRANTED, _("已准予")),
            (SKIPPED, _("已跳过")),
            (REFUSED, _("未能准予")),
        ],
    )
    code = models.CharField(max_length=40, default="", blank=True)
    text = models.TextField(default="", blank=True)
    detail = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "application"], name="a_case_once_in_a_bulk")]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.application_id} {self.state}"
