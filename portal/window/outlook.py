"""Which ways are open for the sheet on the counter, and why another is not: asked of the acts, never decided here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.act_fields import Text
from portal.case_words import REMEDIES, WAYS, in_language, said
from portal.refusals import sentence
from portal.window.sheet import BAD, EXEMPT, IN, OUT, PROMISED, Desk
from workflow.errors import LicensingError
from workflow.prospect import Prospect, foresee, last_days
from workflow.reading import ways
from workflow.rules.catalogue import Ground, Material, SubItem

NOT_HANDED_IN = "NOT-HANDED-IN"


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way: open, or closed with the reason and what to do; `wanted`: the one the sheet is on."""

    name: str
    title: str
    open: bool
    text: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer about a material."""

    value: str
    text: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material of the list as the counter shows it."""

    material: Material
    name: str
    state: str
    choices: tuple[Choice, ...]
    until: date | None
    exempt: str
    earlier: object
    grounds: tuple[Ground, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The ways, and what accepting the sheet as it is would lead to (or what bars it)."""

    ways: tuple[WayLine, ...]
    due: tuple[tuple[str, date], ...]
    error: str
    todo: str
    promised: tuple[tuple[str, date | None], ...]
    missing: tuple[str, ...]
    letter: bool
    route: str
    routes: tuple[Choice, ...]
    signed: tuple[Choice, ...]

    @property
    def acceptable(self) -> bool:
        return not self.error


def told(error: LicensingError, item: SubItem) -> str:
    """The refusal as a sentence of the page."""
    return sentence(error.text, error.detail, item)


def until(desk: Desk) -> dict[str, date]:
    """Until when each material could be promised today."""
    intent, item = desk.intent, desk.item
    if intent is None or item is None:
        return {}
    return last_days(intent, item, by=desk.clerk, at=desk.at)


def outlook(desk: Desk) -> Outlook | None:
    """None until applicant and matter are chosen."""
    item = desk.item
    if desk.intent is None or item is None or desk.file is None:
        return None
    closed = {way.name: way.code for way in ways(item, applicant=desk.file.applicant, bans=desk.file.bans, on=desk.today)}
    promised, missing = desk.codes(PROMISED), desk.codes(OUT, BAD)
    now = _foresee(desk, route=desk.route, promised=promised)
    lines = (_ordinary(desk), _tolerance(desk, closed), _commitment(desk, closed), _instant(item))
    eligible = ["ordinary", *(["commitment"] if closed["commitment"] is None else [])]
    last = {subject: day for (kind, subject), day in now.due.items() if kind == "cure"}
    if any(code not in last for code in promised):  # something else still bars it; the letter names its days all the same
        last = until(desk) | last
    return Outlook(
        ways=lines,
        due=_dates(now),
        error=told(now.error, item) if now.error is not None else "",
        todo=said(REMEDIES, now.error.code) if now.error is not None else "",
        promised=tuple((_name(item, code), last.get(code)) for code in promised),
        missing=tuple(_name(item, code) for code in missing),
        letter=bool(promised) or desk.route == "commitment",
        route=desk.route,
        routes=tuple(Choice(name, said(WAYS, name), name == desk.route) for name in eligible),
        signed=_signatures(desk),
    )


def _foresee(desk: Desk, *, route: str = "ordinary", promised: list[str]) -> Prospect:
    assert desk.intent is not None
    return foresee(desk.intent, by=desk.clerk, at=desk.at, route=route, promised=promised)


def _signatures(desk: Desk) -> tuple[Choice, ...]:
    words = {"paper": _("纸质签字或者盖章"), "electronic": _("电子签名")}
    return tuple(Choice(value, text, value == desk.signed) for value, text in words.items())


def _name(item: SubItem, code: str) -> str:
    return in_language(item.materials[code].name, item.materials[code].name_en)


def _dates(found: Prospect) -> tuple[tuple[str, date], ...]:
    words = {"statutory": _("法定期限"), "promised": _("承诺期限")}
    return tuple((words[kind], day) for (kind, _subject), day in found.due.items() if kind in words)


def _line(name: str, title: str, error: LicensingError | None, item: SubItem, text: str = "") -> WayLine:
    if error is None:
        return WayLine(name, title, True, text)
    return WayLine(name, title, False, told(error, item), said(REMEDIES, error.code))


def _closed(name: str, code: str, text: str) -> WayLine:
    return WayLine(name, said(WAYS, name), False, text, said(REMEDIES, code))


def _ordinary(desk: Desk) -> WayLine:
    assert desk.item is not None
    found = _foresee(desk, promised=[])
    return _line("ordinary", said(WAYS, "ordinary"), found.error, desk.item, _("材料齐全，可以当场受理"))


def _tolerance(desk: Desk, closed: Mapping[str, str | None]) -> WayLine:
    """What is marked as promised; nothing marked: whatever is missing and may be promised."""
    item = desk.item
    assert item is not None
    if closed["tolerance"] is not None:
        return _of_rule(desk, "tolerance", closed["tolerance"])
    absent = desk.codes(PROMISED, OUT, BAD)
    if not absent:
        return WayLine("tolerance", said(WAYS, "tolerance"), True, _("没有缺少的材料，不需要承诺"))
    promised = desk.codes(PROMISED) or [code for code in absent if code in item.tolerable]
    found = _foresee(desk, promised=promised)
    days = [day for (kind, _subject), day in found.due.items() if kind == "cure"]
    words = {"names": "、".join(_name(item, code) for code in promised), "day": min(days, default=None)}
    text = _("可以承诺：%(names)s；最早到期 %(day)s") % words if days else ""
    return _line("tolerance", said(WAYS, "tolerance"), found.error, item, text)


def _commitment(desk: Desk, closed: Mapping[str, str | None]) -> WayLine:
    assert desk.item is not None
    if closed["commitment"] is not None:
        return _of_rule(desk, "commitment", closed["commitment"])
    found = _foresee(desk, route="commitment", promised=desk.codes(PROMISED))
    text = _("签署承诺书后当场受理，当日作出决定")
    return _line("commitment", said(WAYS, "commitment"), found.error, desk.item, text)


def _of_rule(desk: Desk, name: str, code: str) -> WayLine:
    """Closed whatever is handed in: by the item, a ban (until when), or bad credit."""
    assert desk.file is not None
    applicant = desk.file.applicant
    if code == "item_not_eligible":
        return _closed(name, code, _("该事项不适用%(way)s") % {"way": said(WAYS, name)})
    if applicant.bad_credit and code.startswith("banned_from"):
        return _closed(name, code, _("申请人有严重失信记录，不适用%(way)s") % {"way": said(WAYS, name)})
    kind = "reapplication" if code == "reapplication_barred" else name
    ban = next((b for b in desk.file.bans if b.kind == kind and b.from_on <= desk.today), None)
    words = {"way": said(WAYS, name), "until": ban.until if ban else "", "basis": ban.legal_basis if ban else ""}
    if kind == "reapplication":
        return _closed(name, code, _("申请人至 %(until)s（含当日）不得再次申请该许可（%(basis)s）") % words)
    return _closed(name, code, _("申请人至 %(until)s（含当日）不适用%(way)s（%(basis)s）") % words)


def _instant(item: SubItem) -> WayLine:
    title = _("即办")
    if item.instant:
        return WayLine("instant", title, True, _("受理后可以由同一人审查，当场提请决定"))
    return WayLine("instant", title, False, _("该事项不是即办件，受理、审查、决定由不同人员办理"))


def material_lines(desk: Desk) -> list[MaterialLine]:
    """The list of the item with what is known of each material."""
    item, file = desk.item, desk.file
    if item is None or file is None:
        return []
    days = until(desk)
    return [_material(desk, item, material, days.get(material.code)) for material in item.materials.values()]


def _material(desk: Desk, item: SubItem, material: Material, day: date | None) -> MaterialLine:
    state = desk.state(material)
    words = [(IN, _("收到")), (PROMISED, _("承诺补齐")), (OUT, _("暂缺")), (BAD, _("不合格"))]
    shown = [(value, text) for value, text in words if value != PROMISED or day is not None or state == PROMISED]
    free = desk.exempt.get(material.code, "")
    shown = [(EXEMPT, _("免提交")), *shown] if free else shown
    grounds = [g for g in item.grounds_for("supplement") if g.material in (None, material.code)]
    known = desk.file.materials.get((material.code, material.name)) if desk.file is not None else None
    return MaterialLine(
        material=material,
        name=in_language(material.name, material.name_en),
        state=state,
        choices=tuple(Choice(value, text, value == state) for value, text in shown),
        until=day,
        exempt=free,
        earlier=known,
        grounds=tuple(g for g in grounds if g.code != NOT_HANDED_IN),
        reason=desk.answer(f"w-{material.code}"),
    )


def declining(desk: Desk) -> list[Choice]:
    """The reasons for not accepting, in the words of the catalogue."""
    grounds = desk.item.grounds_for("decline") if desk.item is not None else ()
    named = [(g.code.lower().replace("-", "_"), in_language(g.text, g.text_en)) for g in grounds]
    return [Choice(code, text, code == desk.answer("reason")) for code, text in named]


def supplement(desk: Desk) -> dict[str, str]:
    """What the one notice lists: everything missing or not in order, each with its reason in the language of the notice."""
    item = desk.item
    if item is None:
        return {}
    missing = next((g.text for g in item.grounds_for("supplement") if g.code == NOT_HANDED_IN), "")
    return {c: missing if c in desk.codes(OUT) else desk.answer(f"w-{c}") for c in desk.codes(OUT, BAD)}


