"""案卷评查: a sample drawn like every other, each file scored by 法制审核, each finding answered by who handled the case.

Sources: 行政许可法 61, 72; the bureau's own rule (supervision/schemes/file_review.yaml).  Nobody reviews a file on which he
acted, and nobody settles his own answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from supervision.candidates import TOOK_PART
from supervision.doors import acting, bureau_of
from supervision.draws import announce, draw_of, state_seed
from supervision.file_facts import file_of, sample_list
from supervision.inspection_models import REVIEW, Draw
from supervision.review_models import FileReview, ReviewFinding
from supervision.rules.file_review import PERSON, Line, machine_findings
from supervision.schemes_in_force import review_checklist
from workflow import calendar
from workflow.acts import perform_register
from workflow.acts.register import tell
from workflow.errors import BadInput, NotFound, refuse
from workflow.models import Application, LedgerEntry
from workflow.rules.clock import legal_day

REGISTER = "file_reviews"
LONGEST = 2000
Lost = tuple[Line, int, str, bool]


@dataclass(frozen=True, slots=True)
class Deduction:
    """What a person takes off a line, and why."""

    points: int
    text: str


def announce_review(
    *, from_on: date, until_on: date, seed_source: str, seed_on: date, by: int, at: datetime
) -> Draw:
    """Fixes the list of the cases concluded between these days, and where the seed will come from.

    Raises BadInput, or not_authorised."""
    with acting("announce_review", by=by, at=at):
        today = legal_day(at)
        office = bureau_of(by, act="announce_review", on=today)
        if until_on < from_on or until_on > today:
            raise BadInput(_("办结日期的起止有误，截止日不能晚于今日"), field="until_on")
        if seed_on < today:
            raise BadInput(_("种子公开的日期不能早于今日"), field="seed_on")
        listed = sample_list(office, review_checklist(), from_on=from_on, until_on=until_on)
        return announce(
            "announce_review", REGISTER, office=office, kind=REVIEW, title=f"案卷评查 {from_on} – {until_on}",
            announced=listed, seed_source=seed_source, seed_on=seed_on, by=by, at=at,
        )  # fmt: skip


def draw_review(draw_id: int, *, seed: str, by: int, at: datetime) -> Draw:
    """The seed is known: which files are reviewed.  Raises NotFound, BadInput, or not_authorised, seed_not_yet, not_in_order."""
    with acting("draw_review", by=by, at=at):
        found = draw_of(draw_id, office=bureau_of(by, act="draw_review", on=legal_day(at)), kinds=(REVIEW,))

        def change() -> Draw:
            held = state_seed(found, seed=seed, by=by, at=at)
            numbers = [each["id"] for each in held.outcome or []]
            keys = dict(Application.objects.filter(number__in=numbers).values_list("number", "id"))
            FileReview.objects.bulk_create(
                FileReview(draw=held, office_id=held.office_id, application_id=keys[number], checklist=held.announced["plan"])
                for number in numbers
            )
            return held

        inputs = {"draw": found.pk, "seed": seed}
        return perform_register("draw_review", REGISTER, by=by, at=at, inputs=inputs, change=change)


def score_file(review_id: int, *, deductions: Mapping[str, Deduction], by: int, at: datetime) -> FileReview:
    """Scores a file: what the machine finds costs all the points of its line, the rest is the reviewer's; each finding goes to
    who handled the case.

    Raises NotFound, BadInput, or not_authorised, separation_of_duties (he acted on the case), not_in_order (scored)."""
    review = _review(review_id)
    with acting("score_file", by=by, at=at, application_id=review.application_id, office=review.office_id):
        if review.scored_at is not None:
            raise refuse("not_in_order")
        if by in handlers(review.application_id):
            raise refuse("separation_of_duties")
        found, rows = _lost(review, deductions, on=legal_day(at))

        def change() -> FileReview:
            held = FileReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
            if held.scored_at is not None:
                raise refuse("not_in_order")
            _score(held, found, rows, by=by, at=at)
            _write_findings(held, review, rows, at=at)
            return held

        told = {line.code: [points, text] for line, points, text, _machine in rows}
        inputs = {"review": review.pk, "number": review.application.number, "findings": told}
        return perform_register("score_file", REGISTER, by=by, at=at, inputs=inputs, change=change)


def _lost(review: FileReview, deductions: Mapping[str, Deduction], *, on: date) -> tuple[dict[str, str], list[Lost]]:
    """What the machine finds, and every line that loses points: how many, why, and whether the machine says so."""
    checklist = review_checklist()
    found = machine_findings(checklist, file_of(review.application, on=on), calendar=calendar.current())
    lost = [(line, line.points, found[line.code], True) for line in checklist.lines if line.code in found]
    lost += [_taken(line, deductions.get(line.code)) for line in checklist.lines if line.check == PERSON]
    return found, [each for each in lost if each[1]]


def _score(held: FileReview, found: Mapping[str, str], rows: list[Lost], *, by: int, at: datetime) -> None:
    checklist = review_checklist()
    held.checklist, held.checked, held.out_of = str(checklist), dict(found), checklist.out_of
    held.score = checklist.out_of - sum(points for _line, points, _text, _machine in rows)
    held.scored_by_id, held.scored_at = by, at
    held.save(update_fields=["checklist", "checked", "out_of", "score", "scored_by", "scored_at"])


def _taken(line: Line, given: Deduction | None) -> Lost:
    if given is None or given.points == 0:
        return line, 0, "", False
    if not 0 < given.points <= line.points:
        raise BadInput(_("扣分应为不超过该项分值的整数"), field=f"{line.code}-points")
    if not given.text.strip():
        raise BadInput(_("扣分的，应当写明问题"), field=f"{line.code}-text")
    return line, given.points, given.text.strip()[:LONGEST], False


def _write_findings(held: FileReview, review: FileReview, rows: list[Lost], *, at: datetime) -> None:
    ReviewFinding.objects.bulk_create(
        ReviewFinding(review=held, code=line.code, points=points, text=text, by_machine=machine)
        for line, points, text, machine in rows
    )
    if rows:
        facts = {"number": review.application.number, "score": held.score, "problems": [text for _l, _p, text, _m in rows]}
        link = f"/file-reviews/{held.pk}/"
        tell(f"file_review:{held.pk}", "file_reviewed", to=sorted(handlers(review.application_id)), at=at, link=link, **facts)


def handlers(application_id: int) -> set[int]:
    """Who acted on the case for the bureau."""
    rows = LedgerEntry.objects.filter(application_id=application_id, act__in=TOOK_PART, actor__isnull=False)
    return {int(person or 0) for person in rows.values_list("actor_id", flat=True)}


def answer_finding(finding_id: int, *, text: str, by: int, at: datetime) -> ReviewFinding:
    """Who handled the case says what was put right.  Raises NotFound, or not_authorised, not_in_order, grounds_missing."""
    finding = _finding(finding_id)
    application = finding.review.application_id
    with acting("answer_finding", by=by, at=at, application_id=application):
        if by not in handlers(application):
            raise refuse("not_authorised")
        if not text.strip():
            raise refuse("grounds_missing")
        change = {"state": ReviewFinding.ANSWERED, "answer": text[:LONGEST], "answered_by_id": by, "answered_at": at}
        return _write("answer_finding", finding, ReviewFinding.OPEN, change, {"text": text}, by=by, at=at)


def settle_finding(finding_id: int, *, settled: bool | None, by: int, at: datetime) -> ReviewFinding:
    """The answer is accepted, or another is asked for.  Raises NotFound, BadInput, or not_authorised, separation_of_duties,
    not_in_order."""
    finding = _finding(finding_id)
    with acting(
        "settle_finding", by=by, at=at, application_id=finding.review.application_id, office=finding.review.office_id
    ):
        if not isinstance(settled, bool):
            raise BadInput(_("请选择确认整改或者退回"), field="settled")
        if by == finding.answered_by_id or by in handlers(finding.review.application_id):
            raise refuse("separation_of_duties")
        change: dict[str, object] = {"state": ReviewFinding.SETTLED, "settled_by_id": by, "settled_at": at}
        if not settled:
            change = {"state": ReviewFinding.OPEN, "answer": "", "answered_by_id": None, "answered_at": None}
        return _write("settle_finding", finding, ReviewFinding.ANSWERED, change, {"settled": settled}, by=by, at=at)


def _write(
    act: str, finding: ReviewFinding, state: str, change: Mapping[str, object], inputs: Mapping[str, object], *, by: int,
    at: datetime,
) -> ReviewFinding:  # fmt: skip
    def written() -> ReviewFinding:
        held = ReviewFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if held.state != state:
            raise refuse("not_in_order", str(held.get_state_display()))
        for name, value in change.items():
            setattr(held, name, value)
        held.save(update_fields=list(change))
        return held

    return perform_register(act, REGISTER, by=by, at=at, inputs={"finding": finding.pk, **inputs}, change=written)


def _review(key: int) -> FileReview:
    found = FileReview.objects.select_related("application", "draw").filter(pk=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def _finding(key: int) -> ReviewFinding:
    found = ReviewFinding.objects.select_related("review__application").filter(pk=key).first()
    if found is None:
        raise NotFound(str(key))
    return found
