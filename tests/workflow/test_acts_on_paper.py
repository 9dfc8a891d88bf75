"""Acts that exist because the law wants a paper of them: statements, hearings declined or announced, expert opinions."""

from typing import Any

import pytest

from approvals.documents.models import Document
from approvals.people import User
from config.play.cast import assemble
from tests.moments import days_later, moment
from workflow import acts
from workflow.errors import BadInput, Refusal

ITEM = "EM16-01"


@pytest.fixture
def people(db):
    return {handle: user.pk for handle, user in assemble().items()}


@pytest.fixture
def case(people):
    made = acts.lodge(by=people["applicant"], at=moment(), item=ITEM)
    return acts.perform("accept", made.pk, by=people["clerk"], at=moment()).pk


@pytest.fixture
def third(people):
    return User.objects.get(pk=people["applicant2"]).applicant_id


def kinds(case):
    return list(Document.objects.filter(application_id=case).order_by("pk").values_list("kind", flat=True))


def refused(code, act, case, by, **given):
    with pytest.raises(Refusal) as refusal:
        acts.perform(act, case, by=by, at=days_later(1), **given)
    assert refusal.value.code == code


def told(people, case, third):
    reviewer = people["reviewer"]
    acts.perform("notify_third_party", case, by=reviewer, at=moment(), party=third, interest="相邻关系")


def test_the_applicant_is_told_of_the_right_to_a_hearing_in_a_paper_of_his_own(people, case, third):
    told(people, case, third)
    assert {"third_party_notice", "hearing_rights_notice"} <= set(kinds(case))


def test_a_statement_is_recorded_with_how_it_is_treated_and_only_of_whom_it_concerns(people, case, third):
    given: dict[str, Any] = {"statement": "距离过近", "treatment": "不予采纳：距离符合规范"}
    refused("not_in_order", "record_statement", case, people["reviewer"], party=third, **given)
    told(people, case, third)
    refused("grounds_missing", "record_statement", case, people["reviewer"], party=third, statement="距离过近")
    refused("not_authorised", "record_statement", case, people["clerk"], party=third, **given)
    stranger = User.objects.get(pk=people["person"]).applicant_id
    with pytest.raises(BadInput):
        acts.perform("record_statement", case, by=people["reviewer"], at=moment(), party=stranger, **given)
    acts.perform("record_statement", case, by=people["reviewer"], at=moment(), party=third, **given)
    assert kinds(case)[-1] == "statement_record"


def test_who_asks_in_time_is_heard_and_only_who_asks_late_or_without_a_right_is_declined(people, case, third):
    told(people, case, third)
    day = moment().date()
    given: dict[str, Any] = {"party": third, "grounds": "提出要求时已超过期限"}
    refused("not_in_order", "decline_hearing", case, people["legal"], asked_on=days_later(1).date(), **given)
    refused("not_authorised", "decline_hearing", case, people["reviewer"], asked_on=day, **given)
    refused("grounds_missing", "decline_hearing", case, people["legal"], party=third, asked_on=day)
    late = days_later(21)
    acts.perform("decline_hearing", case, by=people["legal"], at=late, asked_on=days_later(20).date(), **given)
    stranger = User.objects.get(pk=people["person"]).applicant_id
    acts.perform("decline_hearing", case, by=people["legal"], at=late, party=stranger, asked_on=day, grounds="不是利害关系人")
    assert kinds(case)[-2:] == ["hearing_declined", "hearing_declined"]


def test_a_hearing_of_the_authoritys_own_motion_is_announced_and_one_asked_for_is_not(people, case, third):
    acts.perform("pause", case, by=people["reviewer"], at=moment(), procedure="hearing", planned_days=20)
    acts.perform("call_hearing", case, by=people["legal"], at=moment(), chair=people["deputy2"], day=days_later(28).date())
    assert "hearing_announcement" in kinds(case)
    other = acts.lodge(by=people["applicant"], at=moment(), item=ITEM).pk
    acts.perform("accept", other, by=people["clerk"], at=moment())
    told(people, other, third)
    acts.perform("request_hearing", other, by=people["applicant2"], at=moment())
    acts.perform("call_hearing", other, by=people["legal"], at=moment(), chair=people["deputy2"], day=days_later(28).date())
    assert "hearing_notice" in kinds(other)
    assert "hearing_announcement" not in kinds(other)


def test_an_expert_review_ends_with_the_opinion_of_named_experts(people, case):
    acts.perform("pause", case, by=people["reviewer"], at=moment(), procedure="expert_review", planned_days=5)
    with pytest.raises(BadInput):
        acts.perform("resume", case, by=people["reviewer"], at=moment(), procedure="expert_review", conclusion="通过")
    given: dict[str, Any] = {"procedure": "expert_review", "experts": "王志远，高级工程师\n许敏，教授", "conclusion": "修改后通过"}
    acts.perform("resume", case, by=people["reviewer"], at=moment(), **given)
    opinion = Document.objects.get(application_id=case, kind="expert_opinion")
    assert opinion.facts["experts"] == ["王志远，高级工程师", "许敏，教授"]


def test_papers_of_the_file_have_numbers_without_gaps_and_are_sent_to_nobody(people, case):
    acts.perform("record_opinion", case, by=people["reviewer"], at=moment(), opinion="refuse", grounds="条件不符")
    acts.perform("refuse", case, by=people["deputy"], at=moment(), grounds="条件不符")
    form = Document.objects.get(application_id=case, kind="approval_form")
    assert form.number.endswith("许审〔2026〕1号")
    assert form.served_on is not None
