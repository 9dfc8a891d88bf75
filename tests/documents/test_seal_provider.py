"""The seal: what it looks like, where it goes, and that its key is guarded."""

import io
import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from pyhanko.sign.timestamps import DummyTimeStamper

from approvals.documents.rendering import Place
from approvals.documents.sealing.appearance import drawing, missing
from approvals.documents.sealing.development import ROOT, make_test_seals
from approvals.documents.sealing.errors import (
    KeyExposed,
    KeyUnreadable,
    NoSeal,
    NotSealable,
    SealNotValid,
    TimestampMissing,
)
from approvals.documents.sealing.pades import PadesProvider
from approvals.documents.signature import examine
from tests.documents.conftest import PLACE, Sealing
from tests.moments import days_later, moment
from tests.signing import NAME, OFFICE

SCALE = 2.0
PIXELS_A_MM = SCALE * 72 / 25.4


@pytest.fixture
def folder(tmp_path: Path, seal_folder: Path) -> Path:
    """A copy of the signer's folder, to be tampered with."""
    for path in seal_folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / path.name).chmod(0o600)
    return tmp_path


def picture(data: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return document[page].render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")


def dots(image: Image.Image) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Red, green and blue of each dot."""
    wide, plain = image.width, image.tobytes()
    return {(n // 3 % wide, n // 3 // wide): (plain[n], plain[n + 1], plain[n + 2]) for n in range(0, len(plain), 3)}


def reds(image: Image.Image) -> list[tuple[int, int]]:
    return [spot for spot, (red, green, _) in dots(image).items() if red > 150 and green < 110]


def test_the_image_stands_where_the_template_says_forty_two_millimetres_wide(sealed: bytes) -> None:
    found = reds(picture(sealed))
    left, right = min(x for x, _ in found), max(x for x, _ in found)
    top, bottom = min(y for _, y in found), max(y for _, y in found)
    assert (left + right) / 2 / PIXELS_A_MM == pytest.approx(PLACE.x_mm, abs=0.6)
    assert (top + bottom) / 2 / PIXELS_A_MM == pytest.approx(PLACE.y_mm, abs=0.6)
    assert (right - left) / PIXELS_A_MM == pytest.approx(42, abs=1)
    assert reds(picture(sealed, page=1)) == []


def test_what_is_printed_under_the_seal_stays_readable(plain: bytes, sealed: bytes) -> None:
    before, after = dots(picture(plain)), dots(picture(sealed))
    spots = [(round((80 + n * 3.9) * PIXELS_A_MM), round(100 * PIXELS_A_MM)) for n in range(10)]
    assert all(sum(before[spot]) < 60 for spot in spots)
    assert all(sum(after[spot]) < 60 for spot in spots)


def test_the_second_page_can_bear_the_seal(sealing: Sealing, plain: bytes) -> None:
    assert reds(picture(sealing.seal(plain, place=Place(2, 150, 250)), page=1))


def test_test_seals_say_so_in_image_and_certificate(sealing: Sealing) -> None:
    assert all(holding.is_test for holding in sealing.provider.holdings())
    assert drawing(NAME, test=True) != drawing(NAME, test=False)
    assert len(drawing(NAME, "行政许可专用章", test=True)) > len(drawing(NAME, "行政许可专用章"))


@pytest.mark.parametrize("name", ["某局", "广州市应急管理局", "黔西南布依族苗族自治州应急管理局危险化学品监督管理处"])
def test_every_character_of_a_seal_is_inside_its_rim(name: str) -> None:
    lines = [line.split() for line in drawing(name, "行政许可专用章", test=True).decode().splitlines()]
    points = [(float(line[-3]), float(line[-2])) for line in lines if line[-1] in ("m", "l", "c")]
    centre = 21 * 72 / 25.4
    assert max(((x - centre) ** 2 + (y - centre) ** 2) ** 0.5 for x, y in points) <= centre


def test_a_name_that_cannot_be_drawn_is_known_before() -> None:
    assert missing(NAME) == []
    assert missing("测" + chr(0xE000)) == [chr(0xE000)]


def test_a_process_without_the_folder_can_seal_nothing(sealing: Sealing, plain: bytes) -> None:
    stranger = PadesProvider(folder="")
    assert stranger.holdings() == []
    with pytest.raises(NoSeal):
        stranger.seal(plain, place=PLACE, seal=sealing.seals["agency"], reason="-", at=moment())


def test_a_certificate_that_has_run_out_seals_nothing(sealing: Sealing, plain: bytes) -> None:
    with pytest.raises(SealNotValid):
        sealing.seal(plain, at=days_later(4000))


@pytest.mark.parametrize("place", [Place(3, 100, 100), Place(1, 5, 100), Place(1, 100, 295), Place(0, 100, 100)])
def test_a_place_that_is_not_on_the_paper_is_refused(sealing: Sealing, plain: bytes, place: Place) -> None:
    with pytest.raises(NotSealable):
        sealing.seal(plain, place=place)


def test_what_is_no_pdf_or_sealed_already_is_refused(sealing: Sealing, sealed: bytes) -> None:
    for data in (b"", b"no PDF", sealed[:2000], sealed):
        with pytest.raises(NotSealable):
            sealing.seal(data)


def test_test_seals_are_for_their_owner_only_and_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "seals"
    make_test_seals(folder, office_code=OFFICE, name=NAME * 10, at=moment())
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert not any(name.startswith("root.key") for name in made)
    make_test_seals(folder, office_code=OFFICE, name=NAME, at=moment())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == made


def test_a_key_that_others_can_read_is_not_used(folder: Path) -> None:
    (folder / f"{OFFICE}.agency.key").chmod(0o640)
    with pytest.raises(KeyExposed):
        PadesProvider(folder=str(folder))


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_cannot_be_read_is_named(folder: Path, data: bytes) -> None:
    (folder / f"{OFFICE}.agency.key").write_bytes(data)
    with pytest.raises(KeyUnreadable, match="agency"):
        PadesProvider(folder=str(folder))


def test_a_key_of_another_certificate_is_not_used(folder: Path) -> None:
    (folder / f"{OFFICE}.agency.key").write_bytes((folder / f"{OFFICE}.licensing.key").read_bytes())
    with pytest.raises(KeyUnreadable, match="agency"):
        PadesProvider(folder=str(folder))


def test_a_seal_can_come_as_pkcs12_with_a_password(
    folder: Path,
    plain: bytes,
    root: bytes,
    monkeypatch: pytest.MonkeyPatch,
    sealing_in: Callable[..., Sealing],
) -> None:
    stem = folder / f"{OFFICE}.agency"
    key = load_pem_private_key(Path(f"{stem}.key").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate(Path(f"{stem}.crt").read_bytes())
    chain = x509.load_pem_x509_certificates((folder / ROOT).read_bytes())
    assert isinstance(key, rsa.RSAPrivateKey)
    packed = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, chain, BestAvailableEncryption(b"secret"))
    for path in folder.glob("*.key"):
        path.unlink()
    packed_file = Path(f"{stem}.p12")
    packed_file.write_bytes(packed)
    packed_file.chmod(0o600)
    with pytest.raises(KeyUnreadable):
        PadesProvider(folder=str(folder))
    monkeypatch.setenv("LICENSING_SEAL_PASSWORD", "secret")
    assert examine(sealing_in(folder).seal(plain), roots=root).faults == ()


def test_an_elliptic_key_seals_as_well(tmp_path: Path, plain: bytes, sealing_in: Callable[..., Sealing]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = issued(key, usage="seal")
    pem = certificate.public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, data in ((f"{OFFICE}.agency.key", secret), (f"{OFFICE}.agency.crt", pem)):
        (tmp_path / name).write_bytes(data)
        os.chmod(tmp_path / name, 0o600)
    found = sealing_in(tmp_path)
    assert not found.provider.holdings()[0].is_test
    assert examine(found.seal(plain), roots=pem).faults == ()


def issued(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, usage: str) -> x509.Certificate:
    """A certificate of its own root, for sealing or for time stamps."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, usage)])
    begin, end = moment() - timedelta(days=9), moment() + timedelta(days=90)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, begin, end).add_extension(
        x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
    )
    if usage == "stamps":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(key, hashes.SHA256())


@pytest.fixture
def authority() -> Iterator[tuple[str, bytes]]:
    """A time-stamping authority on loopback: its address, and the certificate to trust it by."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = issued(key, usage="stamps")
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        Certificate.load(certificate.public_bytes(Encoding.DER)), PrivateKeyInfo.load(plain), fixed_dt=moment()
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", certificate.public_bytes(Encoding.PEM)
        server.shutdown()
        thread.join()


def test_with_an_authority_the_seal_carries_a_time_stamp(
    seal_folder: Path, plain: bytes, root: bytes, authority: tuple[str, bytes], sealing_in: Callable[..., Sealing]
) -> None:
    address, certificate = authority
    stamped = sealing_in(seal_folder, timestamps=address).seal(plain)
    found = examine(stamped, roots=root + certificate)
    assert (found.faults, found.timestamped) == ((), True)
    assert examine(stamped, roots=root).faults == ("timestamp_broken",)


def test_while_the_authority_is_away_nothing_is_sealed(
    seal_folder: Path, plain: bytes, sealing_in: Callable[..., Sealing]
) -> None:
    with pytest.raises(TimestampMissing):
        sealing_in(seal_folder, timestamps="http://127.0.0.1:9/").seal(plain)


def test_the_same_file_can_be_sealed_by_the_other_seal(sealing: Sealing, plain: bytes, root: bytes) -> None:
    made = sealing.seal(plain, purpose="licensing")
    assert examine(made, roots=root).faults == ()
    assert io.BytesIO(made).read(len(plain)) == plain
