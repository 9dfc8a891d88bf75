"""`manage.py run_outbox [--loop]`: tell the people without any worker or broker."""

from __future__ import annotations

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
from django.utils.translation import gettext_lazy as _

from notifications.outbox import Drained, drain

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = str(_("发送待发消息；加 --loop 则持续运行"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between two looks (with --loop)")
        parser.add_argument("--limit", type=int, default=500, help="messages and attempts a round")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            self._loop(every=options["every"], limit=options["limit"])
            return
        while self._round(options["limit"]).more:
            pass

    def _loop(self, *, every: float, limit: int) -> None:
        stopped = Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                more = self._round(limit).more
            except OperationalError:
                logger.exception("the database does not answer; the next round tries again")
                more = False
            stopped.wait(0 if more else every)

    def _round(self, limit: int) -> Drained:
        drained = drain(at=timezone.now(), limit=limit)
        if any(asdict(drained).values()):
            self.stdout.write(json.dumps(asdict(drained)))
        return drained
