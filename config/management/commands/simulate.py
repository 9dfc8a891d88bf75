"""`manage.py simulate --profile NAME [--scale X] [--seed N] [--render all]`: play a bureau's year in an empty database."""

import argparse
import sys
import time
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.simulate import profile as profiles
from config.simulate.year import Played, Simulation

SEED = 20260101


class Command(BaseCommand):
    """Goes on where it was broken off; exit status 0 when the year is over."""

    help = "演练一年的办件 / play a bureau's year through the real acts"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose year, how much of it, and from which seed."""
        parser.add_argument("--profile", required=True, choices=profiles.names())
        parser.add_argument("--scale", type=float, default=1.0, help="办件量的比例 / share of the cases")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--render", choices=["some", "all"], default="some", help="制作 1%% 或全部文书 / set 1%% or all")

    def handle(self, *, profile: str, scale: float, seed: int, render: str, **options: Any) -> None:
        """Progress on standard error, the sum on standard output."""
        call_command("prepare", verbosity=0)
        begun = time.monotonic()
        simulation = Simulation(profiles.shipped(profile), seed=seed, scale=scale, render_all=render == "all")
        played = simulation.run(self._tell)
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(
            f"{profile} × {scale}: 办件 / cases {played.cases}，操作 / acts {played.acts}，"
            f"文书 / files set {played.rendered}，{time.monotonic() - begun:.0f} s"
        )
        for what, number in sorted(played.refused.items()):
            self.stdout.write(f"  未能办理 / refused {what}: {number}")

    def _tell(self, day: date, played: Played) -> None:
        if sys.stderr.isatty():
            share = day.timetuple().tm_yday / 366
            bar = "█" * int(share * 30)
            self.stderr.write(f"\r{bar:<30} {day} {played.cases} / {played.acts}", ending="")
        elif day.day == 1:
            self.stderr.write(f"{day} 办件 / cases {played.cases}，操作 / acts {played.acts}")
