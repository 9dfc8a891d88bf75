"""What a person may do on a case now, and what bars the rest: each act is decided in memory on a copy that is thrown away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django_fsm import can_proceed

from approvals.rules import authority
from workflow import store
from workflow.acts.assignment import LABOUR
from workflow.acts.papers import CLERICAL
from workflow.acts.perform import may
from workflow.acts.registry import ACTS
from workflow.case import Case
from workflow.errors import BadInput, Refusal, refuse
from workflow.models import Material
from workflow.rules.clock import legal_day

# refusals that speak of what was filled in, not of the case: the act is open, its form is empty
OF_THE_FORM = frozenset(
    {
        *("grounds_missing", "letter_missing", "two_officials_required", "limit_exceeded", "material_unknown"),
        *("chair_is_reviewer", "consent_missing"),
    }
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An act of this person's role that the status admits: open, or barred with the refusal's code and sentence."""

    act: str
    open: bool
    code: str | None = None
    text: str = ""


def _first(codes: list[str]) -> list[str]:
    if not codes:
        raise refuse("not_in_order")
    return codes[:1]


def _supplied(case: Case) -> list[str]:
    return [m.code for m in case.rejectable]


def _asked(case: Case) -> list[str]:
    return [m.code for m in case.materials if m.state in (Material.PROMISED, Material.REQUESTED)]


def _open_procedures(case: Case) -> list[str]:
    return [p.procedure for p in case.pauses if p.closed_on is None and p.holds == "both"]


# what an act needs to be asked with, so that the answer speaks of the case
SAMPLES: dict[str, Callable[[Case], dict[str, Any]]] = {
    "supply": lambda case: {"materials": _first(_asked(case))},
    "reject_material": lambda case: {"material": _first(_supplied(case))[0], "reason": "-"},
    "resume": lambda case: {"procedure": _first(_open_procedures(case))[0]},
    "serve_notice": lambda case: {"document": _first([d.kind for d in case.documents if d.served_on is None])[0]},
    "pause": lambda case: {"procedure": "expert_review"},
    "refuse": lambda case: {"grounds": "-"},
    "return_to_review": lambda case: {"grounds": "-"},
    "revoke_licence": lambda case: {"grounds": "-"},
    "notify_revocation": lambda case: {"grounds": "-"},
    "cancel_licence": lambda case: {"grounds": "-"},
    "rescind_licence": lambda case: {"grounds": "-"},
    "record_opinion": lambda case: {"opinion": "grant"},
    "record_follow_up": lambda case: {"result": "kept"},
}


def offers(application_id: int, *, by: int, at: datetime, without_files: bool = False) -> list[Offer]:
    """The acts of this person's roles that fit the status, in the order of the registry; barred ones with their reason.

    without_files: as for `perform`."""
    first = _read(application_id, by, at, None)
    found = []
    for name, act in ACTS.items():
        if act.timer or name == "lodge" or name in LABOUR | CLERICAL or not can_proceed(getattr(first.application, name)):
            continue
        if not _of_his_role(first, name):
            continue
        case = _read(application_id, by, at, name)
        case.without_files = without_files
        found.append(_probe(name, case))
    return found


def offer(case: Case, act: str) -> Offer:
    """The same of one act, on a case that was read for this and is thrown away after it."""
    if not can_proceed(getattr(case.application, act)):
        refusal = refuse("not_in_order", str(case.application.get_status_display()))
        return Offer(act, False, refusal.code, str(refusal))
    return _probe(act, case)


def _read(application_id: int, by: int, at: datetime, act: str | None) -> Case:
    return store.load(application_id, by=by, at=at, today=legal_day(at), act=act).case


def _of_his_role(case: Case, act: str) -> bool:
    if act in authority.PARTY_ACTS or (act in authority.SHARED_ACTS and case.actor.is_party(case.today)):
        return bool(case.actor.parties)
    return bool(case.actor.roles(case.today) & authority.ROLES_OF_ACT.get(act, frozenset()))


def _probe(name: str, case: Case) -> Offer:
    try:
        may(case, name)
        _awaited(case, name)
        sample = SAMPLES.get(name)
        ACTS[name].run(case, **(sample(case) if sample is not None else {}))
    except BadInput:
        return Offer(name, True)
    except Refusal as refusal:
        if refusal.code in OF_THE_FORM:
            return Offer(name, True)
        return Offer(name, False, refusal.code, str(refusal))
    return Offer(name, True)


def _awaited(case: Case, name: str) -> None:
    """An act that finishes a work item is offered while such an item is open."""
    finishing = {act for step in case.walk.steps.by_name.values() if step.kind == "human" for act in step.node.offers}
    bars = name in finishing and name not in ("grant", "refuse", "reject_material", "return_to_review")
    if bars and not any(row.step.offers(name) for row in case.walk.open_humans()):
        raise refuse("not_in_order")
