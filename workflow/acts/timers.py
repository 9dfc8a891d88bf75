"""What the timers do: silence and missed last days, in the order of the days on which they happened, however late the sweep.

Sources: 行政许可法 32(4), 50(2); 容缺 and 告知承诺 rules.  A sweep that runs late finds what daily sweeps would have found:
each act takes the day it should have happened on from the clock, never from the moment of the sweep."""

from collections.abc import Callable
from datetime import date, timedelta

from approvals.licences import GONE
from workflow.acts.acceptance import by_silence
from workflow.acts.aftercare import promise_missed
from workflow.acts.decision import decided, impose
from workflow.acts.delivery import announced_until
from workflow.acts.materials import day_after
from workflow.acts.registry import timer
from workflow.case import Case
from workflow.lifecycle import OPEN
from workflow.models import Clock
from workflow.timekeeping import meet, next_wake

PARTY_CLOCKS = frozenset({"supplement", "cure", "rectification"})
LAPSING = frozenset({"hearing_request", "announcement"})  # days that run out are nobody's delay
ONE_DAY = timedelta(days=1)


def due_timer(case: Case) -> str | None:
    """The name of the earliest timer act that is due, if any; reminders and flags come after what the law decides."""
    happened = sorted((day, name) for name, when in EVENTS.items() if (day := when(case)) is not None)
    if happened and happened[0][0] <= case.today:
        return happened[0][1]
    waking = [c for c in case.clocks if c.met_on is None and c.wake_on is not None and c.wake_on <= case.today]
    return "remind" if waking else None


def _after(clock: Clock | None) -> date | None:
    return None if clock is None else day_after(clock.due_on)


def _acceptance_day(case: Case) -> date | None:
    return None if case.item.silence == "deemed_filed" else _after(case.running("notice"))


def _filing_day(case: Case) -> date | None:
    return _after(case.running("notice")) if case.item.silence == "deemed_filed" else None


def _renewal_day(case: Case) -> date | None:
    """The day after the expiry, for what was asked for in time and is not decided, a pause or a rectification or not."""
    application, licence = case.application, case.licence
    if application.kind != "renewal" or not application.in_time or case.status not in OPEN:
        return None
    if licence is None or licence.status in GONE or licence.valid_until is None:
        return None
    return day_after(licence.valid_until)


def _broken_day(case: Case) -> date | None:
    """The rectification of a promise (告知承诺) was not confirmed in time."""
    if not case.awaits_follow_up or not case.follow_ups:
        return None
    clock = case.running("rectification")
    return _after(clock) if clock is not None and clock.wake_on is not None else None


EVENTS: dict[str, Callable[[Case], date | None]] = {
    "deem_accepted": _acceptance_day,
    "deem_filed": _filing_day,
    "deem_withdrawn": lambda case: _after(case.running("supplement")),
    "terminate": lambda case: _after(case.running("cure")),
    "deem_renewed": _renewal_day,
    "break_promise": _broken_day,
    "deem_served": announced_until,
}


@timer
def deem_accepted(case: Case) -> None:
    """视为受理: nobody told the applicant anything for five days (32(4))."""
    clock = case.running("notice")
    if clock is not None:
        by_silence(case, cures_from=day_after(clock.due_on))


@timer
def deem_filed(case: Case) -> None:
    """视为已经备案: no reasons were given in time."""
    clock = case.running("notice")
    if clock is not None:
        decided(case, "grant", deemed=True, on=day_after(clock.due_on))


@timer
def deem_withdrawn(case: Case) -> None:
    """逾期未补正: taken to have withdrawn, without a stain."""
    over = _after(case.running("supplement"))
    meet(case, *{c.kind for c in case.clocks}, on=over)
    case.draw("termination_notice", reason="逾期未补正，视为撤回申请")


@timer
def terminate(case: Case) -> None:
    """逾期未补齐: the case ends, and the easy ways are closed from the missed day on."""
    clock = case.running("cure")
    missed = clock.due_on if clock is not None else case.today
    rules = case.item.rules
    meet(case, *{c.kind for c in case.clocks}, on=day_after(missed))
    for kind in ("tolerance", "commitment"):
        impose(case, kind, until_months=rules.tolerance_ban_months, basis=rules.basis["tolerance"], since=missed)
    kept = {"materials": [m.code for m in case.outstanding], "missed_on": missed, "banned_until": case.bans[-1].until}
    case.draw("termination_notice", reason="逾期未补齐承诺的材料", kept=kept)


@timer
def deem_renewed(case: Case) -> None:
    """视为准予延续 (50(2)): from the day after the expiry, whatever is still open."""
    decided(case, "grant", deemed=True, on=_renewal_day(case))


@timer
def break_promise(case: Case) -> None:
    """逾期未整改 after 告知承诺: the way is closed from the missed day on; the licence is a matter for revocation."""
    promise_missed(case)


@timer
def remind(case: Case) -> None:
    """Reminders ahead of a date, and the flag once it is past: to the party whose date it is, or to who handles the case."""
    for clock in case.clocks:
        if clock.met_on is not None or clock.wake_on is None or clock.wake_on > case.today:
            continue
        over = case.today > clock.due_on
        if clock.kind not in LAPSING:
            to = case.accounts if clock.kind in PARTY_CLOCKS else case.handlers
            days = case.calendar.count(case.today, clock.due_on)
            case.tell("overdue" if over else "reminder", to=to, clock=clock.kind, due_on=clock.due_on, days=days)
        ahead = next_wake(clock, case.calendar, case.item.rules.amber_days, case.today)
        clock.wake_on = ahead if ahead > case.today else None
