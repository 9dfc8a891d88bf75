"""Cases made by acts: what the pages show in these tests."""

from datetime import date, datetime, timedelta
from typing import Any

from approvals.people import User
from tests.moments import moment
from workflow import acts, calendar, queue
from workflow.models import Application

EASY, VISITED, GRAVE = "EM13-01", "EM16-01", "EM03-02"


class Scene:
    """Acts by handle; each at the suite's day unless a day is given."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people

    def lodge(
        self, by: str = "applicant", *, item: str = EASY, at: datetime | None = None, **facts: Any
    ) -> Application:
        return acts.lodge(by=self.people[by].pk, at=at or moment(), item=item, **facts)

    def do(self, act: str, case: Application, by: str, *, at: datetime | None = None, **arguments: Any) -> None:
        acts.perform(act, case.pk, by=self.people[by].pk, at=at or moment(), **arguments)

    def accepted(self, by: str = "applicant", *, item: str = EASY, at: datetime | None = None) -> Application:
        case = self.lodge(by, item=item, at=at)
        self.do("accept", case, "clerk", at=at)
        return case

    def reviewed(self, by: str = "applicant", *, item: str = EASY, at: datetime | None = None) -> Application:
        case = self.accepted(by, item=item, at=at)
        self.do("record_opinion", case, "reviewer", at=at, opinion="grant")
        return case

    def holders(self, case: Application, day: date | None = None) -> set[str]:
        """Handles of those in whose queue the case is."""
        names = {user.pk: handle for handle, user in self.people.items()}
        return {names[key] for key in queue.holders(case.pk, day or moment().date())}

    def page_of(self, handle: str, day: date | None = None, **asked: Any) -> queue.Page:
        """The queue of a person."""
        today, days = day or moment().date(), calendar.current()
        return queue.page(user_id=self.people[handle].pk, today=today, calendar=days, **asked)


def working_days_ago(number: int, *, hour: int = 10) -> datetime:
    """The instant so many working days before the suite's day."""
    return moment(calendar.current().back(moment().date(), number), hour)


def next_day(number: int = 1) -> date:
    return moment().date() + timedelta(days=number)
