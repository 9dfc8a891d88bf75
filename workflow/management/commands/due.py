"""`manage.py due START LENGTH`: the last day of a period, and with --explain every day of it with its reason."""

from argparse import ArgumentParser
from datetime import date
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from workflow import calendar as register
from workflow.calendar_files import shipped
from workflow.models.calendar import CalendarYear
from workflow.rules import clock
from workflow.rules.clock import Calendar, Unit
from workflow.rules.errors import LicensingError

WEEKDAYS = "一二三四五六日"
LONGEST = 100_000
TABLE = "workflow_calendaryear"


class Command(BaseCommand):
    help = "Print the last day of a period that START sets off (the day itself is not counted)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", help="YYYY-MM-DD")
        parser.add_argument("length")
        parser.add_argument("--unit", default="wd", help="wd (working days, default), nd (natural days) or month")
        parser.add_argument("--explain", action="store_true", help="print every day with its reason")

    def handle(self, *args: Any, **options: Any) -> None:
        start, length, unit = _start(options["start"]), _length(options["length"]), _unit(options["unit"])
        try:
            calendar = _calendar()
            rows = clock.explain(start=start, length=length, unit=unit, calendar=calendar)
            last = clock.due(start=start, length=length, unit=unit, calendar=calendar)
            tentative = clock.depends_on_provisional(start, last, unit, calendar)
        except LicensingError as error:
            raise CommandError(str(error)) from error
        for row in rows if options["explain"] else []:
            self.stdout.write(f"{row.day}  周{WEEKDAYS[row.day.weekday()]}  {row.reason}")
        self.stdout.write(str(last))
        if tentative:
            self.stderr.write(_("暂定：该日期涉及的年份尚未公布放假安排"))


def _calendar() -> Calendar:
    """The register's calendar, or the shipped one where no register has been loaded."""
    if TABLE in connection.introspection.table_names() and CalendarYear.objects.exists():
        return register.current()
    return Calendar(shipped())


def _start(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("日期应写作 2026-09-24：%s") % text) from error
    if str(day) != text:
        raise CommandError(_("日期应写作 2026-09-24：%s") % text)
    return day


def _length(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= LONGEST and len(text) < 9):
        raise CommandError(_("长度应为 0 到 %(most)s 的整数：%(text)s") % {"most": LONGEST, "text": text})
    return int(text)


def _unit(text: str) -> Unit:
    for unit in get_args(Unit):
        if text == unit:
            return unit
    raise CommandError(_("单位应为 wd、nd 或 month：%s") % text)
