"""抽查计划、公告、抽取: the plan of a year, the list with the place its seed will come from, then the draw itself.

Sources: 行政许可法 61, 62; 国办发〔2015〕58号 (依据待核).  Nobody chooses who is drawn: the list is fixed and its digest published
before the seed is known, and rules/draw.py does the rest.  Who announces cannot try seeds, because a seed comes from a source
named beforehand and on a later day."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from approvals.people import Applicant, User
from supervision.candidates import conflicts, holders_of
from supervision.doors import acting, bureau_of, in_bureau
from supervision.inspection_models import RANDOM, RECHECK, Draw, Inspection, InspectionPlan
from supervision.rules.draw import VERSION, Candidate, Drawn, drawn
from supervision.rules.inspection_plan import Plan, plan_of
from supervision.scheme_files import content_of
from supervision.schemes_in_force import PLANS
from workflow import calendar
from workflow.acts import perform_register
from workflow.acts.register import tell
from workflow.errors import BadInput, NotFound, refuse
from workflow.rows import canonical_json
from workflow.rules.clock import legal_day

REGISTER = "inspections"
LONGEST = 200
ONCE = (RANDOM, RECHECK)


def publish_plan(*, kind: str, year: int, by: int, at: datetime) -> InspectionPlan:
    """The head of the bureau publishes what will be inspected this year or the next: the shipped rule as it stands today.

    Raises BadInput, or not_authorised, not_in_order (there is one)."""
    with acting("publish_plan", by=by, at=at):
        today = legal_day(at)
        office = bureau_of(by, act="publish_plan", on=today)
        if kind not in PLANS:
            raise BadInput(_("请选择抽查的种类"), field="kind")
        if year not in (today.year, today.year + 1):
            raise BadInput(_("只能公布本年度或者下一年度的计划"), field="year")
        content = content_of(PLANS[kind])
        plan_of(content)

        def change() -> InspectionPlan:
            if InspectionPlan.objects.filter(office_id=office, kind=kind, year=year).exists():
                raise refuse("not_in_order", f"{year}")
            return InspectionPlan.objects.create(
                office_id=office, kind=kind, year=year, content=content, published_at=at, published_by_id=by
            )

        inputs = {"office": office, "kind": kind, "year": year, "content": content}
        return perform_register("publish_plan", REGISTER, by=by, at=at, inputs=inputs, change=change)


def announce_inspections(*, plan_id: int, seed_source: str, seed_on: date, by: int, at: datetime) -> Draw:
    """Fixes the list and publishes its digest: candidates by stratum, inspectors, exclusions; and where the seed comes from.

    Raises NotFound, BadInput, or not_authorised, inspectors_missing (a candidate to whom no two could go)."""
    with acting("announce_inspections", by=by, at=at):
        today = legal_day(at)
        office = bureau_of(by, act="announce_inspections", on=today)
        row = InspectionPlan.objects.filter(pk=plan_id, office_id=office).first()
        if row is None:
            raise NotFound(str(plan_id))
        plan = plan_of(row.content)
        announced = _announced(office, plan, on=today)
        if seed_on <= today:
            raise BadInput(_("种子应当在公告以后的日期公开"), field="seed_on")
        title = f"{row.year} · {plan.title}"
        return announce(
            "announce_inspections", REGISTER, office=office, kind=row.kind, plan=row, title=title, announced=announced,
            seed_source=seed_source, seed_on=seed_on, by=by, at=at,
        )  # fmt: skip


def announce(
    act: str, register: str, *, office: int, kind: str, title: str, announced: Mapping[str, Any], seed_source: str,
    seed_on: date, by: int, at: datetime, plan: InspectionPlan | None = None,
) -> Draw:  # fmt: skip
    """Writes a draw whose list is fixed; its register keeps the digest of the list.  Raises BadInput."""
    if not seed_source.strip() or len(seed_source) > LONGEST:
        raise BadInput(_("请写明种子的公开来源"), field="seed_source")
    if not announced["candidates"]:
        raise BadInput(_("没有可以抽取的对象"), field="plan")
    digest = hashlib.sha256(canonical_json(announced).encode()).hexdigest()
    inputs = {"office": office, "kind": kind, "title": title, "digest": digest, "seed_on": seed_on, "source": seed_source}

    def change() -> Draw:
        return Draw.objects.create(
            office_id=office, kind=kind, plan=plan, title=title, announced=announced, digest=digest, announced_at=at,
            announced_by_id=by, seed_source=seed_source.strip(), seed_on=seed_on,
        )  # fmt: skip

    return perform_register(act, register, by=by, at=at, inputs=inputs, change=change)


def _announced(office: int, plan: Plan, *, on: date) -> dict[str, Any]:
    """What is published of the list: keys are credit codes and account numbers, both public."""
    holders = holders_of(office, plan, on=on)
    staff = in_bureau(office, roles=plan.roles, on=on)
    barred = conflicts([holder.applicant.pk for holder in holders])
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=staff)}
    candidates = [
        {
            "id": holder.applicant.uscc or "",
            "name": holder.applicant.name,
            "stratum": holder.stratum,
            "sub_items": list(holder.sub_items),
            "excluded": [str(person) for person in staff if person in barred[holder.applicant.pk]],
        }
        for holder in holders
    ]
    short = [each["name"] for each in candidates if len(staff) - len(each["excluded"]) < plan.inspectors]
    if short:
        raise refuse("inspectors_missing", "、".join(map(str, short)))
    return {
        "rule": VERSION,
        "plan": f"{plan.name}/{plan.version}",
        "shares": dict(plan.shares),
        "each": plan.inspectors,
        "candidates": candidates,
        "inspectors": [{"id": str(key), "name": people[key]} for key in staff],
    }


def draw_inspections(draw_id: int, *, seed: str, by: int, at: datetime) -> Draw:
    """The seed is known: who is inspected, and by whom, follows from it; the inspectors are told.

    Raises NotFound, BadInput, or not_authorised, seed_not_yet, not_in_order (drawn already)."""
    with acting("draw_inspections", by=by, at=at):
        office = bureau_of(by, act="draw_inspections", on=legal_day(at))
        found = draw_of(draw_id, office=office, kinds=ONCE)
        return perform_register(
            "draw_inspections", REGISTER, by=by, at=at, inputs={"draw": found.pk, "seed": seed},
            change=lambda: _assign(state_seed(found, seed=seed, by=by, at=at), at=at),
        )  # fmt: skip


def draw_of(draw_id: int, *, office: int, kinds: Sequence[str]) -> Draw:
    """A draw of this bureau.  Raises NotFound."""
    found = Draw.objects.filter(pk=draw_id, office_id=office, kind__in=kinds).first()
    if found is None:
        raise NotFound(str(draw_id))
    return found


def state_seed(found: Draw, *, seed: str, by: int, at: datetime) -> Draw:
    """Writes seed and outcome, once; inside the transaction of the act."""
    held = Draw.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if held.drawn_at is not None:
        raise refuse("not_in_order", held.seed)
    if legal_day(at) < held.seed_on:
        raise refuse("seed_not_yet", str(held.seed_on))
    if not seed.strip() or len(seed) > LONGEST:
        raise BadInput(_("请填写种子"), field="seed")
    held.seed, held.drawn_at, held.drawn_by_id = seed.strip(), at, by
    held.outcome = [{"id": each.id, "inspectors": list(each.inspectors)} for each in repeated(held)]
    held.save(update_fields=["seed", "drawn_at", "drawn_by", "outcome"])
    return held


def repeated(found: Draw) -> list[Drawn]:
    """The outcome that follows from what was published; to draw, and to check what was drawn."""
    told = found.announced
    people = [each["id"] for each in told["inspectors"]]
    rows = [Candidate(each["id"], each["stratum"], tuple(each["excluded"])) for each in told["candidates"]]
    return drawn(seed=found.seed, candidates=rows, shares=told["shares"], inspectors=people, each=told["each"])


def disclosed(found: Draw, *, on: date) -> bool:
    """Is list and outcome open to everybody?  Once all who were drawn have been looked at, or the plan's time is over: whoever
    is to be inspected is not forewarned.  Until then its digest, published before the seed, vouches for the list."""
    if found.drawn_at is None or found.plan is None:
        return False
    last = calendar.current().add(legal_day(found.drawn_at), plan_of(found.plan.content).disclose_after_days)
    return on > last or not found.inspections.filter(signed_at=None).exists()


def published(found: Draw, *, whole: bool = True) -> dict[str, Any]:
    """All that anybody needs to repeat it (docs/repeat_the_draw.py); `whole`: with the list and who was drawn."""
    return {
        "title": found.title,
        "announced_on": legal_day(found.announced_at).isoformat(),
        "digest": found.digest,
        "seed_source": found.seed_source,
        "seed_on": found.seed_on.isoformat(),
        "seed": found.seed,
        "list": found.announced if whole else None,
        "drawn": found.outcome if whole else None,
    }


def _assign(held: Draw, *, at: datetime) -> Draw:
    """An inspection for each who was drawn, and a word to both inspectors."""
    named = {each["id"]: each for each in held.announced["candidates"]}
    keys = dict(Applicant.objects.filter(uscc__in=named).values_list("uscc", "id"))
    for each in held.outcome or []:
        pair = [int(person) for person in each["inspectors"]]
        made = Inspection.objects.create(
            draw=held, office_id=held.office_id, holder_id=keys[each["id"]], sub_items=named[each["id"]]["sub_items"],
            inspectors=pair,
        )  # fmt: skip
        facts = {"applicant": named[each["id"]]["name"], "title": held.title}
        tell(f"inspection:{made.pk}:assigned", "inspection_assigned", to=pair, at=at, link=f"/inspections/{made.pk}/", **facts)
    return held


