"""`manage.py review_sample --from DAY --until DAY --seed TEXT [--office CODE]` or `--draw KEY`: the sample of a file review.

It writes nothing: the same question has the same answer as long as no case of the period is concluded anew; a draw that
was announced keeps its own list, and `--draw` says whether its outcome follows from it."""

import argparse
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.people import Office
from supervision.draws import published, repeated
from supervision.file_facts import sample_list
from supervision.inspection_models import Draw
from supervision.rules.draw import Candidate, drawn
from supervision.schemes_in_force import review_checklist


class Command(BaseCommand):
    """JSON: what the docs' script repeats.  Exit status 1 where a draw does not follow from what was published."""

    help = "案卷评查抽样，可以重复 / the sample of a file review, for anybody to repeat"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """A period and a seed, or a draw on record."""
        parser.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--until", dest="until_on", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--seed", default="")
        parser.add_argument("--office", metavar="CODE", help="机构代码 / where there are several")
        parser.add_argument("--draw", type=int, metavar="KEY")

    def handle(self, *, from_on: date | None, until_on: date | None, seed: str, **options: Any) -> None:
        """Prints it."""
        if options["draw"] is not None:
            self._repeat(options["draw"])
            return
        if from_on is None or until_on is None or not seed:
            raise CommandError("请写明 --from、--until 和 --seed / give --from, --until and --seed")
        told = sample_list(_office(options["office"]), review_checklist(), from_on=from_on, until_on=until_on)
        listed: Any = told["candidates"]
        rows = [Candidate(each["id"], each["stratum"]) for each in listed]
        outcome = drawn(seed=seed, candidates=rows, shares=review_checklist().shares)
        self._say({"seed": seed, "list": told, "drawn": [{"id": each.id, "inspectors": []} for each in outcome]})

    def _repeat(self, key: int) -> None:
        found = Draw.objects.filter(pk=key).first()
        if found is None:
            raise CommandError(f"没有此次抽取 / no such draw: {key}")
        self._say(published(found))
        again = [{"id": each.id, "inspectors": list(each.inspectors)} for each in repeated(found)]
        if found.drawn_at is not None and again != found.outcome:
            raise SystemExit(1)

    def _say(self, content: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))


def _office(code: str | None) -> int:
    rows = list(Office.objects.filter(parent=None, **({"code": code} if code else {}))[:2])
    if len(rows) != 1:
        raise CommandError("请以 --office 写明机构 / name the office")
    return int(rows[0].pk)
