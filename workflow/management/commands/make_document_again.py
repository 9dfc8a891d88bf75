"""`manage.py make_document_again [NUMBER --by ACCOUNT --note …]`: what was set aside; one of them taken up again."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflow.errors import LicensingError
from workflow.management.papers_by_hand import account_of, document_of
from workflow.papers.mending import make_again, set_aside


class Command(BaseCommand):
    """Without a number: the documents that wait for a person, and why."""

    help = "列出制作中止的文书，或者重新制作一份 / list the documents that were set aside, or make one again"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which, on whose word, and what was mended."""
        parser.add_argument("number", nargs="?", help="文号 / the number of the document")
        parser.add_argument("--by", default="", metavar="ACCOUNT", help="经办账户 / the account that asks for it")
        parser.add_argument("--note", default="", help="如何处理 / what was mended")

    def handle(self, *, number: str | None, by: str, note: str, **options: Any) -> None:
        """Do it, or list."""
        if number is None:
            for file in set_aside():
                self.stdout.write(f"{file.document.number} {file.document.kind}: {file.fault}")
            return
        document = document_of(number)
        try:
            make_again(document_id=document.pk, by=account_of(by), note=note, at=timezone.now())
        except LicensingError as error:
            raise CommandError(f"{error.code}: {error}") from error
        self.stdout.write(f"{number} 将重新制作 / will be made again")
