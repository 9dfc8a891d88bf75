"""`manage.py check_key [--new]`: the keys of the links in QR codes; `--new`: from now on another one signs."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from approvals.documents import check_keys


class Command(BaseCommand):
    """Run where documents are rendered: the private keys lie there and nowhere else."""

    help = "列出或者更换查验链接的密钥 / list the keys of the check links, or sign by a new one"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to make another key."""
        parser.add_argument(
            "--new", action="store_true", help="更换密钥，旧密钥签过的仍然有效 / earlier links stay good"
        )

    def handle(self, *, new: bool, **options: Any) -> None:
        """A line for each key, the one that signs first: its identifier and its fingerprint."""
        if new:
            check_keys.rotate()
        else:
            check_keys.signing_key()
        for key in check_keys.public_keys():
            self.stdout.write(f"{key.id.hex()}  SHA-256 {key.fingerprint}")
