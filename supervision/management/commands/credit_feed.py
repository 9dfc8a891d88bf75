"""`manage.py credit_feed --since N [--until M] [--out FILE]`: what changed in the published records, for the credit platform.

The file says in its first line up to where it goes; the next one begins there.  Asked again, the same bytes."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.publication import export


class Command(BaseCommand):
    """Exit status 0 where the file is whole."""

    help = "信用平台推送文件：自游标以来公示记录的变动 / changes of published records since a cursor"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """From where, up to where, into which file."""
        parser.add_argument("--since", type=int, required=True, help="上一份文件的截止游标，首次为 0 / 0 at first")
        parser.add_argument("--until", type=int, help="截止游标，默认最新 / the newest if not given")
        parser.add_argument("--out", type=Path, help="写入的文件，默认标准输出 / standard output if not given")

    def handle(self, *, since: int, until: int | None, out: Path | None, **options: Any) -> None:
        """One line a record, after a line about the whole."""
        newest = export.newest()
        last = newest if until is None else until
        if not 0 <= since <= last <= newest:
            raise CommandError(f"游标应在 0 至 {newest} 之间 / a cursor lies between 0 and {newest}")
        text = "".join(export.feed(since=since, until=last))
        if out is None:
            self.stdout.write(text, ending="")
        else:
            out.write_bytes(text.encode())
