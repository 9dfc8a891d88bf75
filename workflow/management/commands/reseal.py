"""`manage.py reseal NUMBER --reason … --by ACCOUNT`: a document made by mistake is drawn up anew under a new number."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from approvals.documents.models import DocumentVoid
from workflow import acts
from workflow.errors import LicensingError
from workflow.management.papers_by_hand import account_of, document_of


class Command(BaseCommand):
    """The old number is voided and stays in the register; the applicant is told."""

    help = "重制文书：原文号作废，另取新文号 / draw a document up anew under a new number, and void the old one"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which, why, and on whose word."""
        parser.add_argument("number", help="文号 / the number of the document")
        parser.add_argument("--reason", required=True, help="理由 / why")
        parser.add_argument("--by", required=True, metavar="ACCOUNT", help="经办账户 / the account that decides this")

    def handle(self, *, number: str, reason: str, by: str, **options: Any) -> None:
        """Print the new number."""
        document, account = document_of(number), account_of(by)
        try:
            acts.perform("reseal", document.application_id, by=account, at=timezone.now(), number=number, reason=reason)
        except LicensingError as error:
            raise CommandError(f"{error.code}: {error}") from error
        void = DocumentVoid.objects.select_related("replaced_by").get(document=document)
        new = void.replaced_by.number if void.replaced_by else ""
        self.stdout.write(f"{number} 已作废，新文号 {new} / voided; the new number is {new}")
