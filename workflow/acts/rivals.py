"""Who was faster: whoever loses a race and is then refused is told by whom, with what and when the facts were changed."""

from django.db.models import Q, QuerySet

from approvals.people import Ban
from workflow.errors import Refusal
from workflow.models import Application, LedgerEntry, RegisterEntry
from workflow.rules.clock import LEGAL_ZONE

Entry = LedgerEntry | RegisterEntry
SYSTEM = "系统"
POWER_LAPSED = "power_lapsed"


def named_on_case(refusal: Refusal, application_id: int, *, since: int) -> Refusal:
    """The refusal, telling who changed the case after its version `since`; else who last changed the delegations."""
    if refusal.code == POWER_LAPSED:
        return _named(refusal, _powers(Application.objects.values_list("applicant_id").get(pk=application_id)[0]))
    own = LedgerEntry.objects.filter(application_id=application_id, seq__gt=since).order_by("-seq")
    return _named(refusal, own, RegisterEntry.objects.filter(register="delegations").order_by("-seq"))


def named_at_counter(refusal: Refusal, applicant_id: int, licence_id: int | None) -> Refusal:
    """The refusal, telling whose act on another application of this applicant, or on this licence, came first."""
    if refusal.code == POWER_LAPSED:
        return _named(refusal, _powers(applicant_id))
    banning = Ban.objects.filter(applicant_id=applicant_id).order_by("-id").values("application_id")[:1]
    on_licence = Q(application__licence_id=licence_id) if licence_id is not None else Q(application__in=banning)
    return _named(refusal, LedgerEntry.objects.filter(on_licence).order_by("-id"))


def _powers(applicant_id: int) -> QuerySet:
    """What this applicant did about his agents, the latest first."""
    return RegisterEntry.objects.filter(register="powers", inputs__principal=applicant_id).order_by("-seq")


def _named(refusal: Refusal, *entries: QuerySet) -> Refusal:
    found: Entry | None = next((e for each in entries if (e := each.select_related("actor").first())), None)
    if found is not None:
        who = str(found.actor) if found.actor is not None else SYSTEM
        refusal.facts |= {"winner": who, "won_by": found.act, "won_at": found.at}
        told = f"{who}已于{found.at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}先行办理"
        refusal.detail = f"{refusal.detail}，{told}" if refusal.detail else told
    return refusal
