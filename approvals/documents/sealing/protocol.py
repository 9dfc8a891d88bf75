"""What every provider of seals does.  A bureau with a seal server, a card or the national seal system plugs in its own
(settings: LICENSING_SEAL_PROVIDER; docs/adr/0008)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from approvals.documents.models import Seal
from approvals.documents.rendering import Place


@dataclass(frozen=True, slots=True)
class Holding:
    """A seal this process can use: whose it is, what for, and the certificate (PEM) it signs by."""

    office_code: str
    purpose: str
    certificate: str
    fingerprint: str
    is_test: bool


class SealProvider(Protocol):
    """Raises SealError (errors.py) where it cannot do what it is asked for."""

    def holdings(self) -> Sequence[Holding]:
        """The seals whose keys are at hand; none in a process that is not the signer."""

    def seal(self, pdf: bytes, *, place: Place, seal: Seal, reason: str, at: datetime) -> bytes:
        """The file with the seal's image at `place` and a signature over every byte, after which nothing may change.

        `reason` is written into the signature; `at` is an aware instant."""


@lru_cache(maxsize=4)
def _provider(path: str, folder: str, timestamps: str) -> SealProvider:
    return cast(SealProvider, import_string(path)(folder=folder, timestamps=timestamps))


def provider() -> SealProvider:
    """The provider of the settings; made once for each folder, because reading keys takes time."""
    return _provider(settings.LICENSING_SEAL_PROVIDER, str(settings.LICENSING_SEAL_DIR), settings.LICENSING_TSA_URL)
