"""好差评公开: how the services of a year were rated, by office and item; no rating and no party can be recognised.

Source: 国办发〔2019〕51号; with fewer ratings than the profile says, only the number of services is shown."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from approvals.people import Office
from portal import moment
from portal.case_words import in_language
from portal.keys import key_of
from supervision.ratings import figures
from supervision.rules.ratings import Named, Tally, score, together
from workflow import catalogue_versions

FIRST_YEAR = 2018
YEARS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """An item, or a whole office: services, ratings, and where there are enough of them the score and the levels."""

    name: str
    tally: Tally
    score: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OfficeRatings:
    """An office with its items, and what was rated apart: name, mean, number."""

    office: Office
    total: Line
    items: tuple[Line, ...]
    apart: tuple[tuple[str, str, int], ...]


@require_safe
@never_cache
def ratings(request: HttpRequest) -> HttpResponse:
    """`year`: that of the services; this year where none is named."""
    today = moment.today()
    year = key_of(request.GET.get("year") or str(today.year), "year", most=today.year)
    year = max(year, FIRST_YEAR)
    rules = figures.rules()
    facts = {
        "year": year,
        "years": list(range(today.year, max(FIRST_YEAR, today.year - YEARS) - 1, -1)),
        "offices": _offices(year, today),
        "levels": [in_language(each.zh, each.en) for each in _levels()],
        "points": rules.points,
        "shown_from": rules.shown_from,
        "default_counted": rules.default_counted,
        "basis": rules.legal_basis,
    }
    return render(request, "portal/public/ratings.html", facts)


def _levels() -> list[Named]:
    found = figures.rules().levels
    return [found[stars] for stars in sorted(found, reverse=True)]


def _offices(year: int, today: date) -> list[OfficeRatings]:
    found, apart = figures.by_item(year=year, today=today), figures.apart(year=year)
    offices = Office.objects.in_bulk(found)
    names = {item.item_code: in_language(item.item_name, item.item_name_en) for item in catalogue_versions.all_current()}
    return [
        OfficeRatings(
            office=offices[key],
            total=_line(offices[key].name, _total(tallies)),
            items=tuple(_line(names.get(code, code), tally) for code, tally in tallies.items()),
            apart=tuple(_apart(apart.get(key, {}))),
        )
        for key, tallies in found.items()
    ]


def _total(tallies: dict[str, Tally]) -> Tally:
    """All services; of the ratings those of all items, unless the rest beside the items shown would tell of a few."""
    few = figures.rules().shown_from
    shown = {code: tally for code, tally in tallies.items() if tally.rated >= few}
    rest = sum(tally.rated for code, tally in tallies.items() if code not in shown)
    rated = together(shown if shown and 0 < rest < few else tallies)
    return replace(rated, services=together(tallies).services)


def _line(name: str, tally: Tally) -> Line:
    rules = figures.rules()
    if tally.rated < rules.shown_from:
        return Line(name, tally, "", ())
    points = score(tally, scale=len(rules.levels), points=rules.points)
    return Line(name, tally, str(points), tuple(tally.stars.get(int(each.code), 0) for each in _levels()))


def _apart(found: dict[str, figures.Apart]) -> list[tuple[str, str, int]]:
    rules = figures.rules()
    known = [each for rows in rules.dimensions.values() for each in rows]
    shown = [(each, found[each.code]) for each in known if each.code in found]
    return [
        (in_language(each.zh, each.en), str(row.mean), row.count) for each, row in shown if row.count >= rules.shown_from
    ]
