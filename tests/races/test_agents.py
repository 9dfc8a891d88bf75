"""An agent acts while his power is taken back: what is written rests on a power that was in force when it was written."""

from collections import Counter

from approvals.people import PowerOfAttorney
from tests.moments import moment
from tests.races.conftest import PLAIN, Arena
from workflow import acts
from workflow.models import Application, LedgerEntry

ROUNDS = 24
FIRST, LAST = 1, 3  # rounds (of four) in which the agent, or the principal, has written before the other is let go


def let(ring: Arena) -> None:
    """The applicant lets the agent act again."""
    held = PowerOfAttorney.objects.filter(agent=ring.account("agent"), revoked_at=None)
    if not held.exists():
        day = moment().date()
        acts.grant_power(by=ring.account("applicant"), at=moment(hour=8), agent="agent", from_on=day, until_on=day)


def taken_back(ring: Arena):
    given = {"by": ring.account("applicant"), "at": moment(hour=15), "agent": ring.account("agent")}
    return {"door": "revoke_power", "given": given}


def check(told, *, turn: int, done: bool) -> None:
    """Whoever is refused is told by whom and why; and nobody who came after the revocation succeeded."""
    acted, revoked = told
    assert revoked["code"] == "done"
    assert done == (acted["code"] == "done")
    if not done:
        assert (acted["code"], acted["status"]) == ("power_lapsed", 403)
        assert (acted["winner"], acted["won_by"]) == ("宏达化工贸易有限公司", "revoke_power")
    if turn % 4 in (FIRST, LAST):
        assert done == (turn % 4 == FIRST)


def test_an_agent_lodges_by_a_power_that_is_in_force_when_it_is_written(arena):
    ring, ended = arena(2), Counter[bool]()
    principal = ring.people["applicant"].applicant_id
    for turn in range(ROUNDS):
        let(ring)
        before = Application.objects.count()
        asked = {"by": ring.account("agent"), "at": moment(hour=15), "item": PLAIN, "applicant_id": principal}
        told = ring.race({"door": "lodge", "given": asked}, taken_back(ring))
        done = Application.objects.count() == before + 1
        check(told, turn=turn, done=done)
        ended[done] += 1
    assert len(ended) == 2


def test_an_agent_withdraws_by_a_power_that_is_in_force_when_it_is_written(arena):
    ring, ended = arena(2), Counter[bool]()
    for turn in range(ROUNDS):
        let(ring)
        case = int(ring.lodge().pk)
        told = ring.race(ring.perform("withdraw", case, "agent"), taken_back(ring))
        done = Application.objects.get(pk=case).status == "withdrawn"
        check(told, turn=turn, done=done)
        assert LedgerEntry.objects.filter(application=case, act="withdraw").exists() == done
        ended[done] += 1
    assert len(ended) == 2
