"""`manage.py yearly_report YEAR [--until DAY] [--office CODE] [--json]`: the report of a year, and whether it adds up."""

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from supervision.reports.figures import definitions
from supervision.reports.yearly import Report, yearly


class Command(BaseCommand):
    """Exit status 1 where something does not add up."""

    help = "年度行政许可实施和监督管理情况 / the yearly report on licensing"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The year, the day as of which, the offices, and in what form."""
        parser.add_argument("year", type=int)
        parser.add_argument("--until", type=date.fromisoformat, help="统计截止日，默认年末 / as of; default the year's end")
        parser.add_argument("--office", action="append", default=[], help="机构编号，可多次 / code, may be repeated")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, year: int, until: date | None, office: list[str], as_json: bool, **options: Any) -> None:
        """The report on standard output."""
        report = yearly(year=year, until=until or date(year, 12, 31), offices=office)
        if as_json:
            self.stdout.write(json.dumps(report.plain(), ensure_ascii=False, indent=1))
        else:
            self._say(report)
        if report.failures:
            raise SystemExit(1)

    def _say(self, report: Report) -> None:
        self.stdout.write(f"{'、'.join(report.offices)} {report.period.since} – {report.period.until}")
        for code, value in report.values.items():
            self.stdout.write(f"  {definitions()[code].name}: {'—' if value is None else value}")
        self.stdout.write(f"勾稽关系 / checks: {len(report.checks)}，不符 / failed: {len(report.failures)}")
        for check in report.failures:
            self.stdout.write(f"  {check.where}: {check.what}: {check.left} ≠ {check.right}")
