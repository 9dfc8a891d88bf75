"""检查、责令改正、复查: what two inspectors found at the place of a holder who was drawn, and what became of it.

Sources: 行政许可法 61 (the record is signed by the inspectors and filed; the public may look at it), 66, 67 (what is not as
it must be is to be put right within a limit).  One records and the other signs, at the first look and at the second."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from supervision.credit import accounts_of
from supervision.doors import acting
from supervision.draws import REGISTER
from supervision.inspection_models import (
    ASSIGNED,
    CLEAN,
    CLOSED,
    RECHECKED,
    RECORDED,
    RECTIFIED,
    RECTIFY,
    UNRECTIFIED,
    Inspection,
)
from supervision.rules.inspection_plan import plan_of
from workflow import calendar, catalogue_versions
from workflow.acts import perform_register
from workflow.acts.register import tell
from workflow.errors import BadInput, NotFound, refuse
from workflow.rules.clock import legal_day

FIT, UNFIT, NONE = "fit", "unfit", "none"
FINDINGS = (FIT, UNFIT, NONE)
VERIFICATION = "verification"
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A condition of a licence to be looked at: the catalogue's checklist of visits, else its conditions."""

    key: str
    sub_item: str
    code: str
    text: str
    text_en: str
    legal_basis: str


def checklist(found: Inspection) -> list[Line]:
    """What is to be looked at, from the catalogue in force; an item that is gone leaves no lines."""
    known = {item.code: item for item in catalogue_versions.all_current()}
    lines = []
    for code in found.sub_items:
        item = known.get(code)
        if item is None:
            continue
        rows: list[Any] = [each for each in item.checklist if each.desk == VERIFICATION] or list(item.conditions)
        lines += [
            Line(f"{code}:{each.code}", code, each.code, each.text, each.text_en, each.legal_basis or "") for each in rows
        ]
    return lines


def record_inspection(
    inspection_id: int, *, findings: Mapping[str, tuple[str, str]], inspected_on: date, rectify_days: int | None = None,
    by: int, at: datetime,
) -> Inspection:  # fmt: skip
    """检查记录: a finding (fit, unfit, none) and a remark for every line; for what is unfit, working days to put it right.

    Raises NotFound, BadInput, or not_authorised, not_your_inspection, not_in_order, limit_exceeded."""
    with _at_hand("record_inspection", inspection_id, (ASSIGNED,), by=by, at=at) as found:
        if not found.draw.drawn_at or not legal_day(found.draw.drawn_at) <= inspected_on <= legal_day(at):
            raise BadInput(_("检查日期应当在抽取以后、今日以前"), field="inspected_on")
        lines = [_found(line, *findings.get(line.key, ("", ""))) for line in checklist(found)]
        days = _limit(found, rectify_days) if any(line["finding"] == UNFIT for line in lines) else None
        change = {
            "state": RECORDED, "inspected_on": inspected_on, "checklist": lines, "rectify_days": days,
            "recorded_by_id": by, "recorded_at": at,
        }  # fmt: skip
        inputs = {"inspected_on": inspected_on, "checklist": lines, "rectify_days": days}
        return _write("record_inspection", found, change, inputs=inputs, by=by, at=at)


def _found(line: Line, finding: str, remark: str) -> dict[str, str]:
    if finding not in FINDINGS:
        raise BadInput(_("请逐项填写检查结果"), field=line.key)
    if finding == UNFIT and not remark.strip():
        raise BadInput(_("不符合的，应当写明问题"), field=line.key)
    told = {"sub_item": line.sub_item, "code": line.code, "text": line.text}
    return told | {"finding": finding, "remark": remark.strip()[:LONGEST]}


def _limit(found: Inspection, days: int | None) -> int:
    plan = found.draw.plan
    if days is None or days < 1:
        raise BadInput(_("请填写改正期限（工作日）"), field="rectify_days")
    if plan is not None and days > (most := plan_of(plan.content).rectify_max_days):
        raise refuse("limit_exceeded", f"{days} > {most}")
    return days


def sign_inspection(inspection_id: int, *, by: int, at: datetime) -> Inspection:
    """The other inspector signs: without a problem it is closed; else the holder is told what to put right, and until when.

    After the second look the same closes it.  Raises NotFound, or not_authorised, not_your_inspection, not_in_order."""
    with _at_hand("sign_inspection", inspection_id, (RECORDED, RECHECKED), by=by, at=at) as found:
        first = found.state == RECORDED
        if by == (found.recorded_by_id if first else found.rechecked_by_id):
            raise refuse("not_your_inspection")
        change = _after_first(found, by=by, at=at) if first else _after_second(found, by=by, at=at)
        return _write("sign_inspection", found, change, inputs={"first": first}, by=by, at=at)


def _after_first(found: Inspection, *, by: int, at: datetime) -> dict[str, Any]:
    signed = {"signed_by_id": by, "signed_at": at}
    if found.rectify_days is None:
        return signed | {"state": CLOSED, "result": CLEAN, "closed_at": at}
    return signed | {"state": RECTIFY, "rectify_by_on": calendar.current().add(legal_day(at), found.rectify_days)}


def _after_second(found: Inspection, *, by: int, at: datetime) -> dict[str, Any]:
    result = RECTIFIED if found.recheck_kept else UNRECTIFIED
    return {"recheck_signed_by_id": by, "state": CLOSED, "result": result, "closed_at": at}


def record_recheck(inspection_id: int, *, kept: bool | None, text: str = "", by: int, at: datetime) -> Inspection:
    """复查: whether it was put right.  Where it was not, only once the limit has passed, and with what is still wrong.

    Raises NotFound, BadInput, or not_authorised, not_your_inspection, not_in_order."""
    with _at_hand("record_recheck", inspection_id, (RECTIFY,), by=by, at=at) as found:
        if not isinstance(kept, bool):
            raise BadInput(_("请选择已改正或者未改正"), field="kept")
        if not kept and found.rectify_by_on is not None and legal_day(at) <= found.rectify_by_on:
            raise refuse("not_in_order", f"{found.rectify_by_on}")
        if not kept and not text.strip():
            raise BadInput(_("未改正的，应当写明情况"), field="text")
        change = {
            "state": RECHECKED, "recheck_kept": kept, "recheck_text": text[:LONGEST], "rechecked_by_id": by,
            "rechecked_at": at,
        }  # fmt: skip
        return _write("record_recheck", found, change, inputs={"kept": kept, "text": text}, by=by, at=at)


@contextmanager
def _at_hand(act: str, key: int, states: tuple[str, ...], *, by: int, at: datetime) -> Iterator[Inspection]:
    """An inspection of this inspector in one of these states."""
    found = Inspection.objects.select_related("draw__plan", "holder").filter(pk=key).first()
    if found is None:
        raise NotFound(str(key))
    with acting(act, by=by, at=at):
        if by not in found.inspectors:
            raise refuse("not_your_inspection")
        if found.state not in states:
            raise refuse("not_in_order", str(found.get_state_display()))
        yield found


def _write(
    act: str, found: Inspection, change: Mapping[str, Any], *, inputs: Mapping[str, Any], by: int, at: datetime
) -> Inspection:
    """The inspection, its entry in the chain and its messages; who comes second finds it not in order."""

    def written() -> Inspection:
        held = Inspection.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if held.state != found.state:
            raise refuse("not_in_order", str(held.get_state_display()))
        for name, value in change.items():
            setattr(held, name, value)
        held.save(update_fields=list(change))
        _tell(held, found, at=at)
        return held

    return perform_register(act, REGISTER, by=by, at=at, inputs={"inspection": found.pk, **inputs}, change=written)


def _tell(held: Inspection, found: Inspection, *, at: datetime) -> None:
    """The other inspector that he is to sign; the holder what he has to put right."""
    event, link = f"inspection:{held.pk}:{held.state}", f"/inspections/{held.pk}/"
    facts = {"applicant": found.holder.name, "title": found.draw.title}
    if held.state in (RECORDED, RECHECKED):
        writer = held.recorded_by_id if held.state == RECORDED else held.rechecked_by_id
        tell(event, "inspection_to_sign", to=[each for each in held.inspectors if each != writer], at=at, link=link, **facts)
    if held.state == RECTIFY:
        wrong = [f"{line['text']}：{line['remark']}" for line in held.checklist if line["finding"] == UNFIT]
        told = {"title": found.draw.title, "before": held.rectify_by_on, "problems": wrong}
        tell(event, "inspection_rectify", to=accounts_of([held.holder_id]), at=at, link=link, **told)
