"""`manage.py make_documents [--loop]`: render and seal what waits, without any worker or broker."""

import json
import logging
import signal
from argparse import ArgumentParser
from dataclasses import asdict
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from approvals.documents.sealing.errors import NoSeal
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due
from workflow.papers.work import Worked

logger = logging.getLogger(__name__)
BUDGET_SECONDS = 20.0  # a round, so that a signal is heard


class Command(BaseCommand):
    """A process without LICENSING_SEAL_DIR renders only, and says so."""

    help = "制作文书并加盖印章；加 --loop 则持续运行 / render and seal documents; --loop goes on until stopped"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="持续运行 / go on until stopped")
        parser.add_argument("--every", type=float, default=5.0, help="两次查找相隔的秒数 / seconds between two looks")
        parser.add_argument("--only", choices=("make", "seal"), help="只制作，或者只盖章 / only one of the two")

    def handle(self, *, loop: bool, every: float, only: str | None, **options: Any) -> None:
        stopped = Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                more = self._round(only)
            except OperationalError:
                if not loop:
                    raise
                logger.exception("the database does not answer; the next round tries again")
                close_old_connections()
                more = False
            if not more and not loop:
                return
            stopped.wait(0 if more else every)

    def _round(self, only: str | None) -> bool:
        """Both kinds of work once; True where something is left."""
        done = {}
        if only != "seal":
            done["rendered"] = make_due(at=timezone.now(), budget_seconds=BUDGET_SECONDS)
        if only != "make":
            try:
                done["sealed"] = seal_due(at=timezone.now(), budget_seconds=BUDGET_SECONDS)
            except NoSeal as error:
                logger.warning("%s", error)
        for name, worked in done.items():
            if any(asdict(worked).values()):
                self.stdout.write(json.dumps({name: asdict(worked)}))
        return any(_goes_on(worked) for worked in done.values())


def _goes_on(worked: Worked) -> bool:
    return worked.more
