"""委托代理: which acts an agent may do for whom, on which matters and days.

Sources: 民法典 165 (the power names agent, matters, limits and days), 173 (its end); 行政许可法 29 (an agent may lodge).
Pure: powers and days are handed in, and what comes back is a refusal code or the power that the act rests on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

LODGE, SUPPLY, WITHDRAW, COLLECT, SIGN = "lodge", "supply", "withdraw", "collect", "sign"
SCOPES = (LODGE, SUPPLY, WITHDRAW, COLLECT, SIGN)
BY_POWER = "授权委托"  # how the ledger begins the authority of what an agent did
# act of a party → the word of the power that covers it
SCOPE_OF_ACT = {
    "lodge": LODGE,
    "request_hearing": LODGE,
    "supply": SUPPLY,
    "book_visit": SUPPLY,
    "change_visit": SUPPLY,
    "withdraw": WITHDRAW,
    "rate": COLLECT,
    "choose_delivery": COLLECT,
}


@dataclass(frozen=True, slots=True)
class Agency:
    """A power of attorney: for whom (key of the applicant), over which matters, for which acts, on which days."""

    id: int
    principal: int
    matters: tuple[str, ...]
    acts: tuple[str, ...]
    from_on: date
    until_on: date
    version: int
    revoked: bool = False

    def covers(self, codes: Iterable[str]) -> bool:
        """Does it name one of these (sub-item and item), or all matters?"""
        return "*" in self.matters or any(code in self.matters for code in codes)

    def in_force(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on and not self.revoked


def agency_verdict(
    powers: Iterable[Agency], *, principals: Collection[int], scopes: Sequence[str], codes: Sequence[str], day: date
) -> tuple[str | None, Agency | None]:
    """The power by which an agent may do all of these for one of the principals, or the code of what it lacks:

    beyond_power: one is in force, but not for this act or matter; power_lapsed: there was one, and it is over or taken
    back; not_yours: there never was one.

    >>> agency_verdict([], principals={1}, scopes=["lodge"], codes=["EM06-01"], day=date(2026, 6, 1))
    ('not_yours', None)
    """
    held = [power for power in powers if power.principal in principals and power.from_on <= day]
    standing = [power for power in held if power.in_force(day)]
    for power in standing:
        if power.covers(codes) and set(scopes) <= set(power.acts):
            return None, power
    return ("beyond_power" if standing else "power_lapsed" if held else "not_yours"), None
