"""督办: an order about a case is given, answered by its day, closed by who gave it, and never goes away."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.kinds import lacking
from notifications.models import Message
from supervision.models import Order
from supervision.orders import answer_order, close_order, give_order, is_late
from tests.moments import moment
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import Application, RefusedAttempt, RegisterEntry

pytestmark = pytest.mark.django_db


def march(day):
    return date(2026, 3, day)


GIVEN_ON, NEXT_DAY, A_WEEKEND_LATER = march(5), march(6), march(9)


@pytest.fixture
def case(bureau):
    return bureau.accepted(march(3))


@pytest.fixture
def give(bureau, case):
    def act(by="monitor", to="reviewer", **given):
        whom = {"desk": given["desk"]} if "desk" in given else {"person": bureau.account(to) if to else None}
        rest = {"text": "请说明进度", **{name: value for name, value in given.items() if name != "desk"}}
        return give_order(case, by=bureau.account(by), at=moment(GIVEN_ON), **whom, **rest)

    return act


@pytest.fixture
def answer(bureau):
    def act(order, by="reviewer", text="已报告，明日完成", on=NEXT_DAY):
        return answer_order(order.pk, by=bureau.account(by), at=moment(on), text=text)

    return act


@pytest.fixture
def close(bureau):
    def act(order, by="monitor", text="", on=A_WEEKEND_LATER):
        return close_order(order.pk, by=bureau.account(by), at=moment(on), text=text)

    return act


def refused(code, act, *given, **named):
    with pytest.raises(Refusal) as refusal:
        act(*given, **named)
    assert refusal.value.code == code
    assert RefusedAttempt.objects.latest("id").code == code


def told(order, kind):
    rows = Message.objects.filter(event=f"order:{order.pk}", kind=kind)
    assert all(lacking(row.kind, row.params) == [] for row in rows)
    return set(rows.values_list("recipient__username", flat=True))


def test_an_order_is_given_answered_and_closed(bureau, case, give, answer, close):
    before = Application.objects.get(pk=case).version
    made = give()
    assert (made.state, made.due_on, made.rule_version) == ("open", march(10), "orders/1")
    assert answer(made).state == "answered"
    closed = close(made)
    assert (closed.state, closed.closed_by_id) == ("closed", bureau.account("monitor"))
    entries = RegisterEntry.objects.filter(register="orders").order_by("seq")
    assert [entry.act for entry in entries] == ["give_order", "answer_order", "close_order"]
    assert Application.objects.get(pk=case).version == before


def test_each_step_is_told_to_whom_it_concerns(give, answer, close):
    made = give()
    answer(made)
    close(made)
    assert told(made, "order_given") == {"reviewer"}
    assert told(made, "order_answered") == {"monitor"}
    assert told(made, "order_closed") == {"reviewer"}


def test_an_order_to_a_desk_goes_to_all_who_sit_there_and_any_of_them_answers(give, answer):
    made = give(desk="review")
    assert told(made, "order_given") == {"reviewer", "reviewer2", "deputy2"}
    refused("not_authorised", answer, made, by="clerk")
    assert answer(made, by="reviewer2").state == "answered"


def test_an_urgent_order_is_due_on_the_next_working_day(give):
    assert give(urgency="urgent").due_on == march(6)


def test_an_answer_after_the_day_and_one_not_yet_given_are_late(give, answer):
    made = give()
    assert not is_late(made, march(10))
    assert is_late(made, march(11))
    assert not is_late(answer(made, on=march(10)), march(31))
    assert is_late(answer(give(), on=march(11)), march(31))


@pytest.mark.parametrize("who", ["clerk", "reviewer", "chief", "deputy", "auditor", "applicant"])
def test_only_the_monitor_and_the_head_give_orders(give, who):
    code = "requires_bureau_head" if who in ("chief", "deputy") else "not_authorised"
    refused(code, give, by=who, to="verifier_a")
    assert give(by="head").ordered_by.username == "head"


def test_who_has_worked_on_the_case_gives_no_orders_about_it(bureau, case, give):
    user = bureau.people["clerk"]
    user.posts.create(role="monitor", office=user.office, from_on=date(2018, 1, 1))
    refused("separation_of_duties", give, by="clerk")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("to", {"to": None}),
        ("to", {"desk": "no such desk"}),
        ("to", {"desk": "applicant"}),
        ("to", {"to": "applicant"}),
        ("to", {"to": "auditor"}),
        ("to", {"to": "monitor"}),
        ("text", {"text": " "}),
        ("urgency", {"urgency": "soon"}),
    ],
)
def test_an_order_to_nobody_without_a_text_or_an_urgency_is_bad_input(give, field, given):
    with pytest.raises(BadInput) as wrong:
        give(**given)
    assert wrong.value.field == field
    assert not Order.objects.exists()


def test_nobody_else_answers_and_nobody_without_words(give, answer):
    made = give()
    refused("not_authorised", answer, made, by="reviewer2")
    with pytest.raises(BadInput):
        answer(made, text="")


def test_who_has_recused_himself_answers_nothing(bureau, case, give, answer):
    made = give()
    bureau.do("recuse", case, by="reviewer", at=moment(GIVEN_ON, 11), reason="亲属")
    refused("recused", answer, made)


def test_only_who_gave_the_order_closes_it(give, answer, close):
    made = give()
    answer(made)
    refused("not_authorised", close, made, by="head")
    refused("not_authorised", close, made, by="reviewer")
    close(made)
    refused("not_in_order", close, made)
    refused("not_in_order", answer, made)


def test_an_order_that_nobody_answered_is_closed_with_a_reason_only(give, close):
    made = give()
    refused("grounds_missing", close, made)
    assert close(made, text="办件已经办结").state == "closed"


def test_an_order_is_answered_once(give, answer):
    made = give()
    answer(made)
    refused("not_in_order", answer, made)


def test_an_order_or_a_case_that_is_not_there_is_not_found(bureau, answer):
    with pytest.raises(NotFound):
        answer_order(0, by=bureau.account("reviewer"), at=moment(GIVEN_ON), text="无")
    with pytest.raises(NotFound):
        give_order(0, by=bureau.account("monitor"), at=moment(GIVEN_ON), text="无", desk="review")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM supervision_order",
        "TRUNCATE supervision_order",
        "UPDATE supervision_order SET text = 'x'",
        "UPDATE supervision_order SET due_on = due_on + 1",
        "UPDATE supervision_order SET state = 'closed'",
        "UPDATE supervision_order SET answer = 'x'",
        "UPDATE supervision_order SET state = 'answered', answered_by_id = ordered_by_id, answered_at = now(), answer = 'x'",
        "UPDATE supervision_order SET state = 'closed', closed_by_id = person_id, closed_at = now()",
    ],
)
def test_the_database_lets_no_order_be_deleted_rewritten_or_answered_by_who_gave_it(give, statement):
    give()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert Order.objects.get().state == "open"
