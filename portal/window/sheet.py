"""The sheet on the counter: kept as it is typed, so that a reload, a lost session or a power cut loses nothing of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.http import QueryDict

from approvals.files import sheets
from approvals.files.binding import usable
from approvals.people import Applicant
from portal.case_words import in_language
from portal.uploads.asks import chosen
from portal.window.models import CounterSheet
from workflow import catalogue_versions
from workflow.applicant_file import ApplicantFile, applicant_file
from workflow.catalogue_versions import UnknownSubItem
from workflow.licence_library import exemptions, of_licence
from workflow.prospect import Intent
from workflow.rules.catalogue import Material, SubItem
from workflow.rules.clock import legal_day

IN, EXEMPT, PROMISED, OUT, BAD = "in", "exempt", "promised", "out", "bad"
FACTS = ("third_party_interest", "joint_handling")
ANSWER = re.compile(
    r"[mw]-[A-Za-z0-9-]{1,16}|licence|route|signed|delivery|delivery_address|visitor|reason|competent|asked|done|" + "|".join(FACTS)
)
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Desk:
    """A clerk at the counter at one instant, with the sheet and what is known of the applicant and the matter on it."""

    clerk: int
    office: int
    at: datetime
    sheet: CounterSheet
    file: ApplicantFile | None = None
    item: SubItem | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def matter(self) -> str:
        """Item and sub-item in the language of the page."""
        item = self.item
        return f"{in_language(item.item_name, item.item_name_en)} · {in_language(item.name, item.name_en)}" if item else ""

    @property
    def today(self) -> date:
        return legal_day(self.at)

    @property
    def applicant(self) -> Applicant | None:
        return self.file.applicant if self.file is not None else None

    def answer(self, name: str) -> str:
        return self.answers.get(name, "")

    def state(self, material: Material) -> str:
        """As ticked; what need not be handed in is so by itself."""
        given, free = self.answer(f"m-{material.code}"), material.code in self.exempt
        known = given in (IN, PROMISED, OUT, BAD) or (given == EXEMPT and free)
        return given if known else EXEMPT if free else OUT

    @property
    def exempt(self) -> Mapping[str, str]:
        """Materials that need not be handed in, and why."""
        if self.file is None or self.item is None:
            return {}
        own = next((x for x in self.file.licences if x.number == self.licence), None) if self.licence else None
        source = of_licence(own, self.item, on=self.today) if own is not None else None
        return exemptions(self.item, self.file.holdings, own=source)

    def codes(self, *states: str) -> list[str]:
        """The materials in these states, in the order of the list."""
        return [m.code for m in self.item.materials.values() if self.state(m) in states] if self.item else []

    @property
    def route(self) -> str:
        return "commitment" if self.answer("route") == "commitment" else "ordinary"

    @property
    def signed(self) -> str:
        return self.answer("signed") if self.answer("signed") in ("paper", "electronic") else ""

    @property
    def delivery(self) -> str:
        """How the applicant wants the result; nothing said: he comes to the window."""
        given = self.answer("delivery")
        return given if given in ("electronic", "window", "post") else "window"

    @property
    def facts(self) -> dict[str, bool]:
        return {name: True for name in FACTS if self.answer(name)}

    @property
    def licence(self) -> str | None:
        """The licence applied on: as chosen, or the only one there is."""
        held = self.file.licences_for(self.item) if self.file is not None and self.item is not None else []
        return self.answer("licence") or (held[0].number if len(held) == 1 else None)

    @property
    def intent(self) -> Intent | None:
        """What would be lodged now; None until applicant and matter are known."""
        if self.file is None or self.item is None:
            return None
        return Intent(
            self.item.code, self.file.applicant.pk, self.codes(IN), self.licence, self.facts, self.codes(EXEMPT)
        )


def desk(*, clerk: int, office: int, at: datetime) -> Desk:
    """The counter as it was left."""
    sheet, _made = CounterSheet.objects.select_related("applicant", "ticket").get_or_create(clerk_id=clerk)
    file = applicant_file(sheet.applicant, on=legal_day(at)) if sheet.applicant is not None else None
    return Desk(clerk, office, at, sheet, file, _item(sheet.sub_item_code), sheet.answers)


def _item(code: str) -> SubItem | None:
    """The matter as it is in force today; none where the catalogue has lost it since the sheet was begun."""
    try:
        return catalogue_versions.current(code)[1] if code else None
    except UnknownSubItem:
        return None


def answers_in(data: Mapping[str, str]) -> dict[str, str]:
    """What of a form sent is kept: never what was searched for, nor the number of a newcomer."""
    given = {name: str(data[name]).replace("\0", "")[:LONGEST] for name in data if ANSWER.fullmatch(name)}
    return {name: value for name, value in given.items() if value}


def keep(*, clerk: int, key: UUID, answers: Mapping[str, str]) -> bool:
    """Keeps what was typed; False: the form belongs to a sheet that is lodged or put away."""
    return bool(CounterSheet.objects.filter(clerk=clerk, key=key).update(answers=dict(answers)))


def keep_files(*, clerk: int, data: QueryDict) -> None:
    """Keeps the files ticked in the form sent: his own, of the applicant and for materials of the matter on the sheet.

    Raises FileError for any other; then those kept before stay."""
    with transaction.atomic():
        sheet = CounterSheet.objects.select_for_update(of=("self",)).get(clerk=clerk)
        item, who = _item(sheet.sub_item_code), sheet.applicant_id
        ticked = chosen(data, item.materials) if item is not None and who is not None else {}
        kept = {
            code: usable(account=clerk, applicant=who, material=code, keys=keys)
            for code, keys in ticked.items()
            if who is not None
        }
        sheets.keep(sheets.window(clerk), kept)


def choose(*, clerk: int, applicant: int | None = None, item: str | None = None) -> None:
    """For whom, or what is applied for; another matter has other materials."""
    sheet = CounterSheet.objects.get(clerk=clerk)
    kept = {name: sheet.answers[name] for name in ("visitor", "asked", "done") if name in sheet.answers}
    if item is None:
        sheet.applicant_id = applicant
    else:
        sheet.sub_item_code = item
    sheet.answers = kept
    with transaction.atomic():
        sheet.save(update_fields=["applicant", "sub_item_code", "answers"])
        sheets.put_away(sheets.window(clerk))


def claim(*, clerk: int, key: UUID) -> bool:
    """Takes the sheet in hand to lodge it: of two clicks one does."""
    return bool(CounterSheet.objects.filter(clerk=clerk, key=key).update(key=uuid4()))


def begin(*, clerk: int) -> None:
    """An empty sheet for the same customer."""
    with transaction.atomic():
        CounterSheet.objects.filter(clerk=clerk).update(key=uuid4(), applicant=None, sub_item_code="", answers={})
        sheets.put_away(sheets.window(clerk))


def serve(*, clerk: int, ticket: int | None) -> None:
    """The sheet belongs to the customer with this ticket."""
    CounterSheet.objects.filter(clerk=clerk).update(ticket=ticket)
