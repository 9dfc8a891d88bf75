"""电子证照标识: what names one edition of one electronic licence, everywhere and for ever.

Source: GB/T 36904-2018 (电子证照 标识规范); the check sign is ISO 7064 MOD 37,36 (GB/T 17710).  Its parts, with a dot between them:
root OID, type of licence (the 统一社会信用代码 of who defined it, and three digits), code of the issuer, serial, edition, check."""

import re
from dataclasses import dataclass

ROOT = "1.2.156.3005.2"
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
RADIX = len(SIGNS)
LAST_EDITION = 999
TYPE_CODE = r"[0-9A-Z]{18}[0-9]{3}"
SHAPES = {"type_code": TYPE_CODE, "issuer": r"[0-9A-Z]{18}", "serial": r"[0-9A-Z]{1,22}"}
WHOLE = ROOT.replace(".", r"\.") + "".join(rf"\.({each})" for each in SHAPES.values()) + r"\.([0-9]{3})\.([0-9A-Z])"


@dataclass(frozen=True, slots=True)
class Identifier:
    """The parts that name an edition; `edition` counts from 1."""

    type_code: str
    issuer: str
    serial: str
    edition: int

    def __str__(self) -> str:
        """The whole identifier.  Raises ValueError where a part is not of its shape.

        >>> str(Identifier("11100000000013338W002", "11320482014138860P", "201807250201", 1))
        '1.2.156.3005.2.11100000000013338W002.11320482014138860P.201807250201.001.M'
        """
        for name, shape in SHAPES.items():
            if re.fullmatch(shape, getattr(self, name)) is None:
                raise ValueError(f"{name}: {getattr(self, name)!r}")
        if not 1 <= self.edition <= LAST_EDITION:
            raise ValueError(f"edition: {self.edition}")
        parts = (self.type_code, self.issuer, self.serial, f"{self.edition:03d}")
        return ".".join((ROOT, *parts, check_sign("".join(parts))))


def check_sign(text: str) -> str:
    """The check sign of these digits and capitals, by ISO 7064 MOD 37,36.  Raises ValueError for another sign.

    >>> check_sign("11100000000013338W00211320482014138860P201807250201001")
    'M'
    """
    product = RADIX
    for sign in text:
        rest = (product + SIGNS.index(sign)) % RADIX or RADIX
        product = 2 * rest % (RADIX + 1)
    return SIGNS[(RADIX + 1 - product) % RADIX]


def parsed(text: str) -> Identifier | None:
    """The parts of an identifier as it is written; None where it is none, or where its check sign is wrong.

    >>> parsed("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S").edition
    2
    >>> parsed("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.003.S") is None
    True
    """
    found = re.fullmatch(WHOLE, text)
    if found is None or found[4] == "000" or check_sign("".join(found.groups()[:4])) != found[5]:
        return None
    return Identifier(found[1], found[2], found[3], int(found[4]))
