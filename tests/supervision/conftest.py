"""A bureau with its people, and cases that only acts have made."""

from datetime import date, datetime
from typing import Any

import pytest

from approvals.people import User
from config.play.cast import assemble
from supervision.sweep import judge
from tests.moments import moment
from workflow.acts import lodge, perform
from workflow.models import Application
from workflow.sweep import sweep

LICENCE = "EM16-01"


class Bureau:
    """People by handle; what they do, and the timers, at ten in the morning of a day of 2026."""

    def __init__(self) -> None:
        self.people: dict[str, User] = assemble()

    def account(self, handle: str) -> int:
        return int(self.people[handle].pk)

    def lodge(self, at: datetime, item: str = LICENCE, **given: Any) -> Application:
        return lodge(by=self.account("applicant"), at=at, item=item, **given)

    def do(self, act: str, key: int, *, by: str, at: datetime, **given: Any) -> Application:
        return perform(act, key, by=self.account(by), at=at, **given)

    def accepted(self, day: date, item: str = LICENCE) -> int:
        """A case accepted on that day."""
        key = self.lodge(moment(day, 9), item).pk
        self.do("accept", key, by="clerk", at=moment(day))
        return int(key)

    @staticmethod
    def tick(day: date, minute: int = 5) -> list[tuple[str, date]]:
        """The timers of the night before that day begins to be worked; the cards they wrote."""
        at = moment(day, 0, minute)
        sweep(at=at)
        return [(card.rule, card.day) for card in judge(at)]


@pytest.fixture
def bureau(db: None) -> Bureau:
    return Bureau()


@pytest.fixture
def committed_bureau(committed_database: object) -> Bureau:
    """In a database of its own, where other connections see what was written."""
    return Bureau()
