"""The words in which the cases of the demo are told: who did what, how many working days before the demo began."""

from dataclasses import dataclass, field
from typing import Any

ALL = "all"
NO_OBJECTION = "材料齐全，符合法定条件，拟准予许可"


@dataclass(frozen=True, slots=True)
class Ago:
    """A day, so many working days before the demo began; negative: after it."""

    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `ago` working days before the beginning; 0: within the hour before it."""

    ago: int
    by: str
    act: str
    given: dict[str, Any] = field(default_factory=dict)


class Story:
    """One application from its lodging on; each method tells one thing more and returns the story.

    >>> [step.act for step in Story("mingtai", "EM06-01", 3).accepted(2).reviewed(1).steps]
    ['lodge', 'accept', 'record_opinion']
    """

    def __init__(self, who: str, item: str, ago: int, *, without: str = "", promised: str = "", **given: Any) -> None:
        """`without` and `promised`: codes of materials absent, and promised in a letter, separated by blanks."""
        self.who = who
        absent = [*without.split(), *promised.split()]
        materials: Any = {"all-but": absent} if absent else ALL
        letter = {"commit_missing": promised.split()} if promised else {}
        self.steps = [Step(ago, who, "lodge", {"item": item, "materials": materials, **letter, **given})]

    def then(self, ago: int, by: str, act: str, **given: Any) -> "Story":
        """Any act."""
        self.steps.append(Step(ago, by, act, given))
        return self

    def supplied(self, ago: int, *materials: str) -> "Story":
        """The applicant hands in."""
        return self.then(ago, self.who, "supply", materials=list(materials))

    def accepted(self, ago: int, by: str = "clerk", **given: Any) -> "Story":
        """受理."""
        return self.then(ago, by, "accept", **given)

    def reviewed(self, ago: int, opinion: str = "grant", grounds: str = NO_OBJECTION, by: str = "reviewer") -> "Story":
        """审查意见."""
        return self.then(ago, by, "record_opinion", opinion=opinion, grounds=grounds)

    def booked(self, ago: int, on: int, officials: str = "verifier_a verifier_b", mode: str = "site") -> "Story":
        """预约核查: for the day `on`."""
        return self.then(ago, "reviewer", "book_visit", for_at=Ago(on), officials=officials.split(), mode=mode)

    def visited(
        self, ago: int, result: str = "passed", officials: str = "verifier_a verifier_b", **given: Any
    ) -> "Story":
        """核查记录, signed by two."""
        return self.then(
            ago, officials.split(maxsplit=1)[0], "record_visit", result=result, officials=officials.split(), **given
        )

    def granted(self, ago: int, by: str = "chief", grounds: str = "") -> "Story":
        """准予."""
        return self.then(ago, by, "grant", grounds=grounds)

    def issued(self, ago: int, method: str = "electronic", by: str = "clerk") -> "Story":
        """制证."""
        return self.then(ago, by, "issue", method=method)

    def delivered(self, ago: int, *, published: bool = True) -> "Story":
        """制证, 送达, and unless it is a natural person's 公示."""
        self.issued(ago).then(ago, "clerk", "serve", method="electronic")
        return self.then(ago, "clerk2", "publish") if published else self
