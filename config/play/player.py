"""Plays one scenario: the same doors as the web pages and the timers, on the clock that the file sets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from approvals.documents.service import ELECTRONIC
from approvals.licences import Licence
from approvals.people import PowerOfAttorney, User
from config import clockwork
from config.play.comparison import Difference, compare
from config.play.observer import observe
from config.play.reader import Scenario, Step
from config.play.values import listed
from notifications import outbox
from supervision import acts as cards
from workflow import acts, calendar
from workflow.calendar_files import shipped
from workflow.errors import LicensingError, Refusal
from workflow.models import Application

REHEARSAL = "演练：未公布的安排"


@dataclass(slots=True)
class Story:
    """What the player knows while a file runs: accounts by handle, applications by the file's names."""

    people: dict[str, User]
    cases: dict[str, int] = field(default_factory=dict)

    def account(self, handle: str | None) -> int:
        return int(self.people[str(handle)].pk)

    def party(self, handle: str) -> int:
        """The applicant that this person is or, by a power of attorney, acts for.  Raises LicensingError for others."""
        held = PowerOfAttorney.objects.filter(agent=self.people[handle]).values_list("principal_id", flat=True)
        applicant = self.people[handle].applicant_id or held.first()
        if applicant is None:
            raise LicensingError(f"{handle} is no applicant")
        return int(applicant)


def set_calendar(wanted: str | dict[str, Any]) -> None:
    """`official`, `provisional` for every year, or the official one with days overridden."""
    if wanted == "official":
        return
    if wanted == "provisional":
        calendar.install(shipped(official=False))
        return
    years = [*calendar.current().years.values()]
    overrides = wanted if isinstance(wanted, dict) else {}
    calendar.install(
        calendar.overridden(years, closed=overrides.get("closed") or (), opened=overrides.get("opened") or ())
    )


def play(scenario: Scenario) -> Difference | None:
    """The first difference between the story and what happened; None when all is as told."""
    settings.NOTIFICATION_CHANNELS = {}  # a rehearsal reaches nobody
    set_calendar(scenario.calendar)
    story = Story({user.username: user for user in User.objects.select_related("applicant")})
    for step in scenario.steps:
        difference = _play_step(story, step)
        if difference is not None:
            return difference
    return None


def _play_step(story: Story, step: Step) -> Difference | None:
    before = _version(story, step)
    try:
        _act(story, step)
    except Refusal as refusal:
        if refusal.code != step.refused:
            return Difference(step.number, "refused", step.refused, refusal.code)
        if _version(story, step) != before:
            return Difference(step.number, "refused", "unchanged", "changed")
        return None
    except LicensingError as error:
        return Difference(step.number, step.do, step.refused or "done", f"line {step.line}: {error.code}: {error}")
    if step.refused is not None:
        return Difference(step.number, "refused", step.refused, "done")
    outbox.drain(at=step.at)
    if not step.expect:
        return None
    if step.case not in story.cases:
        return Difference(step.number, "case", step.case, "not lodged")
    found = observe(story.cases[step.case], at=step.at, story=story, wanted=step.expect)
    return compare(step, found)


def _version(story: Story, step: Step) -> int | None:
    key = story.cases.get(step.case)
    return None if key is None else Application.objects.values_list("version", flat=True).get(pk=key)


def _act(story: Story, step: Step) -> None:
    special = SPECIAL.get(step.do)
    if special is not None:
        special(story, step)
        return
    if step.case not in story.cases:
        raise LicensingError(f"case {step.case} was not lodged")
    arguments = {TRANSLATED.get(name, name): _value(story, name, value) for name, value in step.arguments.items()}
    by = story.account(step.by)
    acts.perform(step.do, story.cases[step.case], by=by, at=step.at, without_files=True, **arguments)


TRANSLATED = {"for": "for_at"}


def _value(story: Story, name: str, value: Any) -> Any:
    if name == "party":
        return story.party(value)
    if name in ("chair", "who", "to"):
        return story.account(value)
    if name == "officials":
        return [story.account(handle) for handle in listed(value)]
    if name == "commit_missing":
        return listed(value)
    if name == "materials" and isinstance(value, dict) and "all-but" in value:
        return {"all-but": listed(value["all-but"])}
    return value


def _lodge(story: Story, step: Step) -> None:
    """Who says nothing of the delivery in a story agrees to electronic service, at the window, too."""
    told = {name: _value(story, name, value) for name, value in step.arguments.items()}
    if told.get("licence") in story.cases:
        told["licence"] = _licence_of(story.cases[told["licence"]])
    arguments = {"materials": [], "delivery": ELECTRONIC} | told
    application = acts.lodge(by=story.account(step.by), at=step.at, **arguments)
    story.cases[step.case] = application.pk


def _licence_of(key: int) -> str | int | None:
    """Its number or, before it is made out, its key."""
    application = Application.objects.get(pk=key)
    held = Licence.objects.filter(pk=application.licence_id) if application.licence_id else None
    licence = (held or Licence.objects.filter(application_id=key)).first()
    return None if licence is None else licence.number or licence.pk


def _delegate(story: Story, step: Step) -> None:
    given = step.arguments
    acts.delegate(
        by=story.account(step.by),
        at=step.at,
        matters=given["matters"],
        to=story.account(given["to"]),
        from_on=given["from"],
        until_on=given["until"],
        grade=given.get("grade", "deputy_director"),
    )


def _revoke_delegation(story: Story, step: Step) -> None:
    acts.revoke_delegation(by=story.account(step.by), at=step.at, to=story.account(step.arguments["to"]))


def _import_calendar(story: Story, step: Step) -> None:
    acts.import_calendar(
        year=step.arguments["year"],
        closed=step.arguments.get("closed") or (),
        opened=step.arguments.get("opened") or (),
        official=True,
        source=REHEARSAL,
        sha256="0" * 64,
        at=step.at,
    )


def _register_licence(story: Story, step: Step) -> None:
    given = dict(step.arguments)
    holder = story.party(given.pop("holder"))
    acts.register_licence(at=step.at, holder=holder, valid_until=given.pop("valid_until", None), **given)


def _sweep(story: Story, step: Step) -> None:
    clockwork.tick(at=step.at)


def _card(story: Story, step: Step) -> None:
    act = cards.contest_card if step.do == "contest_card" else cards.rule_on_card
    act(story.cases[step.case], by=story.account(step.by), at=step.at, **step.arguments)


SPECIAL: dict[str, Callable[[Story, Step], None]] = {
    "lodge": _lodge,
    "delegate": _delegate,
    "revoke_delegation": _revoke_delegation,
    "import_calendar": _import_calendar,
    "register_licence": _register_licence,
    "sweep": _sweep,
    "contest_card": _card,
    "rule_on_card": _card,
}
