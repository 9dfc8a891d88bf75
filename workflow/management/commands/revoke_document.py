"""`manage.py revoke_document NUMBER --reason … --by ACCOUNT`: a document that does not count, with nothing in its place."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflow import acts
from workflow.errors import LicensingError
from workflow.management.papers_by_hand import account_of, document_of


class Command(BaseCommand):
    """The number is voided and stays in the register; the applicant is told."""

    help = "作废文书，不再重制 / void a document and put nothing in its place"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which, why, and on whose word."""
        parser.add_argument("number", help="文号 / the number of the document")
        parser.add_argument("--reason", required=True, help="理由 / why")
        parser.add_argument("--by", required=True, metavar="ACCOUNT", help="经办账户 / the account that decides this")

    def handle(self, *, number: str, reason: str, by: str, **options: Any) -> None:
        """Say that it is done."""
        document, account, at = document_of(number), account_of(by), timezone.now()
        try:
            acts.perform("revoke_document", document.application_id, by=account, at=at, number=number, reason=reason)
        except LicensingError as error:
            raise CommandError(f"{error.code}: {error}") from error
        self.stdout.write(f"{number} 已作废 / voided")
