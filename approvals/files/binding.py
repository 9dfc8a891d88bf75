"""Which files stand for which material of which application, and which of them may be used once more (一企一档)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from approvals.files.errors import NoSuchFile
from approvals.files.models import EVIDENCE, MaterialFile, StoredFile

MOST_A_MATERIAL = 30


def usable(
    *, account: int, applicant: int, material: str, keys: Sequence[UUID], sheet: str | None = None
) -> list[StoredFile]:
    """The complete files with these keys, in the order asked, if all are this account's own uploads for the applicant, were
    handed in by him as this material before, or lie on the sheet, whoever put them there.  Raises NoSuchFile."""
    own = Q(owner=account, applicant=applicant)
    earlier = Q(applicant=applicant, uses__material_code=material)
    if sheet is not None:
        earlier |= Q(applicant=applicant, sheets__sheet=sheet, sheets__material_code=material)
    wanted = list(dict.fromkeys(keys))[:MOST_A_MATERIAL]
    rows = StoredFile.objects.filter(own | earlier, pk__in=wanted, state=StoredFile.COMPLETE).distinct()
    found = {row.pk: row for row in rows}
    if len(found) != len(wanted):
        raise NoSuchFile
    return [found[key] for key in wanted]


def bind(
    *,
    application: int,
    office: int,
    applicant: int,
    account: int,
    files: Mapping[str, Sequence[UUID]],
    at: datetime,
    sheet: str | None = None,
) -> None:
    """Hands the files in as materials of the application; what is bound already stays.  In the transaction of the act.

    Raises NoSuchFile: none is bound then."""
    rows = []
    for code, keys in files.items():
        chosen = usable(account=account, applicant=applicant, material=code, keys=keys, sheet=sheet)
        _hold(chosen)
        rows += [
            MaterialFile(
                application_id=application,
                office_id=office,
                material_code=code,
                file=file,
                added_by_id=account,
                added_at=at,
            )
            for file in chosen
        ]
    MaterialFile.objects.bulk_create(rows, ignore_conflicts=True)


def _hold(chosen: Sequence[StoredFile]) -> None:
    held = StoredFile.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    if len(held.filter(pk__in=[file.pk for file in chosen], state=StoredFile.COMPLETE)) != len(chosen):
        raise NoSuchFile


def of_application(application: int) -> dict[str, list[MaterialFile]]:
    """The files of a case by material, in the order they came."""
    found: dict[str, list[MaterialFile]] = {}
    for row in MaterialFile.objects.filter(application_id=application).select_related("file").order_by("id"):
        found.setdefault(row.material_code, []).append(row)
    return found


def file_of(*, application: int, key: UUID, evidence: bool) -> StoredFile:
    """A file of this case; `evidence`: also a photograph of a visit.  Raises NoSuchFile."""
    rows = MaterialFile.objects.filter(application_id=application, file=key).select_related("file")
    row = (rows if evidence else rows.exclude(material_code__startswith=EVIDENCE)).first()
    if row is None:
        raise NoSuchFile
    return row.file


def waiting(*, account: int, applicant: int, materials: Iterable[str]) -> dict[str, list[StoredFile]]:
    """What this account uploaded for these materials and no application or sheet uses yet: a closed window loses none of it."""
    found: dict[str, list[StoredFile]] = {}
    loose = StoredFile.objects.filter(owner=account, applicant=applicant, state=StoredFile.COMPLETE, uses=None, sheets=None)
    for file in loose.filter(material_code__in=list(materials)).order_by("created_at")[:500]:
        found.setdefault(file.material_code, []).append(file)
    return found


def earlier(*, applicant: int, materials: Iterable[str], without: int | None = None) -> dict[str, list[StoredFile]]:
    """What the applicant handed in before, by material, the newest first, each content once; `without` one application."""
    rows: QuerySet[MaterialFile] = MaterialFile.objects.filter(
        file__applicant=applicant, material_code__in=list(materials), file__state=StoredFile.COMPLETE
    )
    found: dict[str, dict[str, StoredFile]] = {}
    if without is not None:
        rows = rows.exclude(application_id=without)
    for row in rows.select_related("file").order_by("-id")[:500]:
        known = found.setdefault(row.material_code, {})
        if len(known) < MOST_A_MATERIAL:
            known.setdefault(row.file.sha256, row.file)
    return {code: list(known.values()) for code, known in found.items()}
