"""收件: an application comes in, and the five days begin.  行政许可法 29–32, 50, 78–79; 广东省优化营商环境条例 32, 36."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from approvals.licences import EXPIRED, VALID
from approvals.rules import authority
from approvals.rules.agency import LODGE, SIGN
from workflow.acts.delivery import check_delivery
from workflow.acts.exemptions import exempted
from workflow.acts.materials import banned, check_tolerance, known_codes, promise
from workflow.acts.perform import RETRIES, conclude, note_refusal
from workflow.acts.rivals import named_at_counter
from workflow.case import Case
from workflow.errors import BadInput, Busy, Refusal, refuse
from workflow.lodging_store import Counter, read_counter
from workflow.models import Application, Commitment, Material
from workflow.rows import table
from workflow.rules.catalogue import Period, SubItem
from workflow.rules.clock import add_months
from workflow.rules.letters import NOTIFICATION, letter_digest
from workflow.store_write import save
from workflow.timekeeping import start

ON_LICENCE = frozenset({"change", "renewal", "review", "cancel", "reissue"})
FACTS = frozenset({"third_party_interest", "joint_handling", "bad_credit"})


def lodge(
    *,
    by: int,
    at: datetime,
    item: str,
    materials: Any = "all",
    route: str = "ordinary",
    commit_missing: Sequence[str] = (),
    channel: str = "online",
    licence: str | int | None = None,
    facts: Mapping[str, bool] | None = None,
    applicant_id: int | None = None,
    query_code: str = "",
    signed: str = "",
    delivery: str = "",
    delivery_address: str = "",
    exempt: Sequence[str] = (),
) -> Application:
    """Receives an application.  materials: `all`, `{"all-but": [codes]}` or codes; licence: number of the one applied on, or
    the key of one that has none yet; applicant_id: for whom, of several or at the window; signed: how he signed the letter
    there, `paper` or `electronic`; delivery: how he wants the result; exempt: what need not be handed in.  Raises a Refusal
    or BadInput."""
    inputs = {"item": item, "materials": materials, "route": route, "commit_missing": list(commit_missing)}
    inputs |= {"channel": channel, "licence": licence, "facts": dict(facts or {})}
    inputs |= _said(signed=signed, delivery=delivery, delivery_address=delivery_address, exempt=list(exempt))
    try:
        return _attempt(inputs, query_code, by=by, at=at, applicant_id=applicant_id)
    except Refusal as refusal:
        note_refusal("lodge", None, by=by, at=at, refusal=refusal)
        raise


def _said(**wishes: Any) -> dict[str, Any]:
    """What is on record only where it was said."""
    return {name: value for name, value in wishes.items() if value}


def _attempt(
    inputs: dict[str, Any], query_code: str, *, by: int, at: datetime, applicant_id: int | None
) -> Application:
    """Read, decide, write; again on fresh facts if somebody was faster.  Who is then refused is told by whom."""
    asked = {"item": inputs["item"], "licence": inputs["licence"], "applicant_id": applicant_id}
    asked |= {"window": inputs["channel"] == "window", "library": bool(inputs.get("exempt"))}
    beaten: Application | None = None
    for _turn in range(RETRIES):
        try:
            counter = read_counter(by=by, at=at, **asked)
            receive(counter, query_code=query_code, **{k: v for k, v in inputs.items() if k != "item"})
        except Refusal as refusal:
            if beaten is not None:
                named_at_counter(refusal, beaten.applicant_id, beaten.licence_id)
            raise
        if save(counter.stored, act="lodge", inputs=inputs, insert=True):
            return counter.stored.case.application
        beaten = counter.stored.case.application
    raise Busy(inputs["item"])


def receive(
    counter: Counter, *, materials: Any, route: str, commit_missing: list[str], channel: str, licence: str | int | None,
    facts: dict[str, bool], query_code: str, signed: str = "", delivery: str = "", delivery_address: str = "",
    exempt: Sequence[str] = (),
) -> Case:
    """Decides in memory whether the application can come in, and builds its case."""
    case, application = counter.stored.case, counter.stored.case.application
    _authorise(case, *([SIGN] if commit_missing or route == "commitment" else []))
    _check_words(facts, route, channel, signed)
    handed_in = _handed_in(case.item, materials)
    exempt_why = exempted(case, counter.holdings, exempt)
    known_codes(case.item, commit_missing, field="commit_missing")
    _check_licence(case, given=licence is not None)
    case.rest_on_no_ban()
    if banned(counter.known_bans, "reapplication", on=case.today, item_code=case.item.item_code):
        raise refuse("reapplication_barred")
    application.route, application.channel, application.query_code = route, channel, query_code
    _note_facts(case, facts)
    _note_delivery(case, delivery, delivery_address)
    _check_route(case, counter, application.bad_credit)
    if commit_missing:
        closed = application.bad_credit or banned(counter.known_bans, "tolerance", on=case.today)
        check_tolerance(case.item, commit_missing, banned=closed)
    _check_window(case, counter)
    _open(case, handed_in, exempt_why)
    _sign(case, commit_missing, signed)
    application.lodge()
    case.walk.begin()
    conclude(case)
    return case


def _authorise(case: Case, *signing: str) -> None:
    """The applicant lodges (and signs), or his agent whose power covers it; at the window a clerk takes it in for him, on
    the authority of his post."""
    if case.applicant.pk in case.actor.parties or case.actor.is_party(case.today):
        case.act_for({case.applicant.pk}, LODGE, *signing)
        return
    codes = (case.item.code, case.item.item_code)
    verdict = authority.window_verdict(actor=case.actor, codes=codes, day=case.today)
    if verdict.code:
        raise refuse(verdict.code)
    case.authority = verdict.basis
    case.rest_on(verdict.power, delegated=False)


def _check_words(facts: dict[str, bool], route: str, channel: str, signed: str) -> None:
    if unknown := set(facts) - FACTS:
        raise BadInput(f"没有名为 {sorted(unknown)[0]} 的事实", field="facts")
    if route not in ("ordinary", "commitment") or channel not in ("online", "window"):
        raise BadInput("办理程序或者渠道有误", field="route")
    if signed not in ("", "paper", "electronic"):
        raise BadInput("签署方式有误", field="signed")


def _note_facts(case: Case, facts: dict[str, bool]) -> None:
    application = case.application
    application.bad_credit = case.applicant.bad_credit or facts.get("bad_credit", False)
    application.third_party_interest = facts.get("third_party_interest", False)
    application.joint_handling = facts.get("joint_handling", False)


def _note_delivery(case: Case, delivery: str, address: str) -> None:
    """How he wants the result; who lodges online and says nothing else consents to electronic service."""
    application = case.application
    application.delivery = delivery or ("electronic" if application.channel == "online" else "window")
    application.delivery_address = address
    check_delivery(application.delivery, address)


def _handed_in(item: SubItem, materials: Any) -> set[str]:
    if materials == "all":
        return set(item.materials)
    if isinstance(materials, Mapping):
        if set(materials) != {"all-but"}:
            raise BadInput("材料应为 all、all-but 或者编码清单", field="materials")
        return set(item.materials) - set(known_codes(item, list(materials["all-but"])))
    return set(known_codes(item, materials))


def _check_licence(case: Case, *, given: bool) -> None:
    licence, item = case.licence, case.item
    if item.kind not in ON_LICENCE:
        return
    if licence is None:
        raise BadInput("没有找到该许可证" if given else "请填写所依据的许可证编号", field="licence")
    if licence.holder_id != case.applicant.pk:
        raise refuse("not_yours")
    allowed = (VALID, EXPIRED) if item.window is not None else (VALID,)
    over = licence.valid_until is not None and case.today > licence.valid_until  # swept or not
    if licence.status not in allowed or (over and EXPIRED not in allowed):
        raise refuse("not_in_order", str(licence.get_status_display()))
    case.guard("approvals_licence", licence.pk, licence.version)


def _check_route(case: Case, counter: Counter, bad_credit: bool) -> None:
    if not case.on_commitment_route:
        return
    if not case.item.commitment:
        raise refuse("item_not_eligible", case.item.name)
    if bad_credit or banned(counter.known_bans, "commitment", on=case.today):
        raise refuse("banned_from_commitment")


def back(day: date, period: Period) -> date:
    """Counted back from an expiry; it stays where it falls."""
    return add_months(day, -period.months) if period.months is not None else day - timedelta(days=period.n)


def on_from(day: date, period: Period) -> date:
    """Counted on from an expiry; it stays where it falls."""
    return add_months(day, period.months) if period.months is not None else day + timedelta(days=period.n)


def _check_window(case: Case, counter: Counter) -> None:
    """A renewal may be asked for from `open_before` on; by `apply_before` it is in time, later it is late (50(1))."""
    window, licence, today = case.item.window, case.licence, case.today
    if window is None or licence is None or licence.valid_until is None:
        return
    expiry, grace = licence.valid_until, window.grace_after_expiry
    last = on_from(expiry, grace) if grace is not None else expiry
    if not back(expiry, window.open_before) <= today <= last:
        raise refuse("outside_renewal_window")
    if counter.renewals_open and case.item.kind == "renewal":
        raise refuse("renewal_open")
    case.application.in_time = today <= back(expiry, window.apply_before)
    licence.version += 1


def _open(case: Case, handed_in: set[str], exempt: Mapping[str, str]) -> None:
    """The rows of a new case: its materials and the clock of the five days."""
    rules, licence = case.item.rules, case.licence
    for code in case.item.materials:
        inside = code in handed_in or code in exempt
        state = Material.HANDED_IN if inside else Material.ABSENT
        why = exempt.get(code, "")[:200]
        row = table(Material).new(code=code, state=state, handed_in_on=case.today if inside else None, exempted=why)
        case.materials.append(row)
    start(case, "notice", trigger=case.today, length=rules.notice_days, basis=rules.basis["notice"])
    in_order = [code for code in case.item.materials if code in handed_in or code in exempt]
    kept = {"exempt": dict(exempt)} if exempt else {}
    case.draw("application_form", materials=in_order, kept=kept)
    case.draw("receipt", materials=in_order, kept=kept)
    if case.item.kind == "renewal" and licence is not None and licence.valid_until is not None:
        if case.today <= licence.valid_until:
            start(case, "renewal", trigger=licence.valid_until, length=0, unit="until", basis="行政许可法第50条")
        if not case.application.in_time:
            case.draw("late_renewal_warning", valid_until=licence.valid_until)


def _sign(case: Case, commit_missing: list[str], signed: str) -> None:
    """The letters; the clerk who takes them in does not sign for the applicant, he says how the applicant has signed."""
    own = case.applicant.pk in case.actor.parties
    if (commit_missing or case.on_commitment_route) and not own and not signed:
        raise refuse("letter_missing")
    _letters(case, commit_missing)
    for commitment in case.commitments:
        commitment.signed_by_id = case.actor.id if own else None


def _letters(case: Case, commit_missing: list[str]) -> None:
    if commit_missing:
        promise(case, commit_missing)
    if not case.on_commitment_route:
        return
    digest = letter_digest(
        number=case.application.number, applicant=case.applicant.pk, item=case.item, kind=NOTIFICATION, materials=(),
        signed_at=case.at,
    )  # fmt: skip
    case.commitments.append(Commitment(kind=NOTIFICATION, signed_at=case.at, digest=digest))
    case.draw("commitment_letter", route="commitment", kept={"digest": digest})

