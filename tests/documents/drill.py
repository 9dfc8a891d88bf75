"""`make drill-documents [LICENCES=1000]`: licences made by two workers of which one is killed at random five times.

The workers are real processes (`manage.py make_documents --loop`), killed with SIGKILL at random instants and started again;
meanwhile cases go on being decided.  What must hold afterwards is in `Verdict`."""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from tests import stage

# isort: split
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from approvals.documents import disk
from approvals.documents.models import Document, DocumentFile, DocumentVoid, SealUse
from approvals.documents.sealing.development import make_test_seals, publish_roots
from approvals.documents.signature import examine
from approvals.licences import Licence
from config import moment
from config.integrity.run import check_rows
from config.throwaway import pointed_at
from tests.databases import ROOT, Database, clone, drop
from tests.documents.scene import Bureau
from tests.signing import NAME, OFFICE
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due
from workflow.papers.seals import enrol
from workflow.papers.work import LEASE

WORKERS, KILLS = 2, 5
EVERY = "0.1"
DOCUMENTS_A_CASE = 7
PATIENCE = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is so when all is made: how many licences, numbers without a gap, files, uses of the seal, faults."""

    licences: int
    numbers: int
    last_number: int
    duplicates: int
    voided: int
    files: int
    unsealed: int
    uses: int
    signatures_at_fault: int
    findings: int
    killed: int
    seconds: float

    def failures(self, wanted: int) -> list[str]:
        """What is not as it must be."""
        holds = {
            "licences": self.licences == wanted,
            "numbers without a gap": self.numbers == self.last_number == wanted + self.voided,
            "no number twice": self.duplicates == 0,
            "all sealed": self.unsealed == 0,
            "as many uses of the seal as sealed files": self.uses == self.files,
            "every signature valid": self.signatures_at_fault == 0,
            "check_integrity": self.findings == 0,
            "killed": self.killed == KILLS,
        }
        return [name for name, held in holds.items() if not held]


class Workers:
    """Real processes that render and seal; each in a process group of its own."""

    def __init__(self, database: Database, data: Path) -> None:
        seals = {"LICENSING_SEAL_DIR": str(data / "seals"), "LICENSING_DATA_DIR": str(data)}
        self.environment = {**database.environment, **seals, "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.members = [self._start() for _ in range(WORKERS)]
        self.killed = 0

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", "make_documents", "--loop", "--every", EVERY]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def kill_one(self, number: int) -> None:
        """SIGKILL, and another in its place."""
        self._end(self.members[number])
        self.members[number] = self._start()
        self.killed += 1

    def end(self) -> None:
        for each in self.members:
            self._end(each)

    @staticmethod
    def _end(process: "subprocess.Popen[bytes]") -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def scene(folder: Path) -> Iterator[tuple[Bureau, Database]]:
    """A database of its own with the cast and enrolled test seals; files, keys and roots in `folder`."""
    before = {name: getattr(settings, name) for name in ("MEDIA_ROOT", "LICENSING_SEAL_DIR", "LICENSING_SEAL_ROOTS")}
    database = clone(migrations=True)
    try:
        settings.MEDIA_ROOT, settings.LICENSING_SEAL_DIR = folder / "files", str(folder / "seals")
        settings.LICENSING_SEAL_ROOTS = folder / "seal-roots.pem"
        with pointed_at(database.name):
            bureau = Bureau(moment.now())
            make_test_seals(folder / "seals", office_code=OFFICE, name=NAME, at=bureau.at)
            publish_roots(folder / "seals", to=settings.LICENSING_SEAL_ROOTS)
            enrol(at=bureau.at)
            yield bureau, database
    finally:
        connection.close()
        drop(database)
        for name, value in before.items():
            setattr(settings, name, value)


def drill(folder: Path, *, licences: int, seed: int, patient: bool = True) -> Verdict:
    """Decides so many cases while workers make their documents and die; then waits until all is made, and looks.

    Not `patient`: what the dead had claimed is made here, as if their leases had ended already."""
    luck, began = random.Random(seed), time.monotonic()
    dying = sorted(luck.sample(range(1, licences * DOCUMENTS_A_CASE * 9 // 10), KILLS))  # at so many sealed files
    with scene(folder) as (bureau, database):
        workers = Workers(database, folder)

        def kill_in_time() -> None:
            if len(dying) > workers.killed and _sealed().count() >= dying[workers.killed]:
                time.sleep(luck.uniform(0, 0.2))
                workers.kill_one(luck.randrange(WORKERS))

        try:
            for _ in range(licences):
                bureau.at = moment.now()
                bureau.issued()
                kill_in_time()
            while _is_left(patient=patient) and time.monotonic() - began < PATIENCE.total_seconds():
                kill_in_time()
                time.sleep(0.05)
        finally:
            workers.end()
        if not patient:
            make_due(at=moment.now() + LEASE)
            seal_due(at=moment.now() + LEASE)
        return _look(began, workers.killed)


def _sealed() -> QuerySet[DocumentFile]:
    return DocumentFile.objects.filter(state=DocumentFile.SEALED)


def _is_left(*, patient: bool) -> bool:
    """Is there work for the workers?  A dead one's file is taken up when its lease has ended, and not before."""
    left = DocumentFile.objects.exclude(state=DocumentFile.SEALED)
    return (left if patient else left.filter(lease=None)).exists()


def _look(began: float, killed: int) -> Verdict:
    licences = Document.objects.filter(kind="licence")
    numbers = [int(number.split("〕")[1][:-1]) for number in licences.values_list("number", flat=True)]
    sealed = _sealed()
    root = settings.LICENSING_SEAL_ROOTS.read_bytes()
    faults = [examine(disk.read(key), roots=root).faults for key in sealed.values_list("key", flat=True) if key]
    return Verdict(
        licences=Licence.objects.exclude(number=None).count(),
        numbers=len(set(numbers)),
        last_number=max(numbers),
        duplicates=len(numbers) - len(set(numbers)),
        voided=DocumentVoid.objects.filter(document__kind="licence").count(),
        files=sealed.count(),
        unsealed=DocumentFile.objects.exclude(state=DocumentFile.SEALED).count(),
        uses=SealUse.objects.count(),
        signatures_at_fault=sum(bool(each) for each in faults),
        findings=sum(each.check != "delivery" for each in check_rows(at=moment.now())),
        killed=killed,
        seconds=round(time.monotonic() - began, 1),
    )


def main() -> int:
    """Exit status 1 if something does not hold."""
    parser = argparse.ArgumentParser(prog="make drill-documents")
    parser.add_argument("--licences", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    sys.stdout.write(f"{options.licences} 份许可证 / licences, {KILLS} kills, seed {options.seed}\n")
    with tempfile.TemporaryDirectory() as folder:
        verdict = drill(Path(folder), licences=options.licences, seed=options.seed)
    for name, value in asdict(verdict).items():
        sys.stdout.write(f"  {name}: {value}\n")
    failed = verdict.failures(options.licences)
    sys.stdout.write(f"{'不合格 / failed: ' + ', '.join(failed) if failed else '合格 / passed'}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    with stage.SERVERS:
        sys.exit(main())
