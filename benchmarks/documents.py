"""`make bench-documents`: the product's rendering against a bare typst compile of the same template, in one run.

Both set the same documents of one bureau, by turns, none twice (the compiler remembers what it has set); the bare side is
handed its inputs ready made.  The product's side also checks mandatory content and every character, draws the QR code
and asks the template where the seal goes.  Ends with 1 where it does less than 70 % of what the bare compiler does.
Gathering the content and sealing are measured beside it."""

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import typst

from benchmarks import stage

# isort: split
from django.conf import settings

from approvals.documents.check_code import new_code
from approvals.documents.models import Document
from approvals.documents.rendering import STANDARD, ZONE, Press, Rendered, press_of, qr, render
from approvals.documents.sealing.development import make_test_seals
from approvals.documents.sealing.protocol import provider
from approvals.people import Office, User
from config import moment, throwaway
from workflow import acts
from workflow.papers.content import content_of
from workflow.papers.making import link_to
from workflow.papers.sealing import reason_for, seal_for
from workflow.papers.seals import enrol

AT_LEAST = 0.70
KINDS = ("acceptance_notice", "grant_decision", "licence")
ROUNDS, TURNS, WARM_UP = 5, 12, 3
ITEM = "EM06-01"
LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("accept", "clerk", {}),
    ("record_opinion", "reviewer", {"opinion": "grant", "grounds": "材料齐全，符合法定条件"}),
    ("grant", "chief", {}),
    ("issue", "clerk", {}),
)


@dataclass
class Times:
    """Seconds of each document of one kind, by what was done."""

    bare: list[float] = field(default_factory=list)
    product: list[float] = field(default_factory=list)
    gathering: list[float] = field(default_factory=list)
    sealing: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Of the bare compiler's rate what the product reaches."""
        return statistics.median(self.bare) / statistics.median(self.product)


class Desk:
    """One case, whose documents are set again and again under ever new numbers."""

    def __init__(self, at: datetime) -> None:
        people = {user.username: user.pk for user in User.objects.all()}
        made = acts.lodge(by=people["applicant"], at=at, item=ITEM, materials="all")
        for act, by, given in LIFE:
            acts.perform(act, made.pk, by=people[by], at=at, **given)
        drawn = Document.objects.filter(application_id=made.pk, kind__in=KINDS)
        self.documents = {document.kind: document for document in drawn}
        self.turn = 0

    def content(self, kind: str) -> dict[str, Any]:
        """The content of this kind as no other turn has it."""
        self.turn += 1
        document, code = self.documents[kind], new_code()
        content = content_of(document, code=code, link=link_to(document, code))
        return {**content, "number": f"{document.number[:-1]}{self.turn:05d}号"}


def bare(press: Press, compilers: dict[str, typst.Compiler], kind: str, content: dict[str, Any]) -> Callable[[], Any]:
    """A compile of the template with everything at hand."""
    if kind not in compilers:
        compilers[kind] = typst.Compiler(
            input=press.templates / f"{kind}.typ",
            root=press.templates,
            font_paths=press.fonts,
            ignore_system_fonts=True,
        )
    inputs = {
        "data": json.dumps({"mark": "", **content}, ensure_ascii=False),
        "faces": json.dumps(press.typefaces.families, ensure_ascii=False),
        "qr": qr(content["link"]),
    }
    at = datetime.combine(date.fromisoformat(content["drawn_on"]), datetime.min.time(), ZONE)
    return lambda: compilers[kind].compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARD, timestamp=at)


def timed(work: Callable[[], Any], times: list[float]) -> Any:
    """What the work gives; its seconds are added."""
    began = time.perf_counter()
    made = work()
    times.append(time.perf_counter() - began)
    return made


def take_turns(desk: Desk, press: Press, kind: str, times: Times, turns: int) -> None:
    """Each side sets one document after the other; who comes first changes from turn to turn."""
    compilers: dict[str, typst.Compiler] = {}
    for turn in range(turns):
        theirs = bare(press, compilers, kind, desk.content(kind))
        ours = timed(partial(desk.content, kind), times.gathering)
        sides: list[tuple[Callable[[], Any], list[float]]] = [
            (theirs, times.bare),
            (partial(render, kind=kind, content=ours), times.product),
        ]
        made = [timed(*side) for side in (sides if turn % 2 else reversed(sides))]
        rendered = next(each for each in made if isinstance(each, Rendered))
        timed(partial(seal, desk, kind, rendered), times.sealing)


def seal(desk: Desk, kind: str, rendered: Rendered) -> bytes:
    document, at = desk.documents[kind], moment.now()
    chosen = seal_for(document, at=at)
    return provider().seal(rendered.pdf, place=rendered.place, seal=chosen, reason=reason_for(document), at=at)


def measure(rounds: int, turns: int) -> dict[str, Times]:
    """The kinds by turns, round after round; what the first documents cost a process is not counted."""
    found = {kind: Times() for kind in KINDS}
    desk, press = Desk(moment.now()), press_of(settings.LICENSING_DOCUMENTS_DIR)
    for kind in KINDS:
        take_turns(desk, press, kind, Times(), WARM_UP)
    for _ in range(rounds):
        for kind in KINDS:
            gc.collect()
            take_turns(desk, press, kind, found[kind], turns)
    return found


def main() -> int:
    """Print the table; 1 where the product is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--turns", type=int, default=TURNS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, throwaway.stage() as prepared, prepared.rehearsal():
        office = Office.objects.get()
        make_test_seals(Path(folder), office_code=office.code, name=office.name, at=moment.now())
        settings.LICENSING_SEAL_DIR = folder
        settings.LICENSING_CHECK_KEYS = Path(folder) / "check"
        enrol(at=moment.now())
        found = measure(options.rounds, options.turns)
    print(f"{'ms a document':<22}{'bare':>8}{'product':>9}{'ratio':>8}{'gathering':>11}{'sealing':>9}")
    for kind, times in found.items():
        columns = (statistics.median(each) * 1000 for each in (times.bare, times.product, times.gathering, times.sealing))
        bare_ms, product_ms, gathering_ms, sealing_ms = columns
        print(f"{kind:<22}{bare_ms:>8.1f}{product_ms:>9.1f}{times.ratio:>7.0%}{gathering_ms:>12.1f}{sealing_ms:>9.1f}")
    slow = [kind for kind, times in found.items() if times.ratio < AT_LEAST]
    print(f"{'below' if slow else 'at least'} {AT_LEAST:.0%} of the bare compiler{': ' + ', '.join(slow) if slow else ''}")
    return 1 if slow else 0


if __name__ == "__main__":
    with stage.SERVERS:
        sys.exit(main())
