"""Files of materials: what was handed in, and which material of which application it stands for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Applicant, Office

USER = settings.AUTH_USER_MODEL
EVIDENCE = "visit:"  # a photograph of a visit: before the code of the line of its checklist, in place of a material
CODE_LENGTH = 32


class StoredFile(models.Model):
    """A file on the disk (disk.py), by a name nobody chose.  `received` bytes of `size` are safely there; `material_code`
    is what it was chosen for."""

    UPLOADING, COMPLETE, REFUSED = "uploading", "complete", "refused"
    NOT_SCANNED, PENDING, CLEAN, INFECTED = "not_scanned", "pending", "clean", "infected"
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, db_index=False, related_name="+")
    material_code = models.CharField(max_length=CODE_LENGTH, default="", blank=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=10,
        default=UPLOADING,
        choices=[(UPLOADING, _("正在上传")), (COMPLETE, _("已上传")), (REFUSED, _("未接收"))],
    )
    kind = models.CharField(max_length=40, default="", blank=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    verdict = models.CharField(
        max_length=12,
        default=PENDING,
        choices=[
            (NOT_SCANNED, _("未查毒")),
            (PENDING, _("等待查毒")),
            (CLEAN, _("查毒通过")),
            (INFECTED, _("含有病毒")),
        ],
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state"], name="file_by_owner"),
            models.Index(fields=["changed_at"], name="file_by_age"),
            models.Index(fields=["changed_at"], name="file_to_scan", condition=Q(state="complete", verdict="pending")),
        ]
        constraints = [
            models.CheckConstraint(
                name="file_received", condition=Q(size__gt=0, received__gte=0) & Q(received__lte=F("size"))
            ),
            models.CheckConstraint(
                name="file_whole",
                condition=~Q(state="complete") | (Q(received=F("size")) & ~Q(sha256="") & ~Q(kind="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        return self.state == self.COMPLETE


class MaterialFile(models.Model):
    """材料附件: this file was handed in as this material of this application.  One file may serve several (一企一档)."""

    application_id = models.BigIntegerField()
    office_id = models.BigIntegerField()
    material_code = models.CharField(max_length=CODE_LENGTH)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    added_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application_id", "material_code", "file"], name="a_file_once_a_material")
        ]


class SheetFile(models.Model):
    """A file on a sheet that an official is filling in (at the counter, on a visit): kept until the sheet is put away."""

    sheet = models.CharField(max_length=32)
    material_code = models.CharField(max_length=CODE_LENGTH)
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="sheets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "material_code", "file"], name="a_file_once_a_sheet")]
