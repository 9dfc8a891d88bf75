"""字体: the typefaces documents are set in, and whether a text can be printed with them.

Old systems keep rare names in private code points, which print as blanks or boxes; here each is an error that names the
character and the field.  A bureau's own typefaces come first, those that are shipped after them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as shipped
from fontTools.ttLib import TTFont, TTLibError

from approvals.documents.errors import BureauDataWrong, UnprintableCharacter

SUFFIXES = (".otf", ".ttf")
ROLES = ("body", "heading", "title")
_FAMILY, _SUBSTITUTE = 1, 16
WHY = {
    "Cc": "控制字符",
    "Cf": "不可见的格式字符",
    "Co": "私用区字符",
    "Cs": "不成对的代理码位",
    "Cn": "未分配的码位",
}


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The typefaces in use: files, which family serves which role (body, heading, title), and every code point they show."""

    folders: tuple[str, ...]
    families: Mapping[str, tuple[str, ...]]
    points: frozenset[int]


def read(folder: Path | None, chosen: Mapping[str, str]) -> Typefaces:
    """The shipped typefaces, and before them the bureau's own in `folder`; `chosen`: role → family.

    Raises BureauDataWrong for a file that is no typeface, and a role or family that is not there."""
    own = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder is not None else []
    serif, sans = shipped.serif_path(), shipped.sans_path()
    faces = {path: _face(path) for path in (*own, serif, sans)}
    names = {name: path for path, (name, _) in faces.items()}
    for role, family in chosen.items():
        if role not in ROLES or family not in names:
            raise BureauDataWrong(f"typefaces.{role} = {family}", field=f"typefaces.{role}")
    last = {"heading": (faces[sans][0], faces[serif][0])}
    families = {
        role: tuple(
            dict.fromkeys(
                [
                    *([chosen[role]] if role in chosen else []),
                    *last.get(role, (faces[serif][0], faces[sans][0])),
                    *(faces[p][0] for p in own),
                ]
            )
        )
        for role in ROLES
    }
    folders = tuple(dict.fromkeys(str(path.parent) for path in faces))
    return Typefaces(folders, families, frozenset().union(*(points for _, points in faces.values())))


def _face(path: Path) -> tuple[str, frozenset[int]]:
    """The family's name and the code points of a file."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            name = font["name"].getDebugName(_SUBSTITUTE) or font["name"].getDebugName(_FAMILY)
            return str(name), frozenset(font.getBestCmap())
    except (TTLibError, KeyError, OSError) as fault:
        raise BureauDataWrong(f"{path.name}：{fault}", field=path.name) from fault


def check(content: Mapping[str, Any], points: frozenset[int]) -> None:
    """Raises UnprintableCharacter for the first character of the content that cannot be printed."""
    for field, text in texts(content):
        for character in text:
            if ord(character) in points and unicodedata.category(character) not in WHY:
                continue
            if character == "\n":
                continue
            why = WHY.get(unicodedata.category(character), "所用字体中没有这个字")
            raise UnprintableCharacter(character, why, field=field)


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the content with its path: `materials[2].name`."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from texts(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Sequence):
        for n, each in enumerate(value):
            yield from texts(each, f"{path}[{n}]")
