"""文书: the documents a bureau issues, as rows, and what becomes of each: its file, the use of the seal, its voiding.

A document stands from the act that draws it up; its file follows.  DocumentFile is the outbox of the makers: the act's own
statement inserts the row, workers render, seal and close it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Office

USER = settings.AUTH_USER_MODEL


class NumberSeries(models.Model):
    """文号: the last number given out in a series and year; gap-free because it is raised by the write that uses it."""

    series = models.CharField(max_length=40)
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_row_a_series_and_year")]


class Document(models.Model):
    """One document drawn up by an act.  A notice counts from `served_on`; null: drawn up, not served."""

    application_id = models.BigIntegerField(db_index=True)
    office_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=60)
    drawn_on = models.DateField()
    served_on = models.DateField(null=True)
    seq = models.IntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="document_number_once")]


class DocumentFile(models.Model):
    """成品: the file of one document on its way: waiting → rendered → sealed; set aside where a person must look; void
    where the document was voided before it was sealed.  `crashes` counts leases that ended without an answer.

    `content` is all that is printed, fixed when the file is rendered; `code` (128 bits) opens the check page; `sha256`,
    `size` and `pages` are those of the sealed file.  A sealed row has all of them and never changes again; one set aside
    says why (triggers)."""

    WAITING, RENDERED, SEALED, SET_ASIDE, VOID = "waiting", "rendered", "sealed", "set_aside", "void"
    document = models.OneToOneField(  # no foreign key: written together, and no document goes (trigger)
        Document, models.PROTECT, primary_key=True, related_name="file", db_constraint=False
    )
    application_id = models.BigIntegerField()
    state = models.CharField(
        max_length=10,
        default=WAITING,
        db_default=WAITING,
        choices=[
            (WAITING, _("等待制作")),
            (RENDERED, _("等待盖章")),
            (SEALED, _("已盖章")),
            (SET_ASIDE, _("制作中止，待人工处理")),
            (VOID, _("已作废，不再制作")),
        ],
    )
    code = models.CharField(max_length=26, null=True)
    content = models.JSONField(null=True)
    key = models.UUIDField(null=True)
    place = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, default="", db_default="", blank=True)
    size = models.IntegerField(default=0, db_default=0)
    pages = models.IntegerField(default=0, db_default=0)
    sealed_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0, db_default=0)
    crashes = models.IntegerField(default=0, db_default=0)
    lease = models.UUIDField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    fault = models.TextField(default="", db_default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["document"], condition=Q(state="waiting"), name="document_to_render"),
            models.Index(fields=["document"], condition=Q(state="rendered"), name="document_to_seal"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=~Q(sha256=""), name="one_document_a_digest"),
            models.UniqueConstraint(fields=["code"], condition=Q(code__isnull=False), name="one_document_a_code"),
        ]


class Seal(models.Model):
    """印章: one seal of a bureau with the certificate it signs by.  Its key is nowhere in the database."""

    AGENCY, LICENSING = "agency", "licensing"
    office = models.ForeignKey(Office, models.PROTECT)
    purpose = models.CharField(max_length=10, choices=[(AGENCY, _("机关印章")), (LICENSING, _("行政许可专用章"))])
    name = models.CharField(max_length=60)
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64)
    is_test = models.BooleanField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "purpose", "fingerprint"], name="seal_once_a_certificate")
        ]


class SealUse(models.Model):
    """用印记录: one use of a seal: on which document, on whose act, when.  Append-only; as many as there are sealed files."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="seal_use")
    seal = models.ForeignKey(Seal, models.PROTECT, db_index=False)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    decision_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    used_at = models.DateTimeField()


class DocumentVoid(models.Model):
    """作废登记: a number that was given out and does not count, why, and the document drawn up in its place."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="voided")
    reason = models.TextField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    voided_at = models.DateTimeField()
    replaced_by = models.OneToOneField(Document, models.PROTECT, null=True, related_name="replaces")

    class Meta:
        constraints = [models.CheckConstraint(name="void_says_why", condition=~Q(reason=""))]
