"""案卷评查: the sample repeats from its seed, the machine sees what is missing, findings are answered and settled."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from approvals.decisions import Decision
from notifications.kinds import lacking
from notifications.models import Message
from supervision.draws import repeated
from supervision.models import FileReview, ReviewFinding
from supervision.reviews import Deduction, announce_review, answer_finding, draw_review, score_file, settle_finding
from tests.moments import moment
from workflow.errors import BadInput, Refusal
from workflow.models import Application, RefusedAttempt

pytestmark = pytest.mark.django_db
BEGUN, ENDED = date(2026, 3, 2), date(2026, 3, 6)
LATER = moment(date(2026, 4, 1))


@pytest.fixture
def refusal(bureau):
    """A case that was refused; every refusal is reviewed."""
    key = bureau.accepted(BEGUN, "EM13-01")
    bureau.do("record_opinion", key, by="reviewer", at=moment(date(2026, 3, 4)), opinion="refuse", grounds="不具备条件")
    bureau.do("refuse", key, by="deputy", at=moment(ENDED), grounds="不具备条件，依据行政许可法第三十八条第二款")
    return Application.objects.get(pk=key)


@pytest.fixture
def sample(bureau, refusal):
    found = announce_review(
        from_on=BEGUN, until_on=date(2026, 3, 31), seed_source="评查会上摇号", seed_on=LATER.date(),
        by=bureau.account("legal"), at=LATER,
    )  # fmt: skip
    return draw_review(found.pk, seed="2026-04-01/17", by=bureau.account("legal"), at=LATER)


@pytest.fixture
def review(sample):
    return FileReview.objects.get(draw=sample)


def refused(code, act, *args, **given):
    with pytest.raises(Refusal) as refusal:
        act(*args, **given)
    assert refusal.value.code == code
    assert RefusedAttempt.objects.latest("id").code == code


def test_the_sample_is_of_what_was_concluded_and_repeats_from_its_seed(sample, review, refusal):
    assert [each["stratum"] for each in sample.announced["candidates"]] == ["refused"]
    assert [each["id"] for each in sample.outcome] == [each.id for each in repeated(sample)] == [refusal.number]
    assert review.application_id == refusal.pk


def test_the_command_repeats_the_same_sample(sample, capsys):
    given = ("--from", "2026-03-02", "--until", "2026-03-31", "--seed", "2026-04-01/17")
    call_command("review_sample", *given)
    first = capsys.readouterr().out
    call_command("review_sample", *given)
    assert capsys.readouterr().out == first
    assert sample.outcome[0]["id"] in first
    call_command("review_sample", "--draw", str(sample.pk))
    assert sample.outcome[0]["id"] in capsys.readouterr().out


def test_a_sound_file_loses_nothing_to_the_machine(bureau, review):
    scored = score_file(review.pk, deductions={}, by=bureau.account("legal"), at=LATER)
    assert (scored.score, scored.out_of, scored.checked) == (100, 100, {})
    refused("not_in_order", score_file, review.pk, deductions={}, by=bureau.account("legal"), at=LATER)


def test_the_machine_sees_who_decided_his_own_review(bureau, review):
    Decision.objects.filter(application_id=review.application_id).update(decided_by=bureau.account("reviewer"), authority="")
    scored = score_file(review.pk, deductions={}, by=bureau.account("legal"), at=LATER)
    assert set(scored.checked) == {"authority", "signatures"}
    assert scored.score == 80


def test_findings_go_to_who_handled_the_case_are_answered_and_settled_by_another(bureau, review):
    taken = {"reasons": Deduction(5, "没有写明事实")}
    scored = score_file(review.pk, deductions=taken, by=bureau.account("legal"), at=LATER)
    assert scored.score == 95
    told = Message.objects.filter(kind="file_reviewed")
    assert set(told.values_list("recipient__username", flat=True)) == {"clerk", "reviewer", "deputy"}
    assert all(lacking(each.kind, each.params) == [] for each in told)
    (finding,) = ReviewFinding.objects.all()
    refused("not_authorised", answer_finding, finding.pk, text="已补正", by=bureau.account("clerk2"), at=LATER)
    answer_finding(finding.pk, text="已补充说明", by=bureau.account("deputy"), at=LATER)
    assert settle_finding(finding.pk, settled=False, by=bureau.account("legal"), at=LATER).state == "open"
    answer_finding(finding.pk, text="已补充事实部分", by=bureau.account("deputy"), at=LATER)
    assert settle_finding(finding.pk, settled=True, by=bureau.account("legal"), at=LATER).state == "settled"
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFinding.objects.update(points=0)


@pytest.mark.parametrize(
    ("points", "text", "field"), [(16, "多", "reasons-points"), (-1, "负", "reasons-points"), (5, " ", "reasons-text")]
)
def test_points_are_of_the_line_and_have_their_words(bureau, review, points, text, field):
    with pytest.raises(BadInput) as wrong:
        score_file(review.pk, deductions={"reasons": Deduction(points, text)}, by=bureau.account("legal"), at=LATER)
    assert wrong.value.field == field


def test_only_legal_reviewers_draw_and_score(bureau, review):
    for who in ("supervisor", "head", "reviewer"):
        refused("not_authorised", score_file, review.pk, deductions={}, by=bureau.account(who), at=LATER)


def test_a_review_once_scored_stays(bureau, review):
    score_file(review.pk, deductions={}, by=bureau.account("legal"), at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileReview.objects.update(score=1)
