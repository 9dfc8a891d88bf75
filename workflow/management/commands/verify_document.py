"""`manage.py verify_document FILE … [--json] [--root PEM]`: is this the file that was sealed, and does it still count?"""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from approvals.documents.kinds import KINDS
from approvals.documents.signature import LARGEST
from approvals.documents.verifying import Report
from workflow.papers.verifying import verify

UNUSABLE = 2


class Command(BaseCommand):
    """Exit status 0: nothing wrong; 1: findings; 2: no usable file."""

    help = "核验文书文件 / check the file of a document: number, status, digest, signature, seal, what differs"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which files, and whom to trust."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="机器可读的结果 / machine-readable")
        parser.add_argument("--root", type=Path, metavar="PEM", help="信任的根证书 / the root to trust")

    def handle(self, *, files: list[Path], as_json: bool, root: Path | None, **options: Any) -> None:
        """Print what was found of each."""
        roots = _bytes(root) if root is not None else None
        try:
            reports = [(path, verify(_bytes(path), roots=roots)) for path in files]
        except ValueError as error:
            raise CommandError(f"根证书无法读取 / the root cannot be read: {error}", returncode=UNUSABLE) from error
        if as_json:
            told = [{"file": str(path), **report.plain()} for path, report in reports]
            self.stdout.write(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=1))
        else:
            for path, report in reports:
                self.stdout.write("\n".join(_lines(path, report)))
        worst = max((UNUSABLE if report.status == "unusable" else bool(report.findings)) for _, report in reports)
        if worst:
            raise SystemExit(int(worst))


def _bytes(path: Path) -> bytes:
    """One byte more than is looked at tells that the file is too large."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"无法读取 / cannot be read: {path}: {error.strerror}", returncode=UNUSABLE) from error


def _lines(path: Path, report: Report) -> list[str]:
    kind = str(KINDS[report.kind].name) if report.kind in KINDS else ""
    lines = [f"{path}: {report.number} {kind} {report.status}".rstrip(), f"  SHA-256 {report.sha256}"]
    if report.seal is not None:
        lines.append(f"  印章 / seal: {report.seal.name}{'（测试章 / test）' if report.seal.is_test else ''}")
    if report.signature is not None and report.signature.signed_at:
        lines.append(f"  签章 / signature: {report.signature.subject}, {report.signature.signed_at}")
    if report.licence:
        lines.append(f"  许可证 / licence: {report.licence}")
    if report.replaced_by:
        lines.append(f"  已由 / replaced by: {report.replaced_by}")
    return [*lines, *(f"  ✗ {each.code}: {gettext(each.text)} {each.detail}".rstrip() for each in report.findings)]
