"""`manage.py import_calendar FILE`: states a year anew, recomputes every open clock and prints what moved."""

from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflow import acts, calendar_files
from workflow.calendar_files import NOTICE, CalendarFileInvalid, YearFile
from workflow.rules.errors import LicensingError


class Command(BaseCommand):
    help = (
        "Import one year's schedule (YAML, JSON or CSV). It is official with the number of the State Council's notice "
        "(--notice, or `notice` in the file), else provisional."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--notice", default="", help="number of the notice, e.g. 国办发明电〔2025〕7号")
        parser.add_argument("--dry-run", action="store_true", help="say what would move, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file = _read(options["file"])
        notice = options["notice"].strip() or file.notice
        official = _is_official(file, notice)
        source = "，".join(filter(None, [file.source, notice])) or _("未附通知文号的日历")
        try:
            with transaction.atomic() if options["dry_run"] else nullcontext():
                moved = acts.import_calendar(
                    year=file.year,
                    closed=file.closed,
                    opened=file.opened,
                    names=file.names,
                    official=official,
                    source=source,
                    sha256=file.sha256,
                    at=timezone.now(),
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except LicensingError as error:
            raise CommandError(f"{options['file']}：{error}") from error
        self._print(file, official, moved, options["dry_run"])

    def _print(self, file: YearFile, official: bool, moved: list[Any], dry_run: bool) -> None:
        kind = _("正式") if official else _("暂定（没有通知文号）")
        self.stdout.write(
            _("%(year)s 年 %(kind)s：放假 %(closed)s 天，调休上班 %(opened)s 天，sha256 %(sha256)s")
            % {
                "year": file.year,
                "kind": kind,
                "closed": len(file.closed),
                "opened": len(file.opened),
                "sha256": file.sha256,
            }
        )
        for each in moved:
            self.stdout.write(f"{each.application}  {each.kind}  {each.before} → {each.after}")
        text = _("将移动 %s 个日期；未作任何改动") if dry_run else _("移动了 %s 个日期")
        self.stdout.write(text % len(moved))


def _read(path: Path) -> YearFile:
    try:
        return calendar_files.read(path)
    except OSError as error:
        raise CommandError(_("不能读取 %(path)s：%(why)s") % {"path": path, "why": error.strerror}) from error
    except CalendarFileInvalid as error:
        raise CommandError("\n".join(f"{path}:{line}: {what}" for line, what in error.problems)) from error


def _is_official(file: YearFile, notice: str) -> bool:
    """Whether the schedule is the published one: that takes the number of its notice."""
    if notice and not NOTICE.search(notice):
        raise CommandError(_("文号应写作 国办发明电〔2025〕7号：%s") % notice)
    if file.official and not notice:
        raise CommandError(_("正式公布的日历应当用 --notice 写明通知文号"))
    if notice and file.official is False:
        raise CommandError(_("文件写明是暂定日历，不能附通知文号"))
    return bool(notice)
