"""本机关资料: what a bureau says of itself on its documents, and the folder from which its own things come.

The folder (setting LICENSING_DOCUMENTS_DIR, docs/operations.md) may hold `bureau.toml`, `fonts/` and `templates/`.  What is
shipped speaks only of the office of the demo; a bureau that has not said which court is competent cannot refuse."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from approvals.documents.errors import BureauDataWrong

SHIPPED = Path(__file__).resolve().parent
WORDS = (
    "agency", "government", "court", "phone", "address", "hours", "complaint", "credit", "publication_site",
    "hearing_place", "hearing_hour",
)  # fmt: skip
TABLES = ("typefaces", "offices", "licences")


def read(folder: Path | None) -> dict[str, Any]:
    """The shipped data and over it the bureau's own.  Raises BureauDataWrong for what cannot be read or is not known."""
    known = _file(SHIPPED / "bureau.toml")
    own = folder / "bureau.toml" if folder is not None else None
    if own is not None and own.exists():
        given = _file(own)
        known = {**known, **given, **{name: {**known.get(name, {}), **given.get(name, {})} for name in TABLES}}
    return known


def _file(path: Path) -> dict[str, Any]:
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise BureauDataWrong(f"{path.name}：{fault}", field=path.name) from fault
    wrong = [word for word in given if word not in (*WORDS, *TABLES)]
    wrong += [word for word in WORDS if not isinstance(given.get(word, ""), str)]
    wrong += [name for name in TABLES if not isinstance(given.get(name, {}), Mapping)]
    if not wrong:
        wrong = [f"{name}.{key}" for name, key in _strange(given)]
    if wrong:
        raise BureauDataWrong(f"{path.name}：{wrong[0]}", field=wrong[0])
    return given


def _strange(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the tables hold and nobody would read."""
    for name, known in (("offices", WORDS), ("licences", ("title", "scope", "rows"))):
        for key, table in given.get(name, {}).items():
            if not isinstance(table, Mapping):
                yield name, key
            else:
                yield from ((name, f"{key}.{word}") for word in table if word not in known)


def of_office(given: Mapping[str, Any], code: str) -> dict[str, str]:
    """What is said of this office; what only the bureau as a whole has said holds for each of its offices."""
    own = given["offices"].get(code, {})
    return {word: str(own.get(word, given.get(word, ""))) for word in WORDS}


def of_licence(given: Mapping[str, Any], codes: Sequence[str]) -> dict[str, Any]:
    """What is said of licences of the first of these items and sub-items that has an entry."""
    tables = given.get("licences", {})
    return dict(next((tables[code] for code in codes if code in tables), {}))
