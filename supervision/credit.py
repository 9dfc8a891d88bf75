"""信用记录: the bans of an enterprise as a record with a grade; objection and repair; the decision about either.

Sources: 广东省优化营商环境条例 36; 国办发〔2020〕42号; 行政许可法 7 (to state and to defend oneself), 78, 79.  Which ways are
closed follows from the bans alone (workflow/acts/materials.py): the record adds nothing to that and takes nothing away."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from approvals.people import Applicant, Ban, User
from supervision.credit_models import DECLINED, OBJECTION, OPEN, REPAIR, UPHELD, CreditPlea
from supervision.doors import acting, in_bureau
from supervision.rules.credit import Entry
from supervision.schemes_in_force import credit_rule
from workflow import calendar
from workflow.acts import perform_register
from workflow.acts.bans import lift_ban
from workflow.acts.perform import note_refusal
from workflow.acts.register import tell
from workflow.errors import BadInput, NotFound, Refusal, refuse
from workflow.models import Application, LedgerEntry, Visit
from workflow.rules.clock import legal_day

REGISTER = "credit"


def entry_of(ban: Ban) -> Entry:
    """A ban as an entry of the record."""
    return Entry(ban.kind, ban.from_on, ban.until, ban.lifted_on, wrong=ban.lifted_for == OBJECTION)


def grades(holders: Collection[Applicant], *, on: date) -> dict[int, str]:
    """The grade of each of these holders on this day, by key; one read."""
    found: dict[int, list[Entry]] = {holder.pk: [] for holder in holders}
    for ban in Ban.objects.filter(applicant__in=found):
        found[ban.applicant_id].append(entry_of(ban))
    rule = credit_rule()
    return {each.pk: rule.grade(found[each.pk], bad_credit=each.bad_credit, on=on) for each in holders}


def plead(ban_id: int, *, kind: str, text: str, by: int, at: datetime) -> CreditPlea:
    """异议 or 信用修复 by the enterprise's own account.

    Raises NotFound (no ban of his), BadInput, or not_in_order (ended, or one is open already), repair_not_open."""
    ban = Ban.objects.select_related("applicant").filter(pk=ban_id, applicant__accounts=by).first()
    if ban is None:
        raise NotFound(str(ban_id))
    try:
        return _pleaded(ban, kind=kind, text=text, by=by, at=at)
    except Refusal as refusal:
        note_refusal("plead", ban.application_id, by=by, at=at, refusal=refusal)
        raise


def _pleaded(ban: Ban, *, kind: str, text: str, by: int, at: datetime) -> CreditPlea:
    today, rule = legal_day(at), credit_rule()
    if kind not in (OBJECTION, REPAIR):
        raise BadInput(_("请选择异议或者信用修复"), field="kind")
    if not text.strip():
        raise BadInput(_("请写明事实和理由"), field="text")
    if ban.lifted_on is not None or ban.until < today:
        raise refuse("not_in_order", str(ban.until))
    opens_on = rule.repair_from(entry_of(ban))
    if kind == REPAIR and (opens_on is None or today < opens_on):
        raise refuse("repair_not_open", "" if opens_on is None else str(opens_on))

    def change() -> CreditPlea:
        held = Ban.objects.select_for_update(of=("self",)).get(pk=ban.pk)
        if held.lifted_on is not None or CreditPlea.objects.filter(ban=held, state=OPEN).exists():
            raise refuse("not_in_order", str(ban.until))
        due_on = calendar.current().add(today, rule.answer_days)
        made = CreditPlea.objects.create(ban=held, kind=kind, text=text, made_by_id=by, made_at=at, due_on=due_on)
        facts = {"applicant": ban.applicant.name, "ban": ban.kind, "due_on": due_on}
        tell(f"plea:{made.pk}:made", "plea_made", to=_deciders(ban, on=today), at=at, link=f"/credit/{ban.pk}/", **facts)
        return made

    inputs = {"ban": ban.pk, "kind": kind, "text": text}
    return perform_register("plead", REGISTER, by=by, at=at, inputs=inputs, change=change)


def decide_plea(plea_id: int, *, uphold: bool | None, text: str = "", by: int, at: datetime) -> CreditPlea:
    """成立 or 不成立, by 法制审核 who had no part in the case.  Upheld, the ban ends today.

    Raises NotFound, BadInput, or not_in_order, not_authorised, separation_of_duties."""
    plea = CreditPlea.objects.select_related("ban__applicant").filter(pk=plea_id).first()
    if plea is None:
        raise NotFound(str(plea_id))
    with acting("decide_plea", by=by, at=at, application_id=plea.ban.application_id, office=_office(plea.ban)):
        if plea.state != OPEN:
            raise refuse("not_in_order")
        if by in took_part(plea.ban):
            raise refuse("separation_of_duties")
        if not isinstance(uphold, bool):
            raise BadInput(_("请选择成立或者不成立"), field="uphold")
        if not uphold and not text.strip():
            raise BadInput(_("不成立的，应当说明理由"), field="text")
        inputs = {"plea": plea.pk, "ban": plea.ban_id, "kind": plea.kind, "uphold": uphold, "text": text}
        return perform_register(
            "decide_plea", REGISTER, by=by, at=at, inputs=inputs,
            change=lambda: _decided(plea, uphold=uphold, text=text, by=by, at=at),
        )  # fmt: skip


def _decided(plea: CreditPlea, *, uphold: bool, text: str, by: int, at: datetime) -> CreditPlea:
    held = CreditPlea.objects.select_for_update(of=("self",)).get(pk=plea.pk)
    if held.state != OPEN:
        raise refuse("not_in_order")
    held.state, held.decided_by_id, held.decided_at, held.ruling_text = UPHELD if uphold else DECLINED, by, at, text
    held.save(update_fields=["state", "decided_by", "decided_at", "ruling_text"])
    if uphold:
        lift_ban(held.ban_id, on=legal_day(at), reason=held.kind)
    facts = {"ban": plea.ban.kind, "plea": held.kind, "verdict": held.state} | ({"reason": text} if text else {})
    accounts = accounts_of([plea.ban.applicant_id])
    tell(f"plea:{held.pk}:decided", "plea_decided", to=accounts, at=at, link=f"/credit/{held.ban_id}/", **facts)
    return held


def took_part(ban: Ban) -> set[int]:
    """Who acted on the case from which the ban came: he does not judge what is said against it."""
    if ban.application_id is None:
        return set()
    actors = LedgerEntry.objects.filter(application_id=ban.application_id, actor__isnull=False)
    visited = Visit.objects.filter(application_id=ban.application_id).values_list("officials", flat=True)
    return {*actors.values_list("actor_id", flat=True), *(person for pair in visited for person in pair)}


def accounts_of(holders: Iterable[int]) -> list[int]:
    """The active accounts of these applicants."""
    rows = User.objects.filter(applicant_id__in=list(holders), is_active=True).order_by("id")
    return list(rows.values_list("id", flat=True))


def _deciders(ban: Ban, *, on: date) -> list[int]:
    """法制审核 of the bureau that handled the case."""
    office = _office(ban)
    return [] if office is None else in_bureau(office, roles=("legal",), on=on)


def _office(ban: Ban) -> int | None:
    return Application.objects.filter(pk=ban.application_id or 0).values_list("office_id", flat=True).first()
