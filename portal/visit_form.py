"""The record of a visit as a form: its fields as text, what they amount to as a record, and what is wrong with them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.files.binding import MOST_A_MATERIAL
from approvals.files.models import EVIDENCE
from portal.case_words import in_language
from portal.uploads.asks import PREFIX, FileAsk, chosen
from workflow.case import Case
from workflow.models import Visit
from workflow.rules import visit_record
from workflow.rules.visit_record import CheckItem, checklist_of

PLAIN = (
    "place", "position", "started_at", "ended_at", "accompanying_name", "accompanying_title", "accompanying_id",
    "problems", "statement", "opinion", "rectify_days", "party_signature", "witness", "recording", "recording_kept",
    "identity", "second", "number", "number_second",
)  # fmt: skip
OF_ITEM = ("finding", "remark")
LONGEST_FIELD = 2000
MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the checklist with what was filled in."""

    item: CheckItem
    text: str
    finding: str
    remark: str
    fault: str
    ask: FileAsk


@dataclass(slots=True)
class Draft:
    """The form of the visit of a case: `data` as typed, `faults` by field."""

    case: Case
    visit: Visit
    data: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    asks: Mapping[str, FileAsk] = field(default_factory=dict)

    @property
    def again(self) -> bool:
        """Is it the look at what was to be put right?"""
        return self.visit.result == Visit.RECTIFY

    @property
    def by_video(self) -> bool:
        """Is it looked at over a line?  The second look is on the spot."""
        return self.visit.mode == "video" and not self.again

    @property
    def checklist(self) -> Sequence[CheckItem]:
        """What is looked at; the second time what did not conform the first time."""
        listed = checklist_of(self.case.item)
        first = (self.visit.record or {}).get("items", ()) if self.again else ()
        wrong = {row["code"] for row in first if row["finding"] == visit_record.NOT_CONFORM}
        return [item for item in listed if not wrong or item.code in wrong]

    @property
    def rows(self) -> list[Row]:
        """The lines to be filled in."""
        return [
            Row(
                item,
                in_language(item.text, item.text_en),
                self.data.get(f"finding-{item.code}", ""),
                self.data.get(f"remark-{item.code}", ""),
                self.faults.get(f"finding-{item.code}") or self.faults.get(f"remark-{item.code}", ""),
                self.asks.get(photo_code(item)) or FileAsk(photo_code(item), (), (), ()),
            )
            for item in self.checklist
        ]

    @property
    def done(self) -> int:
        """How many lines have a finding."""
        return sum(1 for row in self.rows if row.finding)

    def check(self) -> bool:
        """Is it fit to be signed?  Fills `faults` in."""
        record = self.record([])
        found = visit_record.faults(record, result=self.result, video=self.by_video)
        self.faults = {fault.field: _(fault.text) for fault in found}
        if self.result not in self.opinions:
            self.faults["opinion"] = _("请选择核查意见")
        if self.result == Visit.RECTIFY and not self.rectify_days:
            self.faults["rectify_days"] = _("请填写整改期限（工作日）")
        return not self.faults

    @property
    def opinions(self) -> tuple[str, ...]:
        """The opinions to choose from."""
        return (Visit.PASSED, Visit.FAILED) if self.again else (Visit.PASSED, Visit.RECTIFY, Visit.FAILED)

    @property
    def result(self) -> str:
        return self.data.get("opinion", "")

    @property
    def rectify_days(self) -> int | None:
        typed = self.data.get("rectify_days", "")
        return int(typed) if typed.isdecimal() and len(typed) < 5 else None

    def record(self, signatures: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The record with these signatures; texts are those of the catalogue, in Chinese."""
        said = self.data.get
        plain = {name: said(name, "").strip() for name in PLAIN if name not in ("second", "rectify_days", "opinion")}
        for name in ("started_at", "ended_at"):
            plain[name] = plain[name] if _is_minute(plain[name]) else ""
        items = [
            {
                "code": item.code,
                "text": item.text,
                "basis": item.basis,
                "finding": said(f"finding-{item.code}", ""),
                "remark": said(f"remark-{item.code}", "").strip(),
                "photos": self._photos(item),
            }
            for item in self.checklist
        ]
        return {**plain, "opinion": self.result, "items": items, "signatures": [dict(row) for row in signatures]}

    def _photos(self, item: CheckItem) -> list[dict[str, str]]:
        ask = self.asks.get(photo_code(item))
        return [{"file": str(row.pk), "sha256": row.sha256} for row in ask.chosen] if ask is not None else []


def photo_code(item: CheckItem) -> str:
    """What a photograph of this line of the checklist is uploaded and kept for."""
    return f"{EVIDENCE}{item.code}"


def _is_minute(text: str) -> bool:
    if not MINUTE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def typed(posted: QueryDict, checklist: Sequence[CheckItem]) -> dict[str, str]:
    """The fields of the form out of what was sent, each cut to its length, the photographs by their keys; nothing else.

    Raises BadUpload for what is no key."""
    names = [*PLAIN, *(f"{name}-{item.code}" for item in checklist for name in OF_ITEM)]
    plain = {name: posted.get(name, "").replace("\0", "")[:LONGEST_FIELD] for name in names}
    photos = chosen(posted, [photo_code(item) for item in checklist])
    return plain | {f"{PREFIX}{code}": " ".join(map(str, keys[:MOST_A_MATERIAL])) for code, keys in photos.items()}


def photos_of(data: Mapping[str, str]) -> dict[str, list[UUID]]:
    """The keys of the photographs in the fields, by what they are kept for."""
    named = {name.removeprefix(PREFIX): keys for name, keys in data.items() if name.startswith(PREFIX)}
    return {code: [UUID(key) for key in keys.split()] for code, keys in named.items()}
