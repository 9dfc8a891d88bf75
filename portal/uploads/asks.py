"""The files of a material in a form: those chosen (ticked), and those of earlier applications that could be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from approvals.files import sheets
from approvals.files.binding import earlier, waiting
from approvals.files.errors import BadUpload
from approvals.files.models import StoredFile

PREFIX = "file-"
Keys = Mapping[str, Sequence[UUID]]
ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp,.heic,.heif,application/pdf,image/*"


@dataclass(frozen=True, slots=True)
class FileAsk:
    """One material's files in a form: ticked, uploaded but not ticked, handed in before; `field` names their boxes."""

    code: str
    chosen: tuple[StoredFile, ...]
    waiting: tuple[StoredFile, ...]
    earlier: tuple[StoredFile, ...]
    accept: str = ACCEPT

    @property
    def field(self) -> str:
        return f"{PREFIX}{self.code}"


def chosen(data: QueryDict, codes: Iterable[str]) -> dict[str, list[UUID]]:
    """What is ticked in a form that was sent, by material.  Raises BadUpload for what is no key."""
    found = {}
    for code in codes:
        try:
            keys = [UUID(text) for text in data.getlist(f"{PREFIX}{code}")]
        except ValueError as error:
            raise BadUpload from error
        if keys:
            found[code] = keys
    return found


def asks(
    *, account: int, applicant: int, codes: Sequence[str], ticked: Keys, without: int | None = None
) -> dict[str, FileAsk]:
    """For each of these materials what is ticked and what else there is; `without` an application's own files."""
    own = waiting(account=account, applicant=applicant, materials=codes)
    known = earlier(applicant=applicant, materials=codes, without=without)
    wanted = {key for keys in ticked.values() for key in keys}
    rows: dict[Any, StoredFile] = {
        row.pk: row for row in StoredFile.objects.filter(pk__in=wanted, owner=account, applicant=applicant)
    }
    rows |= {row.pk: row for files in known.values() for row in files if row.pk in wanted}
    made = {}
    for code in codes:
        keys = ticked.get(code, ())
        loose, others = (tuple(row for row in each.get(code, ()) if row.pk not in keys) for each in (own, known))
        made[code] = FileAsk(code, tuple(rows[key] for key in keys if key in rows), loose, others)
    return made


def of_sheet(
    sheet: str, *, account: int, applicant: int, codes: Sequence[str], offer_earlier: bool = False
) -> dict[str, FileAsk]:
    """For each of these materials what lies on an official's sheet, and what he uploaded that lies on none; with
    `offer_earlier`, what the applicant handed in before, too (一企一档)."""
    lying, loose = sheets.lying_on(sheet), waiting(account=account, applicant=applicant, materials=codes)
    known = earlier(applicant=applicant, materials=codes) if offer_earlier else {}
    made = {}
    for code in codes:
        here = tuple(lying.get(code, ()))
        others = tuple(row for row in known.get(code, ()) if row not in here)
        made[code] = FileAsk(code, here, tuple(loose.get(code, ())), others)
    return made
