"""公示数据开放: the published records for machines, as CSV and JSON, a page at a time, with a description of the fields.

`until` fixes the state that the pages of one reading share, `after` is the last record read; the answer names the next page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.keys import key_of
from supervision.publication import export
from supervision.publication.record import rules

READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
@never_cache
def table(request: HttpRequest) -> HttpResponse:
    """The records as CSV."""
    rows, following = _page(request, "published-csv")
    response = HttpResponse(export.table(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="published.csv"'
    return _linked(response, following)


@require_safe
@never_cache
def objects(request: HttpRequest) -> HttpResponse:
    """The records as JSON."""
    rows, following = _page(request, "published-json")
    told: Mapping[str, object] = {
        "until": _until(request),
        "next": following or None,
        "fields": reverse("published-fields"),
        "records": [export.as_object(row) for row in rows],
    }
    return _linked(JsonResponse(told, json_dumps_params=READABLE), following)


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """What each field is, in both languages, and what is not published."""
    return JsonResponse(export.description(), json_dumps_params=READABLE)


def _until(request: HttpRequest) -> int:
    given, newest = request.GET.get("until", ""), export.newest()
    return min(key_of(given, "until"), newest) if given else newest


def _page(request: HttpRequest, name: str) -> tuple[list[export.Given], str]:
    """The records of this page, and the address of the next one where there is one."""
    after, limit, until = key_of(request.GET.get("after") or "0", "after"), rules().page_rows, _until(request)
    rows = export.as_of(until=until, after=after, limit=limit + 1)
    more = urlencode({"until": until, "after": rows[limit - 1].key}) if len(rows) > limit else ""
    return rows[:limit], f"{reverse(name)}?{more}" if more else ""


def _linked(response: HttpResponse, following: str) -> HttpResponse:
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response
