"""The lines of a guide: what the catalogue says of a sub-item, in sentences.  Nothing here is a number of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.case_words import WAYS, in_language, said
from portal.public.words import DESKS, MEANINGS, STATIONS, WHEN, data_word, limit_words, period_words
from workflow.outline import Row, Station
from workflow.reading import needs_licence
from workflow.rules.catalogue import Ground, Material, SubItem
from workflow.rules.catalogue_values import Use


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period of the procedure: how long, what it means, and on what it rests."""

    name: str
    length: str
    meaning: str
    basis: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material with where it comes from, and whether it can be left out or come later."""

    name: str
    essential: bool
    form: str
    source: str
    exempt: str
    promise: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """A way of handling, open for this sub-item or not, and what it means."""

    name: str
    open: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """A station with who works there and how long it may take; `depth` 1: a turning off from the one before."""

    name: str
    when: str
    desk: str
    limit: str
    meaning: str
    depth: int
    illustrative: bool


def who_may_apply(item: SubItem) -> str:
    """By what the application is: for a new licence, or on one that is held."""
    result = {"result": item.result_name}
    if needs_licence(item):
        return _("持有有效的“%(result)s”的单位或者个人（法律依据另有规定的除外）。") % result
    if item.is_filing:
        return _("依照下列法律依据应当办理备案的单位或者个人。")
    return _("符合下列法律依据规定的条件，申请“%(result)s”的单位或者个人。") % result


def period_lines(item: SubItem) -> list[PeriodLine]:
    """What runs in an ordinary application, in the order in which it runs."""
    rules, basis = item.rules, item.rules.basis
    since = _("自收到齐全的材料之日起") if item.clock_start == "receipt" else _("自受理之日起")
    longer = _("经批准可以延长 %(n)s 个工作日，并告知理由。") % {"n": rules.extension_max_days}
    rows = [
        (_("告知是否受理"), rules.notice_days, _("逾期不告知的，自收到材料之日起即为受理。"), basis["notice"]),
        (_("法定办结期限"), item.statutory_days, f"{since}{_('；')}{longer}", item.statutory_basis or ""),
        (_("承诺办结期限"), item.promised_days, _("%(since)s，本机关承诺的期限。") % {"since": since}, ""),
        (_("送达"), rules.delivery_days, _("自作出决定之日起。"), basis["delivery"]),
    ]
    if item.publish:
        rows.append((_("公示"), rules.publication_days, _("自作出决定之日起；自然人的不公开。"), basis["publication"]))
    return [PeriodLine(name, limit_words(days), meaning, law) for name, days, meaning, law in rows]


def material_lines(item: SubItem) -> list[MaterialLine]:
    """The list of materials in the catalogue's order."""
    promisable = item.tolerance
    return [_material(material, promisable=promisable) for material in item.materials.values()]


def _material(material: Material, *, promisable: bool) -> MaterialLine:
    later = promisable and material.tolerable
    words = _("可以承诺受理后 %(n)s 个工作日内补齐") % {"n": material.tolerance_days}
    return MaterialLine(
        name=in_language(material.name, material.name_en),
        essential=material.essential,
        form=data_word(material.form),
        source=data_word(material.source),
        exempt=data_word(material.exempt),
        promise=words if later else "",
    )


def way_lines(item: SubItem) -> list[WayLine]:
    """All four ways with what each means here."""
    tolerance = item.tolerance and bool(item.tolerable)
    return [
        WayLine(said(WAYS, "ordinary"), item.standard, _("材料齐全即受理，审查后作出决定。")),
        WayLine(said(WAYS, "tolerance"), tolerance, _tolerance(item)),
        WayLine(said(WAYS, "commitment"), item.commitment, _commitment(item)),
        WayLine(_("即办"), item.instant, _("材料齐全、符合条件的，受理后随即作出决定。")),
    ]


def _tolerance(item: SubItem) -> str:
    rules = item.rules
    words = {"most": rules.tolerance_max_missing, "months": rules.tolerance_ban_months}
    return (
        _(
            "主要材料齐全，其他材料缺 %(most)s 件以内的，签署承诺书后先受理，再按期补齐；逾期没有补齐的终止办理，"
            "%(months)s 个月内不再适用容缺受理。"
        )
        % words
    )


def _commitment(item: SubItem) -> str:
    rules = item.rules
    words = {"after": period_words(item.follow_up), "months": rules.commitment_ban_months}
    words["days"] = rules.commitment_rectify_max_days
    return (
        _(
            "书面承诺符合条件的，不经审查和核查即作出决定；决定后 %(after)s内核查，不符合承诺的限期整改（最长 %(days)s 个工作日）"
            "或者撤销许可，%(months)s 个月内不再适用告知承诺。"
        )
        % words
    )


def stage_lines(rows: tuple[Row, ...]) -> list[StageLine]:
    """The stations one by one: the words of the flow chart for whoever does not see it."""
    return list(_stages(rows))


def _stages(rows: tuple[Row, ...]) -> Iterator[StageLine]:
    for row in rows:
        for lane in row:
            for station in lane:
                yield _stage(station, 0)
                yield from (_stage(turning, 1) for turning in station.turnings)


def _stage(station: Station, depth: int) -> StageLine:
    return StageLine(
        name=said(STATIONS, station.name),
        when=said(WHEN, station.name) if station.sometimes else "",
        desk=said(DESKS, station.desk),
        limit=limit_words(station.limit),
        meaning=said(MEANINGS, station.name),
        depth=depth,
        illustrative=station.step is not None and station.step.illustrative,
    )


def reason_lines(item: SubItem, use: Use) -> list[tuple[str, str, bool]]:
    """Catalogued reasons for an act: sentence, law, whether it is only an illustration."""
    return [(_reason(ground), ground.legal_basis or "", ground.illustrative) for ground in item.grounds_for(use)]


def _reason(ground: Ground) -> str:
    return in_language(ground.text, ground.text_en)


def timing_lines(item: SubItem) -> list[tuple[str, str]]:
    """When a renewal may be asked for, and what silence means: sentence and law."""
    found: list[tuple[str, str]] = []
    window = item.window
    if window is not None:
        opens = _("许可证届满前 %(n)s起可以申请") % {"n": period_words(window.open_before)}
        closes = _("最迟届满前 %(n)s提出") % {"n": period_words(window.apply_before)}
        closes = closes if window.apply_before.n else _("最迟在届满前提出")
        late = _("按期提出而届满前没有作出决定的，视为准予延续")
        if window.grace_after_expiry is not None:
            late = _("届满后 %(n)s内可以补办") % {"n": period_words(window.grace_after_expiry)}
        found.append((f"{opens}{_('，')}{closes}{_('；')}{late}{_('。')}", window.legal_basis or ""))
    if item.silence == "deemed_filed":
        found.append((_("逾期没有处理又没有说明理由的，视为已经备案。"), item.statutory_basis or ""))
    return found


def procedure_lines(item: SubItem) -> list[PeriodLine]:
    """Special procedures the item foresees; their days are not counted where they stop the clock."""
    return [
        PeriodLine(
            data_word(each.name),
            _("最长 %(limit)s") % {"limit": limit_words(each.max_days)} if each.max_days else "",
            _("所需时间不计入办理期限，但会书面告知。") if each.stops_clock else _("所需时间计入办理期限。"),
            each.basis or "",
        )
        for each in item.procedures.values()
    ]
