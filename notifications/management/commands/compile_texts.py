"""`manage.py compile_texts [--check]`: make the binary catalogues that gettext reads from the .po files.

`--check` writes nothing and fails when a catalogue has an untranslated, doubtful or wrongly placed text.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from notifications.wording import places


class Command(BaseCommand):
    help = "compile locale/*/LC_MESSAGES/*.po"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [file for folder in settings.LOCALE_PATHS for file in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
        faults: list[str] = []
        for file in files:
            catalogue = _read(file)
            faults += [f"{file}:{entry.linenum}: {fault}" for entry in catalogue for fault in _faults(entry)]
            if not options["check"]:
                _write(catalogue, file.with_suffix(".mo"))
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(files)} catalogue(s)")


def _read(file: Path) -> polib.POFile:
    try:
        return polib.pofile(str(file), check_for_duplicates=True)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error


def _faults(entry: polib.POEntry) -> list[str]:
    """What would show a reader a gap or a text in the wrong language."""
    if entry.obsolete:
        return []
    if not entry.translated():
        return [f"not translated: {entry.msgid}"]
    if "python-format" in entry.flags or entry.msgid_plural:
        return []
    try:
        same = places(entry.msgid) == places(entry.msgstr)
    except ValueError as error:
        return [f"{error}: {entry.msgid}"]
    return [] if same else [f"other places than the Chinese: {entry.msgid}"]


def _write(catalogue: polib.POFile, target: Path) -> None:
    """Only what differs, under another name first: a process that starts now reads the old catalogue or the new one."""
    content = catalogue.to_binary()
    if target.exists() and target.read_bytes() == content:
        return
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    draft.write_bytes(content)
    os.replace(draft, target)
