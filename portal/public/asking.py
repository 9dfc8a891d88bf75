"""What the two query pages share: how a number is read, and the answer to who asks too often."""

import unicodedata
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.client import client_address
from portal.public.attempts import Limits, next_at

LONGEST = 60
BRACKETS = str.maketrans("([{【［（｛《<〈«)]}】］）｝》>〉»", "〔" * 11 + "〕" * 11)


def read_number(text: str) -> str:
    """A number as it is stored: no blanks, ordinary digits and capitals, the brackets of document numbers.

    >>> read_number(" 穗应急危化经字[２０２４] 0017号 ")
    '穗应急危化经字〔2024〕0017号'
    """
    folded = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).translate(BRACKETS)
    return "".join(folded.split()).replace("\0", "")[:LONGEST]


def too_often(request: HttpRequest, limits: Limits, *, number: str, at: datetime) -> datetime | None:
    """Counts this query; the instant from which one may ask again, if it may not be answered now."""
    return next_at(limits, address=client_address(request), number=number, at=at)


def refused(
    request: HttpRequest, template: str, facts: dict[str, Any], *, at: datetime, again: datetime
) -> HttpResponse:
    """429: in words from when on, and in seconds for machines."""
    words = {"at": f"{localtime(again):%H:%M:%S}"}
    fault = _("查询次数过多，为防止他人猜测，请在 %(at)s 以后再查。") % words
    response = render(request, template, {**facts, "fault": fault}, status=429)
    response["Retry-After"] = str(max(1, int((again - at).total_seconds())))
    return response
