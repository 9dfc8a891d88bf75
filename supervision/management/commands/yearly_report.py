"""`manage.py yearly_report YEAR [--until DAY] [--office CODE] [--json|--xlsx|--pdf] [--output FILE]`: the report of a year."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.reports.figures import definitions
from supervision.reports.printed import pdf
from supervision.reports.sheet import xlsx
from supervision.reports.yearly import Report, yearly

FILES: dict[str, Callable[[Report], bytes]] = {"xlsx": xlsx, "pdf": pdf}


class Command(BaseCommand):
    """Exit status 1 where something does not add up."""

    help = "年度行政许可实施和监督管理情况 / the yearly report on licensing"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The year, the day as of which, the offices, and in what form."""
        parser.add_argument("year", type=int)
        parser.add_argument("--until", type=date.fromisoformat, help="统计截止日，默认年末 / as of; default the year's end")
        parser.add_argument("--office", action="append", default=[], help="机构编号，可多次 / code, may be repeated")
        forms = parser.add_mutually_exclusive_group()
        for form in ("json", "xlsx", "pdf"):
            forms.add_argument(f"--{form}", action="store_const", const=form, dest="form")
        parser.add_argument("--output", type=Path, help="写入的文件 / the file to write; xlsx and pdf have a default")

    def handle(
        self, *, year: int, until: date | None, office: list[str], form: str | None, output: Path | None, **options: Any
    ) -> None:
        """The report on standard output, or its file and where it is."""
        report = yearly(year=year, until=until or date(year, 12, 31), offices=office)
        if form in FILES or output:
            path = output or Path(f"yearly-report-{year}.{form}")
            try:
                path.write_bytes(FILES.get(form or "", Report.as_json)(report))
            except OSError as fault:
                raise CommandError(f"{path}: {fault.strerror}") from fault
            self.stdout.write(str(path))
        elif form:
            self.stdout.write(report.as_json().decode(), ending="")
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
