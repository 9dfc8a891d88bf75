"""证照版本: what a licence has said from its first issue on, edition by edition, and when its holder was reminded of its end.

Rows are added and never changed.  Sources: 行政许可法 49, 50 (change, renewal); GB/T 36904 (the edition is part of the
identifier and rises with each electronic licence that is made out anew)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.documents.models import Document
from approvals.licences import Licence

SAYS = {"holder": _("持证人"), "legal_representative": _("法定代表人（主要负责人）"), "address": _("住所")}


class LicenceEdition(models.Model):
    """One edition: what it says, from when, and the act that made it.

    `says`: holder, legal_representative, address, and under `form` answers of the application form that were corrected;
    `seq`: the entry in the ledger of the application; there is none of a licence from before the system.
    `identifier` is empty where the office has no code or the item no type of electronic licence."""

    ISSUED, CHANGED, RENEWED, REVIEWED = "issued", "changed", "renewed", "reviewed"
    REISSUED, CORRECTED, REGISTERED = "reissued", "corrected", "registered"
    licence = models.ForeignKey(Licence, models.PROTECT, db_index=False, related_name="editions")
    edition = models.IntegerField()
    identifier = models.CharField(max_length=90, null=True)
    cause = models.CharField(
        max_length=10,
        choices=[
            (ISSUED, _("首次发证")),
            (CHANGED, _("变更")),
            (RENEWED, _("延续")),
            (REVIEWED, _("复审")),
            (REISSUED, _("补证")),
            (CORRECTED, _("更正")),
            (REGISTERED, _("系统启用前核发，补录")),
        ],
    )
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    from_on = models.DateField()
    says = models.JSONField(default=dict)
    reason = models.CharField(max_length=400, default="", blank=True)
    application_id = models.BigIntegerField(null=True, db_index=True)
    seq = models.IntegerField(null=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="edition")
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "edition"], name="an_edition_once"),
            models.UniqueConstraint(fields=["identifier"], name="one_edition_an_identifier"),
        ]


class LicenceReminder(models.Model):
    """到期提醒: the holder was told so long (`period`, such as P90D) before this end of validity; once each."""

    licence = models.ForeignKey(Licence, models.PROTECT, db_index=False, related_name="reminders")
    valid_until = models.DateField()
    period = models.CharField(max_length=12)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "valid_until", "period"], name="reminded_once_of_an_end")
        ]
