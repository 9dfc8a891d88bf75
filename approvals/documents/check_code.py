"""查验码: the code on a document that opens its check page, and the signed link in its QR code, which checks offline too.

The link is <address of the bureau>/verify/<code>/?s=<payload>; the payload, base64url, is a version byte, the identifier of
the key (4 bytes), the days since 2000-01-01 on which it was drawn up and until which it is valid (2 bytes each, 0: no end),
then kind, number and holder (a length byte and UTF-8 each) and 64 bytes of Ed25519 over PREFIX, the code's 16 bytes and all
that stands before.  Forged certificates point to look-alike sites: who holds the published key needs no site at all."""

import base64
import secrets
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.utils.translation import gettext_noop as _

from approvals.documents.check_keys import public_keys, signing_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
MISREAD = str.maketrans("ILO", "110", "- ")
CODE_LENGTH, CODE_BYTES = 26, 16
PREFIX = b"licensing check link 1\n"
HEAD, SIGNATURE, VERSION = struct.Struct(">B4sHH"), 64, 1
DAY_NULL = date(2000, 1, 1)
LONGEST_LINK = 1000


class LinkError(Exception):
    """A check link that proves nothing.  `text` is Chinese and is translated where it is shown."""

    code, text = "link", _("二维码中的链接不能证明任何内容")


class ForeignLink(LinkError):
    """It leads to another site than the bureau's, or is no check link at all."""

    code, text = "link_foreign", _("这个链接不是本机关的查验地址")


class ForgedLink(LinkError):
    """Its signature is not by a key of the bureau, or what was signed was changed."""

    code, text = "link_forged", _("二维码中的签名不是本机关的：二维码被改动，或者是伪造的")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a genuine link says of the document it stands on.  `valid_until` None: no end; `key_id`: whose signature."""

    code: str
    number: str
    kind: str
    drawn_on: date
    holder: str
    valid_until: date | None
    key_id: str


def new_code() -> str:
    """128 random bits in 26 characters."""
    return _spelled(secrets.randbits(8 * CODE_BYTES))


def read_code(text: str) -> str | None:
    """The code that was typed or scanned, as it is stored; None where this can be none.

    >>> read_code("0123-4567-89ab-cdef-ghjk-mnpq-rs"), read_code("o123456789abcdefghjkmnpqrl"), read_code("穗应急许准〔2026〕1号")
    ('0123456789ABCDEFGHJKMNPQRS', '0123456789ABCDEFGHJKMNPQR1', None)
    """
    plain = unicodedata.normalize("NFKC", text[: 3 * CODE_LENGTH]).upper().translate(MISREAD)
    whole = len(plain) == CODE_LENGTH and not set(plain) - set(ALPHABET) and plain[0] in ALPHABET[:8]
    return plain if whole else None


def signed_link(
    *, code: str, number: str, kind: str, drawn_on: date, holder: str = "", valid_until: date | None = None
) -> str:
    """The address for the QR code.  `holder`: the name as anybody may see it.  Raises ValueError for what does not fit."""
    public, private = signing_key()
    body = HEAD.pack(VERSION, public.id, _days(drawn_on), _days(valid_until)) + b"".join(
        bytes([len(data)]) + data for data in (text.encode() for text in (kind, number, holder))
    )
    signature = private.sign(_signed(code, body))
    payload = base64.urlsafe_b64encode(body + signature).rstrip(b"=").decode("ascii")
    return f"{address(code)}/?s={payload}"


def address(code: str) -> str:
    """The check page of this code at the bureau's own address, which comes from the settings and from no request."""
    return f"{settings.SITE_URL.rstrip('/')}/verify/{code}"


def read_link(text: str) -> Claim:
    """What the link of a QR code says.  Raises ForeignLink, ForgedLink."""
    own, given = address(""), text.strip()[:LONGEST_LINK]
    spelled, _slash, payload = given[len(own) :].partition("/?s=")
    code = read_code(spelled)
    if given[: len(own)].lower() != own.lower() or code is None:
        raise ForeignLink
    return read_payload(code=code, payload=payload)


def read_payload(*, code: str, payload: str) -> Claim:
    """The same from the parts of the link.  Raises ForgedLink."""
    try:
        data = base64.b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_", validate=True)
        body, signature = data[:-SIGNATURE], data[-SIGNATURE:]
        _version, key_id, drawn, until = HEAD.unpack_from(body)
        key = next(each for each in public_keys() if each.id == key_id)
        key.key.verify(signature, _signed(code, body))
        kind, number, holder = _texts(body[HEAD.size :])
    except (ValueError, struct.error, StopIteration, InvalidSignature) as error:
        raise ForgedLink from error
    drawn_on = DAY_NULL + timedelta(days=drawn)
    valid_until = DAY_NULL + timedelta(days=until) if until else None
    return Claim(code, number, kind, drawn_on, holder, valid_until, key_id.hex())


def _texts(data: bytes) -> Iterator[str]:
    while data:
        yield data[1 : 1 + data[0]].decode()
        data = data[1 + data[0] :]


def _signed(code: str, body: bytes) -> bytes:
    return PREFIX + _value(code).to_bytes(CODE_BYTES, "big") + body


def _value(code: str) -> int:
    value = 0
    for letter in code:
        value = value * 32 + ALPHABET.index(letter)
    return value


def _spelled(value: int) -> str:
    letters = []
    for _n in range(CODE_LENGTH):
        value, rest = divmod(value, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def _days(day: date | None) -> int:
    return (day - DAY_NULL).days if day else 0
