"""The code and the signed link on a document: unguessable, read back offline, forged ones told apart."""

import base64
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from approvals.documents import check_keys
from approvals.documents.check_code import (
    ALPHABET,
    Claim,
    ForeignLink,
    ForgedLink,
    new_code,
    read_code,
    read_link,
    signed_link,
)
from approvals.documents.rendering import qr

SITE = "https://licensing.yjgl.example.gov.cn"
FACTS: dict[str, Any] = {
    "number": "穗应急许证〔2026〕17号",
    "kind": "licence",
    "drawn_on": date(2026, 9, 24),
    "holder": "广州测试化工有限公司",
    "valid_until": date(2029, 9, 23),
}
CODE = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.LICENSING_CHECK_KEYS = tmp_path / "check"
    settings.SITE_URL = SITE


def link(**more: Any) -> str:
    return signed_link(code=CODE, **FACTS | more)


def test_codes_have_128_bits_and_no_letter_that_is_misread():
    codes = {new_code() for _n in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 26 and read_code(code) == code for code in codes)
    assert not set("".join(codes)) - set(ALPHABET)
    assert {code[0] for code in codes} == set("01234567")
    for place in range(1, 26):
        assert {code[place] for code in codes} == set(ALPHABET), place


@pytest.mark.parametrize(
    "typed", ["", "GZ20260924000001", "8" + "0" * 25, CODE[:-1], CODE + "A", "U" + CODE[1:], "穗" * 26]
)
def test_what_is_no_code_is_none(typed: str):
    assert read_code(typed) is None


def test_a_code_is_read_as_people_type_it():
    assert read_code("０123-4567-89ab cdef ghjk mnpq rs") == "0123456789ABCDEFGHJKMNPQRS"
    assert read_code("oIL3456789ABCDEFGHJKMNPQRS") == "0113456789ABCDEFGHJKMNPQRS"


def test_a_link_says_what_the_document_says():
    key = check_keys.signing_key()[0].id.hex()
    assert read_link(link()) == Claim(code=CODE, key_id=key, **FACTS)
    assert read_link(f" {link(holder='', valid_until=None)}\n").valid_until is None


def test_a_link_fits_a_qr_code_of_moderate_size():
    modules = int(re.findall(r'<svg width="(\d+)"', qr(link()))[0])
    assert modules <= 17 + 4 * 12  # version 12


def test_what_is_signed_cannot_be_changed():
    good = link()
    at = good.index("?s=") + 3
    data = base64.urlsafe_b64decode(good[at:] + "=" * (-len(good[at:]) % 4))
    for place in range(len(data)):
        bent = bytearray(data)
        bent[place] ^= 1
        with pytest.raises(ForgedLink):
            read_link(good[:at] + base64.urlsafe_b64encode(bytes(bent)).decode().rstrip("="))
    with pytest.raises(ForgedLink):
        read_link(good.replace(CODE, "6" + CODE[1:]))


@pytest.mark.parametrize("payload", ["", "x", "=" * 9, "QUJD", "é", "A" * 200, "A" * 5000])
def test_a_payload_that_is_none_is_forged(payload: str):
    link()
    with pytest.raises(ForgedLink):
        read_link(f"{SITE}/verify/{CODE}/?s={payload}")


@pytest.mark.parametrize(
    "address",
    [
        "http://licensing.yjgl.example.gov.cn/verify/",
        "https://licensing.yjgl.example.gov.cn.cx/verify/",
        "https://licensing.yjgl.example.gov.cn@look.alike/verify/",
        "https://look.alike/verify/",
        "verify/",
        "",
    ],
)
def test_a_genuine_payload_at_a_look_alike_site_is_foreign(address: str):
    with pytest.raises(ForeignLink):
        read_link(link().replace(f"{SITE}/verify/", address))


def test_another_bureaus_key_is_not_believed(settings: Any, tmp_path: Path):
    settings.LICENSING_CHECK_KEYS = tmp_path / "other"
    others = link()
    settings.LICENSING_CHECK_KEYS = tmp_path / "check"
    link()
    with pytest.raises(ForgedLink):
        read_link(others)


def test_a_new_key_signs_and_the_old_one_is_still_believed():
    old = link()
    first = check_keys.signing_key()[0]
    second = check_keys.rotate()
    assert [key.id for key in check_keys.public_keys()] == [second.id, first.id]
    assert [read_link(each).key_id for each in (old, link())] == [first.id.hex(), second.id.hex()]


def test_who_only_checks_needs_no_private_key(settings: Any, tmp_path: Path):
    made = link()
    (tmp_path / "check" / "001.key").unlink()
    assert read_link(made).number == FACTS["number"]


def test_the_private_key_is_for_its_owner_only():
    link()
    folder = check_keys.folder()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes["001.key"] == 0o600
    assert modes.keys() == {"001.key", "001.pub"}


def test_of_two_that_make_the_first_key_at_once_one_wins():
    links: list[str] = []
    threads = [Thread(target=lambda: links.append(link())) for _n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len({read_link(each).key_id for each in links}) == 1
    assert len(links) == 8


def test_a_published_key_checks_by_what_the_format_says_alone(tmp_path: Path):
    """A second program that has the link, the PEM and the described format, and nothing of this project."""
    made, (public, _private) = link(), check_keys.signing_key()
    program = """
import base64, sys
from cryptography.hazmat.primitives.serialization import load_pem_public_key
link, pem = sys.argv[1:]
code, payload = link.split("/verify/")[1].split("/?s=")
data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
value = 0
for letter in code:
    value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
signed = b"licensing check link 1\\n" + value.to_bytes(16, "big") + data[:-64]
load_pem_public_key(pem.encode()).verify(data[-64:], signed)
sys.stdout.buffer.write(data[9:-64])
"""
    done = subprocess.run([sys.executable, "-c", program, made, public.pem], capture_output=True, check=True)
    assert FACTS["number"].encode() in done.stdout
