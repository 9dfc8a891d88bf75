"""批量准予: only cases of one sub-item whose bars are all clear, confirmed in one list, granted one by one.

Each case goes through `acts.perform` with the version that was confirmed: what changed since is skipped and said.  The
rows are the order; a page, a worker and beat may all carry it on, and none does a case twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from portal.approval.models import GRANTED, REFUSED, SKIPPED, WAITING, BulkGrant, BulkLine
from workflow import acts, store
from workflow.errors import BadInput, Busy, Conflict, LicensingError
from workflow.offers import offer
from workflow.rules.clock import legal_day

MOST = 100
VALID_FOR = timedelta(hours=1)  # a confirmation that nobody could carry out by then is asked for anew
AGAINST = "against"
LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Checked:
    """Can the case be granted together with others?  `code` and `text` say why not; both empty: it can."""

    application_id: int
    number: str
    sub_item_code: str
    applicant: str
    version: int
    code: str = ""
    text: str = ""

    @property
    def clear(self) -> bool:
        return not self.code


def check(application_id: int, *, by: int, at: datetime) -> Checked:
    """Asks the case itself; one with an opinion against it is never granted together with others."""
    stored = store.load(application_id, by=by, at=at, today=legal_day(at))
    case, version = stored.case, stored.version
    application = case.application
    against = any(row.current and row.opinion == "refuse" for row in case.opinions)
    found = offer(case, "grant")
    code = AGAINST if found.open and against else found.code or ""
    about = (application.pk, application.number, application.sub_item_code, case.applicant.name, version)
    return Checked(*about, code, found.text)


def confirm(versions: Mapping[int, int], *, by: int, sub_item_code: str, at: datetime) -> BulkGrant:
    """Writes down what was confirmed: applications of this sub-item with the versions that were checked.

    Raises BadInput for none or too many."""
    if not 1 <= len(versions) <= MOST:
        raise BadInput(str(len(versions)), field="case")
    with transaction.atomic():
        made = BulkGrant.objects.create(by_id=by, sub_item_code=sub_item_code, confirmed_at=at)
        lines = [BulkLine(bulk=made, application_id=key, version=version) for key, version in versions.items()]
        BulkLine.objects.bulk_create(lines)
    return made


def carry_on(bulk_id: int, *, at: datetime, budget_seconds: float) -> bool:
    """Grants case after case until the time is used up; True once none waits.  Safe to run twice at once."""
    until = monotonic() + budget_seconds
    while _one(bulk_id, at=at):
        if monotonic() > until:
            break
    waiting = BulkLine.objects.filter(bulk=bulk_id, state=WAITING).exists()
    if not waiting:
        BulkGrant.objects.filter(pk=bulk_id, finished_at=None).update(finished_at=at)
    return not waiting


def carry_on_all(*, at: datetime, budget_seconds: float) -> None:
    """What is unfinished, whoever left it."""
    for key in BulkGrant.objects.filter(finished_at=None).order_by("id").values_list("id", flat=True):
        carry_on(key, at=at, budget_seconds=budget_seconds)


def _one(bulk_id: int, *, at: datetime) -> bool:
    """The next case that nobody else is at; False where there is none.  The grant and its line are one commit."""
    with transaction.atomic():
        waiting = BulkLine.objects.select_for_update(skip_locked=True, of=("self",)).select_related("bulk")
        line = waiting.filter(bulk=bulk_id, state=WAITING).order_by("id").first()
        if line is None:
            return False
        if at - line.bulk.confirmed_at > VALID_FOR:
            line.state, line.code = SKIPPED, LAPSED
        else:
            _grant(line, at=at)
        line.save(update_fields=["state", "code", "text", "detail"])
    return True


def _grant(line: BulkLine, *, at: datetime) -> None:
    try:
        acts.perform("grant", line.application_id, by=line.bulk.by_id, at=at, version=line.version)
    except LicensingError as error:
        line.state = SKIPPED if isinstance(error, Conflict | Busy) else REFUSED
        line.code, line.text, line.detail = error.code, error.text, error.detail
    else:
        line.state = GRANTED
