"""双随机抽取: who is drawn from a list, and which inspectors go there, so that anybody can repeat it.

Sources: 行政许可法 61, 62 (random checks after the licence); 国办发〔2015〕58号 (抽查对象和检查人员都随机，依据待核).

Nothing is left to chance but the seed.  Each name is written behind the seed and its SHA-256 taken; the smallest come
first.  Of each stratum (risk and credit) its share in per cent is taken, rounded up.  The inspectors of a holder are
ordered the same way by seed, holder and inspector, and whoever has had a part in his cases is passed over.

>>> firms = [Candidate("A", "high/good"), Candidate("B", "high/good", ("1",)), Candidate("C", "low/good")]
>>> for one in drawn(seed="2026-031", candidates=firms, shares={"high/good": 50}, inspectors=["1", "2", "3"], each=2):
...     print(one.id, one.inspectors)
B ('3', '2')
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WHOLE = 100
VERSION = "sha256/1"  # a draw names the rule under which it was made; what is above never changes under this name


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be drawn: a public name, its stratum, and the inspectors who may not go there."""

    id: str
    stratum: str
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who was drawn, and who goes there."""

    id: str
    stratum: str
    inspectors: tuple[str, ...] = ()


def digest(seed: str, *names: str) -> str:
    """The number that orders: SHA-256 (hexadecimal) of seed and names, joined by colons, as UTF-8."""
    return hashlib.sha256(":".join((seed, *names)).encode()).hexdigest()


def quota(count: int, percent: int) -> int:
    """How many of a stratum: its share, rounded up, so that no share is lost where there are few.

    >>> quota(10, 25), quota(3, 0), quota(1, 1)
    (3, 0, 1)
    """
    return -(-count * percent // WHOLE)


def eligible(candidate: Candidate, inspectors: Sequence[str]) -> list[str]:
    """The inspectors whom nothing keeps from this holder."""
    return [each for each in inspectors if each not in candidate.excluded]


def drawn(
    *, seed: str, candidates: Sequence[Candidate], shares: Mapping[str, int], inspectors: Sequence[str] = (), each: int = 0
) -> list[Drawn]:
    """The drawn, stratum after stratum; `each`: how many inspectors go to one.  A stratum without a share yields none."""
    found = []
    for stratum in sorted({candidate.stratum for candidate in candidates}):
        rows = [candidate for candidate in candidates if candidate.stratum == stratum]
        rows.sort(key=lambda row: (digest(seed, row.id), row.id))
        for row in rows[: quota(len(rows), shares.get(stratum, 0))]:
            order = sorted(eligible(row, inspectors), key=lambda who, row=row: digest(seed, row.id, who))  # type: ignore[misc]
            found.append(Drawn(row.id, stratum, tuple(order[:each])))
    return found
