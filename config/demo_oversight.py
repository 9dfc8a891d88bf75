"""What comes after the licence in the demo: a plan, a draw, inspections, an objection, a file review; made by acts only."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Protocol

from approvals.people import User
from config.demo_account import DOMAIN
from supervision import credit, draws, inspections, reviews
from supervision.inspections import FIT, UNFIT
from supervision.reviews import Deduction
from workflow import acts

FURTHER = (("supervisor_b", "许诚"), ("supervisor_c", "沈岚"))  # two inspectors more: nobody goes alone, some may not go at all
PLANNED, ANNOUNCED, DRAWN, LOOKED, SIGNED, AGAIN = 30, 12, 11, 8, 7, 2  # working days before the demo begins
OBJECTED, SAMPLED, SCORED = 4, 3, 2
RECHECK_LISTED, RECHECK_DRAWN, RECHECKED, RECHECK_SIGNED = 25, 24, 21, 20
SOURCE, NUMBERS = "广东省福利彩票公开摇奖当期开奖号码", "03 11 17 22 28 31 + 09"
Event = tuple[datetime, Callable[[], object]]


class Days(Protocol):
    """The days before the demo began, and the people in them (demo_cases.Past)."""

    people: dict[str, User]

    def moment(self, ago: int, story: int, step: int) -> datetime: ...
    def day(self, ago: int) -> date: ...
    def account(self, handle: str) -> int: ...


def events(past: Days) -> Iterator[Event]:
    """Everything that happened, with its instant."""
    made: dict[str, Any] = {}
    steps: tuple[tuple[int, Callable[[Days, datetime, dict[str, Any]], object]], ...] = (
        *((PLANNED, _plan), (ANNOUNCED, _announce), (DRAWN, _draw), (LOOKED, _look), (SIGNED, _sign), (AGAIN, _again)),
        *((RECHECK_LISTED, _list_again), (RECHECK_DRAWN, _draw_again), (RECHECKED, _look_again), (RECHECK_SIGNED, _sign_again)),
        *((OBJECTED, _object), (SAMPLED, _sample), (SCORED, _score)),
    )
    for number, (ago, step) in enumerate(steps):
        moment = past.moment(ago, number, 12)
        yield moment, _doing(step, past, moment, made)


def _doing(step: Callable[..., object], past: Days, at: datetime, made: dict[str, Any]) -> Callable[[], object]:
    return lambda: step(past, at, made)


def _plan(past: Days, at: datetime, made: dict[str, Any]) -> None:
    head = past.account("head")
    office = past.people["supervisor"].office_id or 0
    for handle, name in FURTHER:
        email = f"{handle}@{DOMAIN}"
        user = acts.add_official(by=head, at=at, username=handle, display_name=name, email=email, office=office)
        acts.open_post(by=head, at=at, user=user.pk, role="supervisor", office=office, from_on=past.day(PLANNED))
    year = past.day(PLANNED).year
    made["plan"] = draws.publish_plan(kind="random", year=year, by=head, at=at)
    made["again"] = draws.publish_plan(kind="recheck", year=year, by=head, at=at)


def _announce(past: Days, at: datetime, made: dict[str, Any]) -> None:
    by = past.account("supervisor")
    seed_on = past.day(DRAWN)
    made["draw"] = draws.announce_inspections(plan_id=made["plan"].pk, seed_source=SOURCE, seed_on=seed_on, by=by, at=at)


def _draw(past: Days, at: datetime, made: dict[str, Any]) -> None:
    found = draws.draw_inspections(made["draw"].pk, seed=NUMBERS, by=past.account("supervisor"), at=at)
    made["tasks"] = list(found.inspections.order_by("id"))


def _look(past: Days, at: datetime, made: dict[str, Any]) -> None:
    """Two were looked at: at one all is well, at the other something is not."""
    for task, unfit in zip(made["tasks"], (False, True), strict=False):
        findings = {line.key: (FIT, "") for line in inspections.checklist(task)}
        if unfit:
            findings[list(findings)[3]] = (UNFIT, "9 月、10 月的记录不全，有两份没有责任人签字")
        inspections.record_inspection(
            task.pk, findings=findings, inspected_on=past.day(LOOKED), by=task.inspectors[0], at=at,
            rectify_days=15 if unfit else None,
        )  # fmt: skip


def _sign(past: Days, at: datetime, made: dict[str, Any]) -> None:
    for task in made["tasks"][:2]:
        inspections.sign_inspection(task.pk, by=task.inspectors[1], at=at)


def _again(past: Days, at: datetime, made: dict[str, Any]) -> None:
    """The second look is written and waits for the other signature."""
    for task in made["tasks"][1:2]:
        text = "记录已经补齐，责任人已签字，并重新组织了培训"
        inspections.record_recheck(task.pk, kept=True, text=text, by=task.inspectors[1], at=at)


def _list_again(past: Days, at: datetime, made: dict[str, Any]) -> None:
    by, seed_on = past.account("supervisor"), past.day(RECHECK_DRAWN)
    made["listed"] = draws.announce_inspections(plan_id=made["again"].pk, seed_source=SOURCE, seed_on=seed_on, by=by, at=at)


def _draw_again(past: Days, at: datetime, made: dict[str, Any]) -> None:
    found = draws.draw_inspections(made["listed"].pk, seed="02 05 13 20 26 33 + 14", by=past.account("supervisor"), at=at)
    made["rechecks"] = list(found.inspections.order_by("id"))


def _look_again(past: Days, at: datetime, made: dict[str, Any]) -> None:
    """回头看: the conditions are still met everywhere."""
    for task in made["rechecks"]:
        findings = {line.key: (FIT, "") for line in inspections.checklist(task)}
        day = past.day(RECHECKED)
        inspections.record_inspection(task.pk, findings=findings, inspected_on=day, by=task.inspectors[0], at=at)


def _sign_again(past: Days, at: datetime, made: dict[str, Any]) -> None:
    for task in made["rechecks"]:
        inspections.sign_inspection(task.pk, by=task.inspectors[1], at=at)


def _object(past: Days, at: datetime, made: dict[str, Any]) -> None:
    """The enterprise whose promise was found false says that it was not."""
    ban = past.people["caiqiao"].applicant.bans.order_by("id").first()  # type: ignore[union-attr]
    if ban is not None:
        text = "核查当日安全管理人员外出培训，附培训通知和考勤记录，请予复核"
        credit.plead(ban.pk, kind="objection", text=text, by=past.account("caiqiao"), at=at)


def _sample(past: Days, at: datetime, made: dict[str, Any]) -> None:
    legal = past.account("legal")
    day = past.day(SAMPLED)
    sample = reviews.announce_review(
        from_on=past.day(40), until_on=day, seed_source="评查会现场摇号", seed_on=day, by=legal, at=at
    )
    found = reviews.draw_review(sample.pk, seed="17 04 26", by=legal, at=at)
    made["reviews"] = list(found.reviews.order_by("id"))


def _score(past: Days, at: datetime, made: dict[str, Any]) -> None:
    """The first of the sample is scored; the rest wait."""
    for review in made["reviews"][:1]:
        taken = {"reasons": Deduction(5, "决定书的事实部分过于简略，没有写明核实经过")}
        reviews.score_file(review.pk, deductions=taken, by=past.account("legal"), at=at)
