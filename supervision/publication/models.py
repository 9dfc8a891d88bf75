"""公示: one record for each published decision, and every edition it ever had.

Sources: 行政许可法 40; 政府信息公开条例 15.  Triggers (supervision/guards.py) keep natural persons out and editions as they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Office
from workflow.models import Application

USER = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """The record of one decision.  `latest`: the edition that counts; the versions say what of the case it was made from."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="publication")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    licence_id = models.BigIntegerField(null=True, db_index=True)
    published_on = models.DateField()
    latest = models.OneToOneField("PublicationEdition", models.PROTECT, null=True, related_name="+")
    application_version = models.IntegerField()
    licence_version = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.application_id}"


class PublicationEdition(models.Model):
    """One edition, append-only.  `content`: the fields of the profile; of a withdrawal only what names the decision.

    `since_on`: the day on which what it says came about; `due_on`: by when it had to be published (working days of the
    profile); `id` rises in the order of commits, for editions are written under the lock of the register."""

    MADE, UPDATED, WITHDRAWN = "made", "updated", "withdrawn"
    publication = models.ForeignKey(Publication, models.PROTECT, db_index=False, related_name="editions")
    edition = models.IntegerField()
    change = models.CharField(
        max_length=10, choices=[(MADE, _("公示")), (UPDATED, _("更新")), (WITHDRAWN, _("停止公示"))]
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    since_on = models.DateField()
    due_on = models.DateField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    reason = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "edition"], name="a_publication_edition_once"),
            models.CheckConstraint(name="publication_editions_from_one", condition=Q(edition__gte=1)),
            models.CheckConstraint(
                name="withdrawal_says_why_and_by_whom",
                condition=~Q(change="withdrawn") | (~Q(reason="") & Q(by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.edition}"
