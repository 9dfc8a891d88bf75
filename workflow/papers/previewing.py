"""预览: the documents an act would draw up, as they would be printed, without doing it.

The act is done in a transaction that is taken back: what the preview shows is what the act itself would write, and whatever
bars the act bars its preview.  The numbers are left open, because whoever acts first gets the next one."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals.documents.models import Document
from approvals.licences import Licence
from workflow.acts.perform import perform
from workflow.papers.content import content_of

LAST = re.compile(r"〕\d+号$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is not drawn up, and all that would be printed on it."""

    kind: str
    content: Mapping[str, Any]


def drafts(
    act: str, application_id: int, *, by: int, at: datetime, version: int, arguments: Mapping[str, Any]
) -> list[Draft]:
    """What the act would draw up, in its order; empty for nothing.  Raises what the act raises, and UnknownKind."""
    with transaction.atomic():
        perform(act, application_id, by=by, at=at, version=version, **arguments)
        drawn = Document.objects.filter(application_id=application_id, seq__gt=version).order_by("id")
        found = [(row.number, row.kind, content_of(row, code="", link="")) for row in drawn]
        transaction.set_rollback(True)
    numbers = {number for number, _kind, _content in found}
    printed = {content.get("licence_number", "") for _number, _kind, content in found} - {""}
    numbers |= printed - set(Licence.objects.filter(number__in=printed).values_list("number", flat=True))
    return [Draft(kind, _open(content, numbers)) for _number, kind, content in found]


def _open(content: Mapping[str, Any], numbers: Iterable[str]) -> dict[str, Any]:
    """The content with the last part of each number that was only lent left open, wherever it is printed."""
    text = json.dumps(content, ensure_ascii=False)
    for number in numbers:
        text = text.replace(number, LAST.sub("〕××号", number))
    return dict(json.loads(text))
