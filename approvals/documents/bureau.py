"""本机关资料: what a bureau says of itself on its documents, and the folder from which its own things come.

The folder (setting LICENSING_DOCUMENTS_DIR, docs/operations.md) may hold `bureau.toml`, `fonts/` and `templates/`.  What is
shipped speaks only of the office of the demo; a bureau that has not said which court is competent cannot refuse."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from approvals.documents.errors import BureauDataWrong

SHIPPED = Path(__file__).resolve().parent
WORDS = ("agency", "government", "court", "phone", "address", "hours", "complaint", "credit", "publication_site")


def read(folder: Path | None) -> dict[str, Any]:
    """The shipped data and over it the bureau's own.  Raises BureauDataWrong for what cannot be read or is not known."""
    known = _file(SHIPPED / "bureau.toml")
    own = folder / "bureau.toml" if folder is not None else None
    if own is not None and own.exists():
        given = _file(own)
        known = {**known, **given, "offices": {**known["offices"], **given.get("offices", {})}}
    return known


def _file(path: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise BureauDataWrong(f"{path.name}：{fault}", field=path.name) from fault
    offices = given.get("offices", {})
    tables = {"typefaces": given.get("typefaces", {}), "offices": offices, **offices}
    wrong = [name for name, table in tables.items() if not isinstance(table, Mapping)]
    wrong += [word for word in given if word not in (*WORDS, "typefaces", "offices")]
    wrong += [f"offices.{code}.{word}" for code, words in offices.items() for word in words if word not in WORDS]
    if wrong:
        raise BureauDataWrong(f"{path.name}：{wrong[0]}", field=wrong[0])
    return given


def of_office(given: Mapping[str, Any], code: str) -> dict[str, str]:
    """What is said of this office; what only the bureau as a whole has said holds for each of its offices."""
    own = given["offices"].get(code, {})
    return {word: str(own.get(word, given.get(word, ""))) for word in WORDS}
