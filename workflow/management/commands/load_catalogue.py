"""`manage.py load_catalogue [--dry-run] [FILE …]`: loads catalogue files as new versions and prints what changes."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from workflow import catalogue_versions
from workflow.catalogue_io.reader import shipped_files
from workflow.catalogue_versions import Change, Difference
from workflow.rules.errors import LicensingError

COMMON = "defaults."


class Command(BaseCommand):
    help = (
        "Load catalogue files (one item a file, common numbers, or a whole catalogue in one file) as new versions. "
        "Without FILE: the catalogue that comes with the system. Applications keep the version they were lodged under."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a .yaml file or a folder of them")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        parser.add_argument("--by", default="load_catalogue", help="who loads it, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run: bool = options["dry_run"]
        try:
            changes = catalogue_versions.load(
                files=options["files"] or shipped_files(), at=timezone.now(), by=options["by"], dry_run=dry_run
            )
        except LicensingError as error:
            raise CommandError("\n".join(filter(None, [_(error.text), error.detail]))) from error
        if options["verbosity"] > 0:
            self.show(changes, dry_run=dry_run)

    def show(self, changes: list[Change], *, dry_run: bool) -> None:
        """Print every item that changes with its keys, the common numbers once, and the sum."""
        common = {one.key: one for change in changes for one in change.differences if one.key.startswith(COMMON)}
        for difference in common.values():
            self.stdout.write(_line(difference))
        for change in changes:
            if change.kind == "unchanged":
                continue
            word = _("新增") if change.kind == "new" else _("更新")
            self.stdout.write(_("%(word)s %(code)s 第 %(number)s 版") % {**_names(change), "word": word})
            for difference in change.differences:
                if difference.key not in common:
                    self.stdout.write("  " + _line(difference))
        kinds = [change.kind for change in changes]
        counts = {kind: kinds.count(kind) for kind in ("new", "changed", "unchanged")}
        self.stdout.write(_("新增 %(new)s 项，更新 %(changed)s 项，未变 %(unchanged)s 项") % counts)
        if dry_run:
            self.stdout.write(_("试运行：没有保存任何内容"))


def _names(change: Change) -> dict[str, Any]:
    return {"code": change.item_code, "number": change.number}


def _line(difference: Difference) -> str:
    return f"{difference.key}: {_value(difference.before)} → {_value(difference.after)}"


def _value(value: Any) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)
