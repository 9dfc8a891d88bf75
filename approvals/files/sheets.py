"""Files on a sheet that an official is filling in: they stay with it until it is lodged, recorded or put away.

A sheet is named by who keeps it: `window:<account>` at the counter, `visit:<visit>` for the record of a visit."""

from collections.abc import Iterable, Mapping

from approvals.files.models import SheetFile, StoredFile


def window(clerk: int) -> str:
    """The sheet this clerk has on the counter."""
    return f"window:{clerk}"


def visit(key: int) -> str:
    """The sheet of the record of this visit."""
    return f"visit:{key}"


def keep(sheet: str, files: Mapping[str, Iterable[StoredFile]]) -> None:
    """These files lie on the sheet, by material, and no others.  In a transaction of the caller."""
    wanted = {(code, file.pk) for code, chosen in files.items() for file in chosen}
    for row in SheetFile.objects.filter(sheet=sheet):
        if (row.material_code, row.file_id) not in wanted:
            row.delete()
        wanted.discard((row.material_code, row.file_id))
    rows = [SheetFile(sheet=sheet, material_code=code, file_id=key) for code, key in sorted(wanted)]
    SheetFile.objects.bulk_create(rows, ignore_conflicts=True)


def lying_on(sheet: str) -> dict[str, list[StoredFile]]:
    """The files of a sheet by material, in the order they came."""
    found: dict[str, list[StoredFile]] = {}
    for row in SheetFile.objects.filter(sheet=sheet).select_related("file").order_by("id"):
        found.setdefault(row.material_code, []).append(row.file)
    return found


def put_away(sheet: str) -> None:
    """Nothing lies on it any more; what no application uses waits for its owner and is tidied away in time."""
    SheetFile.objects.filter(sheet=sheet).delete()
