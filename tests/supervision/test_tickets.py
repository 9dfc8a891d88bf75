"""咨询投诉: a ticket has its day, goes to somebody it is not against, is answered once, judged and called back."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from config.integrity.run import check_rows
from notifications.kinds import lacking
from notifications.models import Message
from supervision.knowledge.acts import Written, found, write_answer
from supervision.models import EntryEdition, Ticket
from supervision.tickets import acts
from supervision.tickets.acts import Asked
from tests.moments import moment
from workflow import calendar
from workflow.acts import state_calendar
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import Application, RegisterEntry
from workflow.models.calendar import CalendarYear

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 3, 3), date(2026, 3, 4)
PHONE = "13800138000"


@pytest.fixture
def receive(bureau):
    """A ticket of the public, or one that an official enters."""

    def made(kind="consultation", *, by=None, at=None, **given):
        asked = Asked(kind=kind, **({"subject": "办理时限", "content": "多久能办好？"} | given))
        office = bureau.people["clerk"].office_id
        account = bureau.account(by) if by else None
        return acts.receive_ticket(asked, office=office, code="ABCD2345", by=account, at=at or moment(DAY))

    return made


@pytest.fixture
def assign(bureau):
    def done(ticket, to="reviewer2", by="monitor"):
        return acts.assign_ticket(ticket.number, to=bureau.account(to), by=bureau.account(by), at=moment(DAY, 11))

    return done


@pytest.fixture
def answer(bureau):
    def done(ticket, by="reviewer2", text="承诺期限内办结"):
        return acts.answer_ticket(ticket.number, by=bureau.account(by), at=moment(LATER), text=text)

    return done


def refused(code, act, *given, **more):
    with pytest.raises(Refusal) as refusal:
        act(*given, **more)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        ("consultation", date(2026, 3, 5)),
        ("help", date(2026, 3, 10)),
        ("complaint", date(2026, 3, 17)),
        ("report", date(2026, 3, 17)),
        ("suggestion", date(2026, 3, 17)),
    ],
)
def test_each_kind_has_its_working_days_from_the_day_after_its_receipt(receive, kind, due_on):
    ticket = receive(kind)
    assert (ticket.received_on, ticket.due_on, ticket.state) == (DAY, due_on, "received")


def test_numbers_count_through_a_day(receive):
    assert [receive().number for _ in range(3)] == [f"ZX202603030000{n}" for n in (1, 2, 3)]
    assert receive(at=moment(LATER)).number == "ZX2026030400001"


def test_a_ticket_is_assigned_answered_judged_and_called_back(bureau, receive, assign, answer):
    ticket = assign(receive(by="clerk", source="hotline", external_number="12345-778"))
    (message,) = Message.objects.filter(kind="ticket_assigned")
    assert (message.recipient_id, message.link) == (bureau.account("reviewer2"), f"/tickets/{ticket.number}/")
    assert lacking(message.kind, message.params) == []
    assert answer(ticket).answer == "承诺期限内办结"
    judged = acts.rate_ticket(ticket.number, at=moment(LATER, 15), satisfaction="dissatisfied", text="没说清")
    assert judged.satisfaction == "dissatisfied"
    for outcome in ("not_reached", "satisfied"):
        done = acts.call_back_ticket(ticket.number, by=bureau.account("monitor"), at=moment(LATER, 16), outcome=outcome)
    assert (done.called, done.state) == ("satisfied", "answered")
    entries = RegisterEntry.objects.filter(register="tickets").order_by("seq")
    assert [entry.act for entry in entries] == [
        "receive_ticket", "assign_ticket", "answer_ticket", "rate_ticket", "call_back_ticket", "call_back_ticket",
    ]  # fmt: skip
    assert all(later.prev_hash == entry.hash for entry, later in pairwise(entries))


def test_the_chain_and_the_table_tell_nobody_who_asked(receive):
    ticket = receive(name="陈小明", phone=PHONE, content="我叫陈小明")
    entry = RegisterEntry.objects.get(register="tickets")
    assert [each for each in ("陈小明", PHONE) if each in str(entry.inputs)] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone FROM supervision_ticket")
        assert [each for each in cursor.fetchone() if each in ("陈小明", PHONE)] == []
    assert Ticket.objects.get(pk=ticket.pk).phone == PHONE


def test_the_public_enters_what_comes_by_this_site_only(receive):
    refused("not_authorised", receive, source="hotline")
    refused("not_authorised", receive, by="reviewer", source="hotline")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"subject": " "}, "subject"),
        ({"content": ""}, "content"),
        ({"content": "x" * 4001}, "content"),
        ({"sub_item_code": "EM99-99"}, "sub_item_code"),
        ({"application": "nothing"}, "application"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(receive, given, field):
    with pytest.raises(BadInput) as wrong:
        receive(**given)
    assert wrong.value.field == field


def test_who_is_complained_of_is_not_asked_to_answer(bureau, receive, assign):
    case = Application.objects.get(pk=bureau.accepted(DAY, "EM06-01"))
    bureau.do("record_opinion", case.pk, by="reviewer", at=moment(DAY), opinion="grant")
    bureau.do("grant", case.pk, by="chief", at=moment(DAY), without_files=True)
    ticket = receive("complaint", application=case.number)
    for who in ("clerk", "reviewer", "chief"):
        refused("separation_of_duties", assign, ticket, who)
    named = {user.username for user in acts.may_answer(Ticket.objects.get(pk=ticket.pk), today=DAY)}
    assert named & {"clerk", "reviewer", "chief"} == set()
    assert {"clerk2", "reviewer2", "legal"} <= named
    assert assign(ticket, "legal").assigned_to_id == bureau.account("legal")
    asked = receive("consultation", application=case.number)
    assert assign(asked, "clerk").state == "assigned"


@pytest.mark.parametrize("by", ["reviewer", "chief", "auditor", "applicant"])
def test_only_the_window_the_head_and_the_monitor_assign(receive, assign, by):
    with pytest.raises(Refusal) as refusal:
        assign(receive(), by=by)
    assert refusal.value.status == 403


def test_a_ticket_is_assigned_to_nobody_who_cannot_answer(receive, assign):
    with pytest.raises(BadInput):
        assign(receive(), "applicant")


def test_only_whom_it_was_assigned_to_answers_and_once(receive, assign, answer):
    ticket = receive()
    refused("not_in_order", answer, ticket)
    assign(ticket)
    refused("not_authorised", answer, ticket, by="reviewer")
    refused("grounds_missing", answer, ticket, text=" ")
    answer(ticket)
    refused("not_in_order", answer, ticket)
    refused("not_in_order", assign, ticket)


def test_nobody_calls_back_about_his_own_answer(bureau, receive, assign, answer):
    ticket = receive()
    answer(assign(ticket, "clerk"), by="clerk")
    given = {"by": bureau.account("clerk"), "at": moment(LATER), "outcome": "satisfied"}
    refused("separation_of_duties", acts.call_back_ticket, ticket.number, **given)


def test_an_answer_is_judged_once(receive, assign, answer):
    ticket = receive()
    refused("not_in_order", acts.rate_ticket, ticket.number, at=moment(LATER), satisfaction="fair")
    answer(assign(ticket))
    acts.rate_ticket(ticket.number, at=moment(LATER), satisfaction="fair")
    refused("not_in_order", acts.rate_ticket, ticket.number, at=moment(LATER), satisfaction="satisfied")


def test_number_and_code_together_open_a_ticket(receive):
    ticket = receive()
    assert acts.by_code(number=ticket.number, code="ABCD2345") == ticket
    assert acts.by_code(number=ticket.number, code="ABCD2346") is None
    with pytest.raises(NotFound):
        acts.answer_ticket("ZX1", by=1, at=moment(DAY), text="x")


def test_a_new_calendar_moves_open_days(receive, assign, answer):
    ticket, done = receive(), receive()
    answer(assign(done))
    year = next(each for each in map(calendar.year_of, CalendarYear.objects.all()) if each.year == 2026)
    closed = [*year.closed, date(2026, 3, 5)]
    state_calendar(
        year=2026, closed=closed, opened=list(year.opened), official=True, source="试", sha256="0" * 64, at=moment(LATER)
    )
    assert acts.recompute_due(moment(LATER)) == 1
    ticket.refresh_from_db()
    done.refresh_from_db()
    assert (ticket.due_on, done.due_on) == (date(2026, 3, 6), date(2026, 3, 5))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM supervision_ticket",
        "TRUNCATE supervision_ticket CASCADE",
        "UPDATE supervision_ticket SET content = '别的'",
        "UPDATE supervision_ticket SET received_on = received_on - 1",
        "UPDATE supervision_ticket SET answer = '别的'",
        "UPDATE supervision_ticket SET due_on = due_on + 1",
        "UPDATE supervision_ticket SET called_by_id = answered_by_id, called = 'satisfied', called_at = now()",
    ],
)
def test_the_database_keeps_what_was_received_and_answered(receive, assign, answer, statement):
    answer(assign(receive()))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)


def test_a_day_that_does_not_follow_from_its_inputs_is_found(receive):
    ticket = receive()
    assert [each for each in check_rows(at=moment()) if each.check == "ticket"] == []
    Ticket.objects.filter(pk=ticket.pk).update(due_on=ticket.due_on + timedelta(days=1))
    assert [each.row for each in check_rows(at=moment()) if each.check == "ticket"] == [ticket.pk]


# 常见问答


@pytest.fixture
def write(bureau):
    def done(question="危化品经营许可多久办好", answer="承诺五个工作日。", *, by="clerk", entry=None, after=0, **given):
        written = Written(question=question, answer=answer, **given)
        return write_answer(written, entry=entry, after=after, by=bureau.account(by), at=moment(DAY))

    return done


@pytest.mark.parametrize("asked", ["危化", "五个", "危化 承诺", "ＱＳ", "em06-01"])
def test_an_answer_is_found_by_two_characters_of_its_words(write, asked):
    edition = write(keywords="QS", matters=["EM06-01"])
    assert [entry.pk for entry in found(asked)] == [edition.entry_id]
    assert list(found("烟花")) == []


def test_an_answer_belongs_to_its_matters_or_to_all(write):
    own, common, other = write(matters=["EM06-01"]), write("办公时间", "九点"), write("烟花", "另", matters=["EM05-01"])
    assert {entry.pk for entry in found(matter="EM06-01")} == {own.entry_id, common.entry_id}
    assert other.entry_id in {entry.pk for entry in found()}


def test_an_answer_is_edited_and_its_history_stays(write):
    first = write()
    second = write(answer="承诺三个工作日。", entry=first.entry_id, after=1)
    assert [each.answer for each in EntryEdition.objects.order_by("edition")] == ["承诺五个工作日。", "承诺三个工作日。"]
    assert found("三个").get().latest == second
    with pytest.raises(BadInput, match="他人修改"):
        write(entry=first.entry_id, after=1)
    write(entry=first.entry_id, after=2, shown=False)
    assert list(found()) == []
    assert [entry.pk for entry in found(hidden=True)] == [first.entry_id]
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryEdition.objects.update(answer="改写")


@pytest.mark.parametrize("by", ["chief", "monitor", "applicant", "auditor"])
def test_only_the_window_reviewers_and_the_legal_officer_write_answers(write, by):
    refused("not_authorised", write, by=by)


@pytest.mark.parametrize(
    ("given", "field"), [({"question": ""}, "question"), ({"answer": " "}, "answer"), ({"matters": ["X"]}, "matters")]
)
def test_an_answer_needs_its_words(write, given, field):
    with pytest.raises(BadInput) as wrong:
        write(**given)
    assert wrong.value.field == field
