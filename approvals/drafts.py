"""An application somebody has begun to fill in: kept for him, without any effect in law, until he lodges or deletes it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet

from approvals.files.binding import usable
from approvals.files.errors import DraftChanged, DraftGone
from approvals.files.models import StoredFile
from approvals.files.uploading import cancel
from approvals.people import Applicant

KEPT_DAYS = 60

Files = Mapping[str, Sequence[UUID]]  # material code → keys of files


class ApplicationDraft(models.Model):
    """草稿: one an account, applicant and sub-item; `version` and `writer` (a window's own word) tell two windows apart."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    applicant = models.ForeignKey(Applicant, models.PROTECT, db_index=False, related_name="+")
    sub_item_code = models.CharField(max_length=16)
    answers = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    writer = models.CharField(max_length=16, default="", blank=True)
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "applicant", "sub_item_code"], name="one_draft_each")]

    @property
    def expires_at(self) -> datetime:
        return self.updated_at + timedelta(days=KEPT_DAYS)


class DraftFile(models.Model):
    """A file that stands for a material in a draft."""

    draft = models.ForeignKey(ApplicationDraft, models.CASCADE, related_name="files")
    material_code = models.CharField(max_length=16)
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="drafts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "material_code", "file"], name="a_file_once_a_draft")]


def of(*, account: int, applicants: Collection[int]) -> QuerySet[ApplicationDraft]:
    """The drafts of this account for those it may still act for, the newest first."""
    mine = ApplicationDraft.objects.filter(account=account, applicant__in=applicants)
    return mine.select_related("applicant").order_by("-updated_at", "-id")


def save(
    *,
    account: int,
    applicant: int,
    sub_item: str,
    answers: dict[str, Any],
    files: Files,
    version: int | None,
    writer: str,
    at: datetime,
) -> ApplicationDraft:
    """Keeps what was typed.  `version`: the one the page has, None where it has none yet; `writer`: its window, which may
    have been reloaded while its last save was still on the way.

    Raises DraftGone or DraftChanged; FileError for a file that is not there for him to use."""
    with transaction.atomic():
        draft = _to_write(account, applicant, sub_item, version, writer, at)
        draft.answers, draft.writer, draft.updated_at = answers, writer, at
        draft.save()
        wanted = {
            (code, file.pk)
            for code, keys in files.items()
            for file in usable(account=account, applicant=applicant, material=code, keys=keys)
        }
        for row in draft.files.all():
            if (row.material_code, row.file_id) not in wanted:
                row.delete()
            wanted.discard((row.material_code, row.file_id))
        DraftFile.objects.bulk_create(DraftFile(draft=draft, material_code=code, file_id=key) for code, key in wanted)
    return draft


def _to_write(
    account: int, applicant: int, sub_item: str, version: int | None, writer: str, at: datetime
) -> ApplicationDraft:
    key = {"account_id": account, "applicant_id": applicant, "sub_item_code": sub_item}
    if version is None:
        begun, made = ApplicationDraft.objects.get_or_create(**key, defaults={"updated_at": at})
        if made:
            return begun
    found = ApplicationDraft.objects.select_for_update(of=("self",)).filter(**key).first()
    if found is None:
        raise DraftGone
    if found.version != version and (not writer or found.writer != writer):
        raise DraftChanged
    found.version += 1
    return found


def hold(*, key: int, account: int) -> ApplicationDraft:
    """The draft, held against everybody else until the transaction ends, so that it is lodged once.  Raises DraftGone."""
    draft = ApplicationDraft.objects.select_for_update(of=("self",)).filter(pk=key, account=account).first()
    if draft is None:
        raise DraftGone
    return draft


def delete(*, key: int, account: int) -> None:
    """Throws a draft away, and what was uploaded for it alone.  Raises DraftGone."""
    with transaction.atomic():
        draft = hold(key=key, account=account)
        held = list(draft.files.values_list("file", flat=True))
        draft.delete()
        for file in StoredFile.objects.filter(pk__in=held, owner=account, uses=None, drafts=None):
            cancel(key=file.pk, owner=account)


def expire(*, at: datetime) -> int:
    """Drafts that nobody has touched for KEPT_DAYS go; how many rows went."""
    return ApplicationDraft.objects.filter(updated_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]
