"""Plays the tales in the database Django points at, by the acts themselves."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from approvals import application_forms
from approvals.people import Applicant, Office, User
from config import clockwork
from config.play.cast import assemble
from tests.documents.tales import LICENCES, TALES, Tale, further
from workflow import acts, calendar, catalogue_versions
from workflow.models import Application
from workflow.papers.making import make_due
from workflow.papers.sealing import seal_due
from workflow.rules.clock import LEGAL_ZONE
from workflow.rules.forms import kept
from workflow.rules.visit_record import checklist_of

BEGINNING = date(2026, 3, 2)
OPENING, STEP = time(9, 0), timedelta(minutes=17)
ACCOUNTS, PARTIES, DAYS = frozenset({"chair"}), frozenset({"party"}), frozenset({"day", "asked_on"})


def people() -> dict[str, User]:
    """The cast with the further applicants; the addresses that the cast itself leaves out."""
    found = assemble(further=further())
    hongda = {"legal_representative": "赵国栋", "address": "广州市天河区江南大道 588 号恒鑫大厦 1203 室"}
    Applicant.objects.filter(accounts=found["applicant"]).update(**hongda)
    return found


def play(tales: Iterable[Tale] = TALES) -> Iterator[tuple[str, Application]]:
    """Lives through the tales one after another; each with its application when it is over."""
    settings.NOTIFICATION_CHANNELS = {}
    handles = {user.username: user for user in User.objects.all()}
    _licences_of_old(handles)
    for each in tales:
        yield each.name, Player(handles, each).live()


def _licences_of_old(handles: dict[str, User]) -> None:
    for number, item, holder, first, last in LICENCES:
        acts.register_licence(
            at=_instant(date(2026, 1, 5), 0), number=number, item=item, holder=handles[holder].applicant_id or 0,
            valid_from=date.fromisoformat(first), valid_until=date.fromisoformat(last),
        )  # fmt: skip


def _instant(day: date, step: int) -> datetime:
    return datetime.combine(day, OPENING, LEGAL_ZONE) + step * STEP


class Player:
    """One tale on its way."""

    def __init__(self, handles: dict[str, User], told: Tale) -> None:
        self.handles, self.told = handles, told
        self.days = calendar.current()
        self.case = 0

    def live(self) -> Application:
        self._lodge()
        for number, (day, by, act, given) in enumerate(self.told.steps, start=1):
            at = _instant(self._day(day), number)
            if act == "tick":
                clockwork.tick(at=datetime.combine(self._day(day), time(0, 5), LEGAL_ZONE))
            else:
                if act == "serve":  # nothing is served unsealed
                    make_due(at=at)
                    seal_due(at=at)
                acts.perform(act, self.case, by=self.handles[by].pk, at=at, **self._given(given, at))
        return Application.objects.get(pk=self.case)

    def _day(self, count: int) -> date:
        return self.days.add(BEGINNING, count) if count else BEGINNING

    def _lodge(self) -> None:
        who, at = self.handles[self.told.who], _instant(BEGINNING, 0)
        clerk = self.handles["clerk"] if self.told.lodging.get("channel") == "window" else None
        with transaction.atomic():
            made = acts.lodge(
                by=(clerk or who).pk, at=at, item=self.told.item, query_code="K7M4XQ2P",
                applicant_id=who.applicant_id if clerk else None, **self.told.lodging,
            )
            self._hand_in(made, at)
        self.case = made.pk

    def _hand_in(self, made: Application, at: datetime) -> None:
        item = catalogue_versions.sub_item(made.item_version_id, made.sub_item_code)
        if answers := kept(item.form, self.told.form):
            application_forms.hand_in(
                application=made.pk, office=made.office_id, item_version=made.item_version_id, answers=answers, at=at
            )

    def _given(self, given: dict[str, Any], at: datetime) -> dict[str, Any]:
        found = {name: self._value(name, value) for name, value in given.items() if name != "record"}
        if "record" in given:
            found |= self._record(given["record"], at, again="rectify_days" not in given and "officials" not in given)
        return found

    def _value(self, name: str, value: Any) -> Any:
        if name in ACCOUNTS:
            return self.handles[value].pk
        if name in PARTIES:
            return self.handles[value].applicant_id
        if name in DAYS:
            return self._day(value)
        if name == "for_at":
            return datetime.combine(self._day(value), time(9, 30), LEGAL_ZONE)
        return [self.handles[each].pk for each in value] if name == "officials" else value

    def _record(self, told: dict[str, Any], at: datetime, *, again: bool) -> dict[str, Any]:
        """The whole record: every line of the checklist, those of `wrong` not conforming, signed by two."""
        application = Application.objects.get(pk=self.case)
        item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
        items = [
            {
                "code": line.code, "text": line.text, "basis": line.basis,
                "finding": "not_conform" if str(n) in told["wrong"] else "conform",
                "remark": "报警信号未传至值班室，当场拍照" if str(n) in told["wrong"] else "",
                "photos": [{"file": "0", "sha256": f"{n:x}".rjust(64, "a")}] if line.photo else [],
            }
            for n, line in enumerate(checklist_of(item))
        ]  # fmt: skip
        officials = [self.handles[each] for each in ("verifier_a", "verifier_b")]
        signatures = [
            {"official": who.pk, "name": who.display_name, "how": "own_account", "at": at.isoformat()} for who in officials
        ]
        record = {
            "place": "广州市黄埔区护林路 88 号 3 号库", "position": "23.1066, 113.4571",
            "started_at": f"{at:%Y-%m-%dT%H:%M}", "ended_at": f"{at + timedelta(minutes=50):%Y-%m-%dT%H:%M}",
            "accompanying_name": "林晓", "accompanying_title": "安全总监", "accompanying_id": "013X",
            "problems": told["problems"], "statement": "对核查情况无异议。", "opinion": told["result"], "items": items,
            "party_signature": "signed", "witness": "", "recording": "", "signatures": signatures,
        }  # fmt: skip
        return {"result": told["result"], "record": record, **({} if again else {"officials": [o.pk for o in officials]})}


def office() -> Office:
    """The office of the cast."""
    return Office.objects.get()


def before() -> datetime:
    """An instant before the first tale."""
    return _instant(date(2026, 1, 2), 0)


def after() -> datetime:
    """An instant when every tale is over."""
    return _instant(date(2026, 9, 24), 0)
