"""`manage.py prepare`: bring a machine to this version, at first and after each upgrade."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from workflow import calendar


class Command(BaseCommand):
    """Safe to run again: each step changes only what differs."""

    help = "编译译文，迁移数据库，载入随附的日历与事项目录 / compile the texts, migrate, load the shipped calendar and catalogue"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order; the first that fails ends it."""
        verbosity = options["verbosity"]
        call_command("compile_texts", stdout=StringIO())
        call_command("migrate", interactive=False, run_syncdb=True, verbosity=verbosity)
        calendar.seed()
        call_command("load_catalogue", verbosity=verbosity)
        if settings.STATIC_ROOT:
            call_command("collectstatic", interactive=False, verbosity=verbosity)
