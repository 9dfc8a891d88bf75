"""`manage.py enrol_seals [--test]`: take into use the seals whose keys are in LICENSING_SEAL_DIR; run as the signer."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from approvals.documents.sealing.development import make_test_seals, publish_roots
from approvals.documents.sealing.errors import SealError
from approvals.documents.sealing.protocol import provider
from approvals.people import Office
from workflow.errors import LicensingError
from workflow.papers.seals import enrol


class Command(BaseCommand):
    """Safe to run again: a seal that is in use stays as it is."""

    help = "启用印章；--test 先制作测试章 / take seals into use; --test makes test seals first"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to make test seals for every office that has none above it."""
        parser.add_argument(
            "--test", action="store_true", help="制作测试章，仅供试用 / make test seals, for trials only"
        )

    def handle(self, *, test: bool, **options: Any) -> None:
        """A line for each seal in use from now on."""
        if not settings.LICENSING_SEAL_DIR:
            raise CommandError("未设置 LICENSING_SEAL_DIR / LICENSING_SEAL_DIR is not set")
        at = timezone.now()
        if test:
            self._make(Path(settings.LICENSING_SEAL_DIR))
        try:
            found = enrol(at=at)
            held = provider().holdings()
        except (SealError, LicensingError) as error:
            raise CommandError(str(error)) from error
        for seal in found:
            mark = "（测试章 / test）" if seal.is_test else ""
            self.stdout.write(
                f"已启用 / in use: {seal.name} {seal.get_purpose_display()} {seal.fingerprint[:16]}{mark}"
            )
        if not held:
            raise CommandError("文件夹中没有印章密钥 / there is no key of a seal in the folder")

    @staticmethod
    def _make(folder: Path) -> None:
        """One bureau, one pair of seals; its root goes where everybody who checks looks for it."""
        office = Office.objects.filter(parent=None).order_by("id").first()
        if office is None:
            raise CommandError("数据库中还没有机构 / there is no office yet")
        make_test_seals(folder, office_code=office.code, name=office.name, at=timezone.now())
        publish_roots(folder, to=settings.LICENSING_SEAL_ROOTS)
