"""`manage.py check_integrity [--json] [--case NUMBER]`: does everything that must hold between the rows hold?"""

import argparse
import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import moment
from config.integrity.run import check_all
from workflow.models import Application


class Command(BaseCommand):
    """Exit status 0 without, 1 with findings; each names its check, its row and what differs."""

    help = "核对台账、期限、待办、消息、文书与数据库约束 / check what must hold between the rows"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How much, and how to answer."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="机器可读的结果 / machine-readable")
        parser.add_argument("--case", metavar="NUMBER", help="只核对这一办件 / only the case with this number")

    def handle(self, *, as_json: bool, case: str | None, **options: Any) -> None:
        """Print the findings."""
        found = list(check_all(at=moment.now(), application=self._key(case)))
        if as_json:
            report = {"ok": not found, "findings": [asdict(finding) for finding in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            for finding in found:
                self.stdout.write(str(finding))
            self.stdout.write(f"{len(found)} 处不符 / findings")
        if found:
            raise SystemExit(1)

    @staticmethod
    def _key(number: str | None) -> int | None:
        if number is None:
            return None
        key = Application.objects.filter(number=number).values_list("id", flat=True).first()
        if key is None:
            raise CommandError(f"没有这个办件 / no such case: {number}")
        return key
