"""`manage.py load_calendar`: loads the shipped years that the database does not know; run it as often as you like."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workflow import calendar


class Command(BaseCommand):
    help = "Load the shipped calendar years that the database does not know. A year it knows stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        added = calendar.seed()
        if added:
            text = _("已载入 %(first)s–%(last)s 年的日历（%(count)s 年）")
            self.stdout.write(text % {"first": added[0], "last": added[-1], "count": len(added)})
        else:
            self.stdout.write(_("日历已是最新"))
