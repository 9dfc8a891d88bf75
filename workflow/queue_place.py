"""Where a case stands in somebody's queue: before which and behind which, and whose work it is how much of."""

from dataclasses import dataclass
from datetime import date

from workflow.queue import Filters, conditions_of, read_rows
from workflow.rules.workdays import Calendar
from workflow.seats import AWAITED, MINE, OPEN, RULE, SEAT, WATCHED


@dataclass(frozen=True, slots=True)
class Place:
    """Numbers of the applications before and behind ('' where there is none); the `index`-th of `total`, from one."""

    before: str
    behind: str
    index: int
    total: int


@dataclass(frozen=True, slots=True)
class Load:
    """Open work that a person may do, and how much of it is overdue."""

    user_id: int
    name: str
    total: int
    overdue: int


def place(*, user_id: int, today: date, calendar: Calendar, filters: Filters, application_id: int) -> Place | None:
    """The place of an application among the work of a person that the filters leave; None where it is not among it."""
    conditions, given = conditions_of(filters, today, calendar)
    asked = f"""WITH RECURSIVE {SEAT} SELECT before, behind, index, total FROM (
 SELECT a.id, lag(a.number) OVER w AS before, lead(a.number) OVER w AS behind, row_number() OVER w AS index,
  count(*) OVER () AS total FROM {OPEN} WHERE {" AND ".join([AWAITED, MINE, *conditions])}
 WINDOW w AS (ORDER BY t.due_on, t.id)) x WHERE id = %(application)s LIMIT 1"""
    rows = read_rows(asked, {**given, "user": user_id, "today": today, "application": application_id})
    return next((Place(before or "", behind or "", index, total) for before, behind, index, total in rows), None)


def loads(*, user_id: int, today: date) -> list[Load]:
    """How much open work of the bureau this person watches each official may do; who has most comes first."""
    asked = f"""WITH RECURSIVE {SEAT} SELECT u.id, COALESCE(NULLIF(u.display_name, ''), u.username), count(DISTINCT t.id),
  count(DISTINCT t.id) FILTER (WHERE t.due_on < %(today)s)
 FROM {OPEN} JOIN seat s ON {RULE} JOIN approvals_user u ON u.id = s.user_id
 WHERE {AWAITED} AND {WATCHED} AND s.party IS NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1"""
    return [Load(*row) for row in read_rows(asked, {"user": user_id, "today": today})]
