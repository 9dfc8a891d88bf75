"""信用记录: a ban is told, may be objected to, ends by repair; the law's own bars do not; the ways follow from it at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from approvals.people import Applicant, Ban, Office, Post
from notifications.kinds import lacking
from notifications.models import Message
from supervision.credit import decide_plea, grades, plead
from supervision.models import CreditPlea
from tests.moments import moment
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import RefusedAttempt, RegisterEntry

pytestmark = pytest.mark.django_db
GRANTED, LOOKED = date(2026, 7, 1), date(2026, 8, 20)
LATER = moment(date(2026, 8, 24))


@pytest.fixture
def ban(bureau):
    """A licence on a promise that was found to be false."""
    key = bureau.lodge(moment(GRANTED, 9), "EM06-01", route="commitment").pk
    for act, by, given in (("accept", "clerk", {}), ("grant", "chief", {}), ("issue", "clerk", {"method": "electronic"})):
        bureau.do(act, key, by=by, at=moment(GRANTED, 11), **given)
    bureau.do("record_follow_up", key, by="supervisor", at=moment(LOOKED), result="false", findings="安全管理人员不存在")
    return Ban.objects.get(application_id=key)


@pytest.fixture
def ask(bureau, ban):
    def act(kind="objection", text="人员在岗，附社保记录", at=LATER, by="applicant"):
        return plead(ban.pk, kind=kind, text=text, by=bureau.account(by), at=at)

    return act


@pytest.fixture
def rule(bureau):
    def act(plea, uphold=True, text="", at=LATER, by="legal"):
        return decide_plea(plea.pk, uphold=uphold, text=text, by=bureau.account(by), at=at)

    return act


def grade(bureau, on):
    holder = Applicant.objects.get(pk=bureau.people["applicant"].applicant_id)
    return grades([holder], on=on)[holder.pk]


def promised(bureau, at):
    return bureau.lodge(at, "EM06-01", route="commitment")


def refused(code, act, *args, **given):
    with pytest.raises(Refusal) as refusal:
        act(*args, **given)
    assert refusal.value.code == code
    assert RefusedAttempt.objects.latest("id").code == code


def test_a_false_promise_is_told_and_makes_the_grade_poor(bureau, ban):
    told = Message.objects.get(kind="ban_imposed")
    assert (told.recipient.applicant_id, lacking(told.kind, told.params)) == (ban.applicant_id, [])
    assert grade(bureau, LOOKED) == "poor"
    assert grade(bureau, LOOKED - timedelta(days=1)) == "good"
    assert grade(bureau, ban.until + timedelta(days=1)) == "fair"


def test_an_objection_upheld_opens_the_way_and_clears_the_record(bureau, ban, ask, rule):
    with pytest.raises(Refusal):
        promised(bureau, LATER)
    before = Applicant.objects.get(pk=ban.applicant_id).version
    plea = rule(ask())
    ban.refresh_from_db()
    assert (plea.state, ban.lifted_on, ban.lifted_for) == ("upheld", LATER.date(), "objection")
    assert Applicant.objects.get(pk=ban.applicant_id).version == before + 1
    assert promised(bureau, LATER).route == "commitment"
    assert grade(bureau, LATER.date()) == "good"
    told = Message.objects.get(kind="plea_decided")
    assert (told.recipient.applicant_id, lacking(told.kind, told.params)) == (ban.applicant_id, [])


def test_an_objection_declined_leaves_the_ban_and_says_why(bureau, ban, ask, rule):
    plea = ask()
    with pytest.raises(BadInput) as wrong:
        rule(plea, uphold=False)
    assert wrong.value.field == "text"
    assert rule(plea, uphold=False, text="社保记录晚于承诺日期").state == "declined"
    ban.refresh_from_db()
    assert ban.lifted_on is None
    refused("not_in_order", rule, plea)


def test_repair_is_open_after_its_time_and_is_remembered(bureau, ban, ask, rule):
    refused("repair_not_open", ask, kind="repair")
    at = moment(date(2027, 2, 22))
    plea = ask(kind="repair", text="已整改，附验收材料", at=at)
    rule(plea, at=at)
    ban.refresh_from_db()
    assert (ban.lifted_on, ban.lifted_for) == (at.date(), "repair")
    assert grade(bureau, at.date()) == "fair"


def test_a_bar_of_the_law_is_not_repaired_but_may_be_objected_to(bureau, ban, ask):
    bar = Ban.objects.create(
        applicant_id=ban.applicant_id, kind="reapplication", item_code="EM06", from_on=LOOKED, until=date(2029, 8, 20),
        legal_basis="行政许可法第79条",
    )  # fmt: skip
    by = bureau.account("applicant")
    refused("repair_not_open", plead, bar.pk, kind="repair", text="已整改", by=by, at=moment(date(2028, 9, 1)))
    assert plead(bar.pk, kind="objection", text="没有欺骗", by=by, at=LATER).state == "open"


def test_one_plea_at_a_time_with_a_day_by_which_it_is_answered(ask, ban):
    plea = ask()
    assert plea.due_on == date(2026, 9, 7)  # ten working days
    refused("not_in_order", ask)
    assert set(Message.objects.filter(kind="plea_made").values_list("recipient__username", flat=True)) == {"legal"}
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditPlea.objects.create(
            ban=ban, kind="repair", text="x", made_by=plea.made_by, made_at=LATER, due_on=plea.due_on
        )


def test_only_the_enterprise_itself_pleads_with_reasons(bureau, ban, ask):
    for other in ("applicant2", "agent", "clerk"):
        with pytest.raises(NotFound):
            ask(by=other)
    for given, field in (({"text": " "}, "text"), ({"kind": "mercy"}, "kind")):
        with pytest.raises(BadInput) as wrong:
            ask(**given)
        assert wrong.value.field == field


@pytest.mark.parametrize("who", ["supervisor", "chief", "head", "applicant", "auditor"])
def test_only_legal_reviewers_decide(ask, rule, who):
    refused("not_authorised", rule, ask(), by=who)


def test_who_acted_on_the_case_does_not_judge_what_is_said_against_it(bureau, ban, ask, rule):
    bureau.do("notify_revocation", ban.application_id, by="supervisor", at=moment(LOOKED, 11), grounds="承诺不实")
    bureau.do("request_hearing", ban.application_id, by="applicant", at=moment(LOOKED, 12), reason="事实有误")
    bureau.do("call_hearing", ban.application_id, by="legal", at=moment(LOOKED, 13), chair=bureau.account("legal"),
              day=date(2026, 9, 7))  # fmt: skip
    refused("separation_of_duties", rule, ask())


def test_the_legal_reviewer_of_another_bureau_does_not_decide(bureau, ask, rule):
    other = Office.objects.create(code="440200YJ", name="韶关市应急管理局（演示）")
    Post.objects.filter(user=bureau.people["legal"]).update(office=other)
    refused("not_authorised", rule, ask())


def test_the_chain_keeps_both(ask, rule):
    rule(ask())
    acts = RegisterEntry.objects.filter(register="credit").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["plead", "decide_plea"]


def test_the_database_lets_no_ban_be_rewritten_or_lifted_twice(ban, ask, rule):
    for change in ({"until": LOOKED}, {"legal_basis": "x"}, {"lifted_on": LOOKED}, {"lifted_for": "repair"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ban.objects.filter(pk=ban.pk).update(**change)
    rule(ask())
    with pytest.raises(IntegrityError), transaction.atomic():
        Ban.objects.filter(pk=ban.pk).update(lifted_on=None, lifted_for="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditPlea.objects.update(ruling_text="x")
