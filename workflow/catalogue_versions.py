"""Versions of the catalogue: loading files as new ones, and reading the item an application is pinned to.

A version never changes, so what is built from it is kept for as long as the process lives.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.db import connection, transaction
from django.utils.translation import gettext_noop as _

from workflow.catalogue_io.reader import Content, read_files
from workflow.errors import BadInput, LicensingError, NotFound
from workflow.models.catalogue import ItemVersion
from workflow.rules import catalogue as rules
from workflow.rules.catalogue import SubItem


class UnknownSubItem(BadInput):
    """The catalogue in force has no such sub-item."""

    code = "unknown_sub_item"
    text = _("事项目录中没有此事项")


class NotMigrated(LicensingError):
    """The database has no tables yet."""

    code, status, text = "not_migrated", 503, _("数据库尚未建表，请先运行 manage.py prepare")


@dataclass(frozen=True, slots=True)
class Difference:
    """One key whose value the new version changes; None where the key is absent on that side."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What loading does to one item; `number` is the version that is current afterwards."""

    item_code: str
    number: int
    kind: Literal["new", "changed", "unchanged"]
    differences: tuple[Difference, ...] = ()


_built: dict[tuple[str, int], dict[str, SubItem]] = {}


def sub_item(version_id: int, code: str) -> SubItem:
    """The sub-item as it stands in that version; raises NotFound (no such version) or UnknownSubItem."""
    try:
        return _sub_items(version_id)[code]
    except KeyError:
        raise UnknownSubItem(code, field="item") from None


def _sub_items(version_id: int) -> dict[str, SubItem]:
    key = (str(connection.settings_dict["NAME"]), version_id)  # another database numbers other versions
    if key not in _built:
        content = ItemVersion.objects.filter(id=version_id).values_list("content", flat=True).first()
        if content is None:
            raise NotFound(str(version_id))
        _built[key] = {found.code: found for found in rules.sub_items(content)}
    return _built[key]


def current(code: str) -> tuple[int, SubItem]:
    """The id of the version in force and the sub-item as it stands there; raises UnknownSubItem."""
    versions = ItemVersion.objects.filter(item_code=code.rpartition("-")[0], is_current=True)
    version_id = versions.values_list("id", flat=True).first()
    if version_id is None:
        raise UnknownSubItem(code, field="item")
    return version_id, sub_item(version_id, code)


def all_current() -> list[SubItem]:
    """Every sub-item in force, in the order of the catalogue."""
    versions = ItemVersion.objects.filter(is_current=True).order_by("item_code").values_list("id", flat=True)
    return [found for version_id in versions for found in _sub_items(version_id).values()]


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the content as canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def load(*, files: Iterable[Path], at: datetime, by: str, dry_run: bool = False) -> list[Change]:
    """Load catalogue files as new versions, all or nothing; an item whose content is the same keeps its version.

    `by` says who loads them. A `dry_run` only says what would change. Raises CatalogueError with everything that is
    wrong. Applications that were lodged keep the version they have; items that the files do not name stay in force.
    """
    contents = read_files(files)
    known = _known(dry_run=dry_run)
    changes = [_change(content, known.get(content["code"])) for content in contents]
    moved = [(change, content) for change, content in zip(changes, contents, strict=True) if change.kind != "unchanged"]
    if moved and not dry_run:
        ItemVersion.objects.filter(item_code__in=[change.item_code for change, _content in moved]).filter(
            is_current=True
        ).update(is_current=False)
        ItemVersion.objects.bulk_create([_version(change, content, at=at, by=by) for change, content in moved])
    return changes


def _known(*, dry_run: bool) -> dict[str, ItemVersion]:
    """The versions in force, locked against other loaders; a rehearsal also runs before the tables are made."""
    table = "workflow_itemversion"
    if table not in connection.introspection.table_names():
        if dry_run:
            return {}
        raise NotMigrated
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    return {version.item_code: version for version in ItemVersion.objects.filter(is_current=True)}


def _change(content: Content, before: ItemVersion | None) -> Change:
    code = content["code"]
    if before is None:
        return Change(code, 1, "new")
    if before.digest == digest_of(content):
        return Change(code, before.number, "unchanged")
    return Change(code, before.number + 1, "changed", tuple(_differences(before.content, content)))


def _version(change: Change, content: Content, *, at: datetime, by: str) -> ItemVersion:
    return ItemVersion(
        item_code=change.item_code,
        number=change.number,
        digest=digest_of(content),
        content=content,
        loaded_at=at,
        loaded_by=by,
    )


def _differences(before: Content, after: Content) -> list[Difference]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [Difference(key, old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)]


def _leaves(value: Any, key: str = "") -> Iterable[tuple[str, Any]]:
    """Every value that is no mapping or list, under a key that names entries by their code."""
    if isinstance(value, dict):
        for word, inner in value.items():
            yield from _leaves(inner, f"{key}.{word}" if key else word)
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for at, entry in enumerate(value):
            name = next((entry[word] for word in ("code", "kind", "desk") if word in entry), at)
            yield from _leaves(entry, f"{key}[{name}]")
    else:
        yield key, value
