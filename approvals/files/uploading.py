"""An upload from its first byte to its last: parts come in order, each counts whole or not at all.

The row is the truth: what it says is received is on the disk.  A crash between the two leaves bytes behind the acknowledged
length, which the next part overwrites."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction
from django.db.models import Sum

from approvals.files import disk, verdicts
from approvals.files.errors import FileRefused, Locked, NoSuchFile, OverQuota, TooLarge, WrongKind, WrongOffset
from approvals.files.kinds import kind_of
from approvals.files.models import StoredFile
from approvals.people import Applicant, Office, User

MIB = 1024 * 1024
LARGEST = 200 * MIB
LARGEST_PART = 4 * MIB
QUOTA = 1024 * MIB  # of what no application uses yet, by account
LOCK_TAKEN = "55P03"


def begin(*, owner: int, applicant: Applicant, material: str, name: str, size: int, at: datetime) -> StoredFile:
    """A new upload of so many bytes.  Raises TooLarge, OverQuota or NoRoom."""
    if size > LARGEST:
        raise TooLarge
    key = uuid4()
    with transaction.atomic():
        account = User.objects.select_for_update(of=("self",), no_key=True).get(pk=owner)
        loose = StoredFile.objects.filter(owner=account, uses=None).exclude(state=StoredFile.REFUSED)
        if (loose.aggregate(sum=Sum("size"))["sum"] or 0) + size > QUOTA:
            raise OverQuota
        disk.create(key, size=size)
        office = Office.objects.filter(parent=None).order_by("id").first()
        assert office is not None, "an authority stands at the head of the offices"
        return StoredFile.objects.create(
            id=key,
            owner=account,
            applicant=applicant,
            office=office,
            material_code=material,
            name=name,
            size=size,
            created_at=at,
            changed_at=at,
        )


def received(file: StoredFile) -> int:
    """How many bytes are surely there: never more than the row says, nor than the disk has."""
    return file.received if file.is_complete else min(file.received, disk.length(file.pk))


def append(*, key: UUID, owner: int, at_byte: int, data: bytes, at: datetime) -> StoredFile:
    """Takes the part that begins at this byte; with the last one the file is complete.

    Raises NoSuchFile, FileRefused, Locked, WrongOffset, TooLarge, NoRoom, and for a whole file WrongKind or Infected."""
    with transaction.atomic():
        file = _locked(key, owner)
        _take(file, at_byte, data, at)
        fits = file.received < file.size or _conclude(file)
    if not fits:
        raise WrongKind
    if file.is_complete:
        verdicts.scan(file.pk, at=at)
    return file


def _locked(key: UUID, owner: int) -> StoredFile:
    rows = StoredFile.objects.select_for_update(of=("self",), nowait=True)
    try:
        file = rows.filter(pk=key, owner=owner).first()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_TAKEN:
            raise Locked from error
        raise
    if file is None:
        raise NoSuchFile
    if file.state == StoredFile.REFUSED:
        raise FileRefused
    return file


def _take(file: StoredFile, at_byte: int, data: bytes, at: datetime) -> None:
    if at_byte != received(file) or file.is_complete:
        raise WrongOffset
    if at_byte + len(data) > file.size:
        raise TooLarge
    disk.append(file.pk, data, at_byte=at_byte)
    file.received, file.changed_at = at_byte + len(data), at
    file.save(update_fields=["received", "changed_at"])


def _conclude(file: StoredFile) -> bool:
    """The file is whole: what is it, and is it what is taken?  If not, it is removed and the row says so."""
    try:
        file.kind = kind_of(file)
    except WrongKind:
        disk.remove(file.pk)
        file.state = StoredFile.REFUSED
        file.save(update_fields=["state"])
        return False
    file.sha256, file.state = disk.digest(file.pk), StoredFile.COMPLETE
    file.save(update_fields=["kind", "sha256", "state"])
    return True


def cancel(*, key: UUID, owner: int) -> None:
    """Removes an upload that nothing uses.  Raises NoSuchFile, Locked, FileRefused for one that is in use or refused."""
    with transaction.atomic():
        file = _locked(key, owner)
        if file.uses.exists() or file.sheets.exists():
            raise FileRefused
        file.drafts.all().delete()
        disk.remove(file.pk)
        file.delete()
