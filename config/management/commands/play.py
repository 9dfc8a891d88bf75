"""`manage.py play FILE-OR-FOLDER [...] [--json]`: rehearse the law in a database that is thrown away."""

import argparse
import json
import traceback
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.play.comparison import Difference
from config.play.player import play
from config.play.reader import BadScenario, Scenario, read
from config.throwaway import Stage, stage


class Command(BaseCommand):
    """Exit status 0 only if every file passed."""

    help = "演练场景文件 / play scenario files against the real engine"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The files, and how to answer."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="机器可读的结果 / machine-readable")
        parser.add_argument(
            "--catalogue", nargs="+", default=None, metavar="FILE", help="先载入的事项目录 / catalogue files"
        )

    def handle(self, *, paths: list[Path], as_json: bool, catalogue: list[str] | None, **options: Any) -> None:
        """Play every file, each in a copy of its own."""
        files = _files(paths)
        results = []
        with stage(catalogue=catalogue) as prepared:
            for file in files:
                results.append(_result(file, prepared))
                if not as_json:
                    self.stdout.write(_line(results[-1]))
        failed = sum(not result["ok"] for result in results)
        if as_json:
            report = {"passed": len(results) - failed, "failed": failed, "files": results}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        if failed:
            raise SystemExit(1)


def _files(paths: list[Path]) -> list[Path]:
    found = []
    for path in paths:
        if not path.exists():
            raise CommandError(f"没有这个文件或者文件夹 / no such file or folder: {path}")
        found += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found:
        raise CommandError("没有场景文件 / no scenario files")
    return found


def _result(file: Path, prepared: Stage) -> dict[str, Any]:
    try:
        scenario = read(file)
    except BadScenario as error:
        difference: Difference | None = Difference(0, error.key, "format", f"line {error.line}: {error.why}")
    else:
        with prepared.rehearsal():
            difference = _played(scenario)
    if difference is None:
        return {"file": file.name, "ok": True, "step": None, "key": None, "expected": None, "found": None}
    return {
        "file": file.name,
        "ok": False,
        "step": difference.step,
        "key": difference.key,
        "expected": difference.expected,
        "found": difference.found,
    }


def _played(scenario: Scenario) -> Difference | None:
    """The story's first difference; a fault of the engine fails this file and lets the others be heard."""
    try:
        return play(scenario)
    except Exception as fault:
        traceback.print_exc()
        return Difference(0, "engine", "no fault", f"{type(fault).__name__}: {fault}")


def _line(result: dict[str, Any]) -> str:
    if result["ok"]:
        return f"ok    {result['file']}"
    where = f"step {result['step']}, {result['key']}"
    return f"FAIL  {result['file']}: {where}: expected {result['expected']!r}, found {result['found']!r}"
