"""What an act may cost: one read and one guarded write, however long the history of the case is."""

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from approvals.people import User
from config.play.cast import assemble
from tests.moments import moment
from workflow import acts, store
from workflow.acts.registry import ACTS
from workflow.rules.clock import legal_day
from workflow.store_sql import statement
from workflow.store_write import save

ITEM, PROMISED = "EM16-01", "QMS"  # a visit is required, and this material may be promised
TEXTS = 8  # each is a plan that PostgreSQL keeps for every connection
RETURNS = 12


@pytest.fixture
def people(committed_database):
    return {handle: user.pk for handle, user in assemble().items()}


@pytest.fixture
def case(people):
    return received(people)


def received(people):
    return acts.lodge(
        by=people["applicant"], at=moment(), item=ITEM, materials={"all-but": [PROMISED]}, commit_missing=[PROMISED]
    ).pk


def course(people):
    """Every step from acceptance to service: the act, who does it, and with what; no files are made meanwhile."""
    officials = [people["verifier_a"], people["verifier_b"]]
    return [
        ("accept", "clerk", {}),
        ("supply", "applicant", {"materials": [PROMISED]}),
        ("book_visit", "reviewer", {"for_at": moment(hour=14), "officials": officials}),
        ("record_visit", "verifier_a", {"result": "passed", "officials": officials}),
        ("record_opinion", "reviewer", {"opinion": "grant"}),
        ("grant", "chief", {}),
        ("issue", "clerk", {}),
        ("serve", "clerk", {"without_files": True}),
    ]


def sent(captured):
    return [query["sql"].split()[0] for query in captured.captured_queries]


def test_lodging_is_one_read_and_one_write(people, case):
    with CaptureQueriesContext(connection) as captured:
        received(people)
    assert sent(captured) == ["SELECT", "WITH"]


def test_an_act_is_one_read_and_one_write(people, case):
    for act, by, given in course(people):
        with CaptureQueriesContext(connection) as captured:
            acts.perform(act, case, by=people[by], at=moment(), **given)
        assert sent(captured) == ["SELECT", "WITH"], act


def test_in_a_transaction_of_the_caller_it_is_two_more(people, case):
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        acts.perform("accept", case, by=people["clerk"], at=moment())
    assert sent(captured) == ["BEGIN", "SELECT", "SAVEPOINT", "WITH", "RELEASE", "COMMIT"]


def test_who_was_overtaken_in_a_transaction_of_the_caller_decides_again_in_it(people, case, monkeypatch):
    load, read = store.load, []

    def load_and_be_overtaken(*given, **named):
        stored = load(*given, **named)
        read.append(stored)
        if len(read) == 1:
            acts.perform("correct", case, by=people["clerk"], at=moment(), field="联系人", before="一", after="二")
        return stored

    monkeypatch.setattr(store, "load", load_and_be_overtaken)
    with transaction.atomic():
        User.objects.filter(pk=people["clerk"]).update(first_name="在先")
        application = acts.perform("accept", case, by=people["clerk"], at=moment())
    assert application.version == 3
    assert [stored.version for stored in read] == [1, 1, 2]
    assert User.objects.get(pk=people["clerk"]).first_name == "在先"


def test_all_an_act_writes_is_one_commit(people, case):
    acts.perform("accept", case, by=people["clerk"], at=moment())
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT xmin::text FROM workflow_application WHERE id = %(case)s
            UNION SELECT xmin::text FROM workflow_ledgerentry WHERE application_id = %(case)s AND act = 'accept'
            UNION SELECT xmin::text FROM workflow_clock WHERE application_id = %(case)s AND met_on IS NULL
            UNION SELECT xmin::text FROM approvals_document WHERE application_id = %(case)s AND seq = 2
            UNION SELECT xmin::text FROM notifications_message WHERE event LIKE 'application:%%:2'
            UNION SELECT t.xmin::text FROM workflow_task t JOIN workflow_application a ON a.process_id = t.process_id
             WHERE a.id = %(case)s AND t.finished IS NULL""",
            {"case": case},
        )
        assert len(cursor.fetchall()) == 1


def test_what_is_sent_and_read_does_not_grow_with_the_history(people, case):
    for act, by, given in course(people)[:5]:
        acts.perform(act, case, by=people[by], at=moment(), **given)
    chief = User.objects.get(username="chief")
    for _ in range(RETURNS):
        acts.perform("return_to_review", case, by=chief.pk, at=moment(), grounds="意见不明确")
        acts.perform("record_opinion", case, by=people["reviewer"], at=moment(), opinion="grant")
    with CaptureQueriesContext(connection) as captured:
        acts.perform("return_to_review", case, by=chief.pk, at=moment(), grounds="意见不明确")
    assert sent(captured) == ["SELECT", "WITH"]
    read = store.load(case, by=chief.pk, at=moment(), today=legal_day(moment()))
    assert [row.step.name for row in read.case.walk.rows] == ["review"]
    assert read.case.documents == []


@pytest.mark.parametrize("of", ["application", "materials"])
def test_a_text_too_long_is_an_error_and_never_cut(people, case, of):
    stored = store.load(case, by=people["clerk"], at=moment(), today=legal_day(moment()))
    if of == "application":
        stored.case.application.delivery_address = "长" * 201
    else:
        stored.case.materials[0].reason = "长" * 401
    with pytest.raises(DataError):
        save(stored, act="correct", inputs={})


def test_acts_that_ask_the_same_read_with_the_same_text():
    assert len({store.reading(act) for act in ACTS}) <= TEXTS


def test_the_same_acts_send_the_same_texts(people):
    def texts_after_one_more_case():
        case = received(people)
        for act, by, given in course(people):
            acts.perform(act, case, by=people[by], at=moment(), **given)
        return statement.cache_info().currsize

    first = texts_after_one_more_case()
    assert [texts_after_one_more_case() for _ in range(3)] == [first] * 3
