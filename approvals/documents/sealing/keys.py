"""The signer's folder: for each seal its key with its certificate, named `<office code>.<agency|licensing>`.

    440100YJ.agency.key    440100YJ.agency.crt     PEM; the certificate first, then those between it and the root
    440100YJ.licensing.p12                         PKCS#12; its password in LICENSING_SEAL_PASSWORD

A key that others than its owner can read is not used."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs12

from approvals.documents.models import Seal
from approvals.documents.sealing.errors import KeyExposed, KeyUnreadable

PASSWORD = "LICENSING_SEAL_PASSWORD"
PURPOSES = (Seal.AGENCY, Seal.LICENSING)
OTHERS = stat.S_IRWXG | stat.S_IRWXO
TEST = "测试章"  # in the name of a certificate: it is a test seal

SigningKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True, repr=False)
class SealKey:
    """A key with its certificate and those that lead to the root."""

    office_code: str
    purpose: str
    key: SigningKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def is_test(self) -> bool:
        return TEST in self.certificate.subject.rfc4514_string()

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode("ascii")

    def valid_at(self, at: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc


def read_keys(folder: Path) -> list[SealKey]:
    """Every seal in the folder.  Raises KeyExposed, KeyUnreadable."""
    found = []
    for path in sorted(folder.iterdir()):
        office_code, _, purpose = path.stem.rpartition(".")
        if path.suffix in (".key", ".p12") and office_code and purpose in PURPOSES:
            found.append(_read(path, office_code, purpose))
    return found


def _read(path: Path, office_code: str, purpose: str) -> SealKey:
    if path.stat().st_mode & OTHERS:
        raise KeyExposed(path.name)
    try:
        key, certificates = _pkcs12(path) if path.suffix == ".p12" else _pem(path)
    except (ValueError, TypeError, OSError) as error:
        raise KeyUnreadable(f"{path.name}: {type(error).__name__}") from error
    leaf, *chain = certificates
    if leaf.public_key() != key.public_key():
        raise KeyUnreadable(f"{path.name}: not the key of its certificate")
    return SealKey(office_code, purpose, key, leaf, tuple(chain))


def _pem(path: Path) -> tuple[SigningKey, list[x509.Certificate]]:
    key = load_pem_private_key(path.read_bytes(), _password())
    return _usable(key), x509.load_pem_x509_certificates(path.with_suffix(".crt").read_bytes())


def _pkcs12(path: Path) -> tuple[SigningKey, list[x509.Certificate]]:
    key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), _password())
    if certificate is None:
        raise ValueError("no certificate")
    return _usable(key), [certificate, *others]


def _password() -> bytes | None:
    return os.environ[PASSWORD].encode() if os.environ.get(PASSWORD) else None


def _usable(key: object) -> SigningKey:
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise TypeError("neither RSA nor elliptic curve")
    return key


def roots_in(text: bytes) -> Iterator[x509.Certificate]:
    """The certificates of a PEM file.  Raises ValueError."""
    yield from x509.load_pem_x509_certificates(text)
