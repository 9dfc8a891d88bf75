"""测试章: keys and certificates for trying things out, made once.  Image and certificate both say plainly what they are."""

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from approvals.documents.models import Seal
from approvals.documents.sealing.keys import PURPOSES, TEST

ROOT, ROOT_NAME = "root.crt", f"{TEST}根证书（仅供测试）"
NAMES = {Seal.AGENCY: f"机关印章（{TEST}）", Seal.LICENSING: f"行政许可专用章（{TEST}）"}
LONGEST = 64  # bytes of a part of a name in a certificate
BITS = 2048
BEFORE, AFTER = timedelta(days=3653), timedelta(days=3653)
NO_USE = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")


def make_test_seals(folder: Path, *, office_code: str, name: str, at: datetime) -> None:
    """The two seals of an office in `folder` (0700), each file for its owner only, and the certificate of their root.

    What is there stays as it is.  The root's own key is thrown away: nothing else can ever be issued under it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if (folder / ROOT).exists():
        return
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    root_name = _subject(ROOT_NAME, ROOT_NAME)
    root = _certificate(root_name, root_name, root_key, root_key, at=at, authority=True)
    for purpose in PURPOSES:
        key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
        subject = _subject(name, NAMES[purpose])
        certificate = _certificate(subject, root_name, key, root_key, at=at, authority=False)
        _keep(folder / f"{office_code}.{purpose}.crt", certificate.public_bytes(Encoding.PEM))
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _keep(folder / f"{office_code}.{purpose}.key", plain)
    _keep(folder / ROOT, root.public_bytes(Encoding.PEM))


def publish_roots(folder: Path, *, to: Path) -> None:
    """The root certificate of test seals is laid where everybody who checks looks for it; never any key."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes((folder / ROOT).read_bytes())


def _subject(organisation: str, name: str) -> x509.Name:
    told = ((NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, name))
    fitting = ((oid, text.encode()[:LONGEST].decode(errors="ignore")) for oid, text in told)
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in fitting])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer_key: rsa.RSAPrivateKey,
    *,
    at: datetime,
    authority: bool,
) -> x509.Certificate:
    usage = dict.fromkeys(NO_USE, False)
    usage |= dict.fromkeys(("key_cert_sign", "crl_sign"), authority)
    usage |= dict.fromkeys(("digital_signature", "content_commitment"), not authority)
    public, serial = key.public_key(), x509.random_serial_number()
    return (
        x509.CertificateBuilder(issuer, subject, public, serial, at - BEFORE, at + AFTER)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _keep(path: Path, data: bytes) -> None:
    """Written under another name and renamed: a file is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(path)
