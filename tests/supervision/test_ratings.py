"""好差评: a bad rating is worked off by somebody who is not rated, and a year's ratings come to a score."""

from datetime import date

import pytest

from notifications.kinds import lacking
from notifications.models import Message
from supervision.ratings import figures
from supervision.ratings.orders import orders
from supervision.rules.ratings import Tally, score
from tests.moments import moment
from workflow.errors import BadInput, Refusal
from workflow.models import Application, Clock, LedgerEntry

pytestmark = pytest.mark.django_db
DAY, RATED, ANSWERED = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6)


def served(bureau, day=DAY, item="EM06-01"):
    """A case granted, issued and served on one day."""
    key = bureau.lodge(moment(day, 9), item).pk
    for act, by, given in (
        ("accept", "clerk", {}),
        ("record_opinion", "reviewer", {"opinion": "grant"}),
        ("grant", "chief", {}),
        ("issue", "clerk", {"method": "electronic"}),
        ("serve", "clerk", {"method": "electronic"}),
    ):
        bureau.do(act, key, by=by, at=moment(day), without_files=True, **given)
    return key


@pytest.fixture
def bad(bureau):
    """A case rated two stars."""
    key = served(bureau)
    bureau.do("rate", key, by="applicant", at=moment(RATED), stars=2, text="电话打不通")
    return key


def refused(code, bureau, act, key, **given):
    with pytest.raises(Refusal) as refusal:
        bureau.do(act, key, at=moment(RATED), **given)
    assert refusal.value.code == code


def met(key, kind):
    return Clock.objects.get(application_id=key, kind=kind).met_on


def test_a_bad_rating_is_contacted_answered_and_called_back(bureau, bad):
    bureau.do("contact_rater", bad, by="clerk2", at=moment(RATED, 15), text="已致电，电话线路故障")
    assert met(bad, "contact") == RATED
    bureau.do("answer_rating", bad, by="clerk2", at=moment(ANSWERED), text="线路已修复")
    assert met(bad, "feedback") == ANSWERED
    (message,) = Message.objects.filter(kind="rating_answered")
    assert message.params["answer"] == "线路已修复"
    assert lacking(message.kind, message.params) == []
    bureau.do("call_back_rater", bad, by="monitor", at=moment(ANSWERED, 15), outcome="not_reached")
    bureau.do("call_back_rater", bad, by="monitor", at=moment(ANSWERED, 16), outcome="satisfied")
    office = Application.objects.get(pk=bad).office_id
    (order,) = orders([office], answered=True, after=None, limit=5)
    assert (order.settled, order.outcome) == (True, "satisfied")
    assert order.done == ("contact_rater", "answer_rating", "call_back_rater")
    assert orders([office], answered=False, after=None, limit=5) == []


@pytest.mark.parametrize("act", ["contact_rater", "answer_rating"])
def test_who_is_rated_does_not_answer(bureau, bad, act):
    refused("separation_of_duties", bureau, act, bad, by="clerk", text="已联系")
    refused("separation_of_duties", bureau, act, bad, by="reviewer", text="已联系")


@pytest.mark.parametrize("who", ["chief", "head", "monitor", "supervisor", "auditor", "applicant"])
def test_only_who_handles_cases_answers(bureau, bad, who):
    code = "requires_bureau_head" if who == "nobody" else "not_authorised"
    refused(code, bureau, "contact_rater", bad, by=who, text="已联系")


def test_who_decides_answers_no_rating_though_he_has_another_post(bureau, bad):
    refused("separation_of_duties", bureau, "contact_rater", bad, by="deputy2", text="已联系")


def test_the_steps_come_in_their_order_and_each_says_something(bureau, bad):
    refused("not_in_order", bureau, "answer_rating", bad, by="clerk2", text="已整改")
    refused("not_in_order", bureau, "call_back_rater", bad, by="monitor", outcome="satisfied")
    refused("grounds_missing", bureau, "contact_rater", bad, by="clerk2", text=" ")
    bureau.do("contact_rater", bad, by="clerk2", at=moment(RATED), text="已联系")
    refused("not_in_order", bureau, "contact_rater", bad, by="clerk2", text="再联系")
    bureau.do("answer_rating", bad, by="reviewer2", at=moment(RATED), text="已整改")
    refused("not_authorised", bureau, "call_back_rater", bad, by="clerk2", outcome="satisfied")
    with pytest.raises(BadInput):
        bureau.do("call_back_rater", bad, by="supervisor", at=moment(RATED), outcome="maybe")


def test_a_good_rating_is_no_work(bureau):
    key = served(bureau)
    bureau.do("rate", key, by="applicant", at=moment(RATED), stars=4)
    refused("not_in_order", bureau, "contact_rater", key, by="clerk2", text="已联系")


def test_what_is_rated_apart_stands_in_the_ledger(bureau):
    key = served(bureau)
    bureau.do("rate", key, by="applicant", at=moment(RATED), stars=4, dimensions={"efficiency": 5, "guide": 3})
    assert LedgerEntry.objects.get(application_id=key, act="rate").inputs["dimensions"] == {"efficiency": 5, "guide": 3}
    (office,) = figures.apart(year=2026).values()
    assert {code: float(row.mean) for code, row in office.items()} == {"efficiency": 5.0, "guide": 3.0}


@pytest.mark.parametrize("wrong", [{"efficiency": 6}, {"efficiency": 0}, {"no code": 3}, {"c" * 30: 3}])
def test_what_is_rated_apart_has_stars_and_a_code(bureau, wrong):
    key = served(bureau)
    with pytest.raises(BadInput) as refusal:
        bureau.do("rate", key, by="applicant", at=moment(RATED), stars=4, dimensions=wrong)
    assert refusal.value.field == "dimensions"


def test_a_service_counts_by_its_last_rating_and_silence_counts_apart(bureau):
    rated, revised, silent = (served(bureau) for _ in range(3))
    bureau.do("rate", rated, by="applicant", at=moment(RATED), stars=5)
    bureau.do("rate", revised, by="applicant", at=moment(RATED), stars=1)
    bureau.do("rate", revised, by="applicant", at=moment(ANSWERED), stars=4)
    assert silent
    for today, default in ((date(2026, 3, 10), 0), (date(2026, 3, 11), 1)):
        (items,) = figures.by_item(year=2026, today=today).values()
        assert items == {"EM06": Tally(3, {5: 1, 4: 1}, default)}
    assert figures.by_item(year=2025, today=date(2026, 3, 11)) == {}
    assert not Application.objects.get(pk=silent).parts & 512, "nothing was written for who was silent"


def test_the_score_is_the_mean_of_the_stars_out_of_ten():
    assert str(score(Tally(4, {5: 2, 4: 1}), scale=5, points=10)) == "9.3"
    assert score(Tally(4, {}), scale=5, points=10) is None
