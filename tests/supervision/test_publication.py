"""双公示: each published decision has a record that follows its licence and tells nothing of persons and secrets."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from approvals.application_forms import hand_in
from config.integrity.run import check_rows
from supervision.models import Publication, PublicationEdition
from supervision.publication import export
from supervision.publication.acts import withdraw_publication
from supervision.publication.keeping import keep
from supervision.publication.record import rules
from supervision.rules.publication import cell, redacted
from tests.moments import moment
from workflow.errors import Refusal
from workflow.models import Application, RefusedAttempt, RegisterEntry

pytestmark = pytest.mark.django_db
DAY, LATER, LATEST = date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 12)
SECRETS = ("440106199001010013", "13800138000", "020-83332222", "硝化工艺", "评价报告", "李四", "440106198506153314")
ANSWERS = {
    "CHEMICALS": "汽油、甲醇（联系 13800138000，020-83332222，440106199001010013）",
    "CONTACT": "李四",
    "PHONE": "13800138000",
    "PROCESS_NAME": "硝化工艺流程",
    "SAFEVAL": "安全评价报告全文",
    "PRINCIPAL_ID": "440106198506153314",
}


def decided(bureau, who="applicant", item="EM06-01", day=DAY, publish=True):
    """A case granted, issued and published on one day."""
    case = bureau.lodge(moment(day, 9), item) if who == "applicant" else None
    assert case is not None
    hand_in(application=case.pk, office=case.office_id, item_version=case.item_version_id, answers=ANSWERS, at=moment(day, 9))
    steps = [("accept", "clerk", {}), ("record_opinion", "reviewer", {"opinion": "grant"}), ("grant", "chief", {})]
    steps += [("issue", "clerk", {"method": "electronic"}), *([("publish", "clerk2", {})] if publish else [])]
    for act, by, given in steps:
        bureau.do(act, case.pk, by=by, at=moment(day), without_files=True, **given)
    return case.pk


@pytest.fixture
def case(bureau):
    """A decision that is published, with its record."""
    key = decided(bureau)
    keep(moment(DAY, 11))
    return key


def record(key):
    return Publication.objects.get(application_id=key)


def latest(key):
    edition = record(key).latest
    assert edition is not None
    return edition


def test_a_record_has_every_field_of_the_list_in_its_order(case):
    content = latest(case).content
    assert set(content) == {field.code for field in rules().fields}
    assert content["holder"] == "宏达化工贸易有限公司"
    assert content["uscc"] == "91440101MA9ABCD124"
    assert content["organisation_code"] == "MA9ABCD1-2"
    assert (content["category"], content["state"]) == ("普通", "valid")
    assert content["decision_name"] == "准予行政许可决定书"
    assert content["decision_number"].startswith("穗应急许准〔2026〕")
    assert (content["decided_on"], content["valid_from"], content["valid_until"]) == ("2026-03-03", "2026-03-03", "2029-03-02")
    assert content["agency_uscc"] == content["source_uscc"] == "11440100MB2C12345P"
    assert (latest(case).since_on, latest(case).due_on) == (DAY, date(2026, 3, 12)), "seven working days from the decision"
    assert content["content"] == "汽油、甲醇（联系 ****，****，****）"


def test_nothing_of_persons_and_secrets_leaves_by_any_door(case):
    rows = export.as_of(until=export.newest(), after=0, limit=10)
    doors = [export.table(rows), json.dumps([export.as_object(row) for row in rows], ensure_ascii=False)]
    doors += ["".join(export.feed(since=0, until=export.newest())), json.dumps(latest(case).content, ensure_ascii=False)]
    for door in doors:
        assert "宏达化工贸易有限公司" in door
        assert [secret for secret in SECRETS if secret in door] == []


def test_a_natural_person_has_no_record(bureau):
    case = bureau.lodge(moment(DAY, 9), "EM06-01")
    person = bureau.people["person"].applicant_id
    Application.objects.filter(pk=case.pk).update(applicant_id=person)
    assert keep(moment(DAY)) == []
    head = Publication.objects.create(
        application_id=case.pk, office_id=case.office_id, published_on=DAY, application_version=1
    )
    with pytest.raises(IntegrityError, match="natural person"), transaction.atomic():
        PublicationEdition.objects.create(
            publication=head, edition=1, change="made", content={}, digest="", since_on=DAY, due_on=DAY, made_at=moment()
        )


def test_what_is_not_published_has_no_record(bureau):
    decided(bureau, publish=False)
    assert keep(moment(DAY)) == []
    assert not Publication.objects.exists()


def test_a_record_is_made_once_however_often_the_timers_run(bureau, case):
    for hour in range(12, 18):
        assert keep(moment(DAY, hour)) == []
    assert PublicationEdition.objects.count() == 1
    assert RegisterEntry.objects.filter(register="publications").count() == 1


def test_each_edition_stands_in_the_chain_with_its_digest(case):
    entry = RegisterEntry.objects.get(register="publications")
    assert (entry.act, entry.actor_id) == ("keep_publications", None)
    assert entry.inputs == {"editions": [[case, 1, latest(case).digest]]}


@pytest.mark.parametrize(
    ("act", "state"), [("cancel_licence", "cancelled"), ("rescind_licence", "rescinded")]
)
def test_the_state_follows_the_licence_with_a_limit_of_working_days(bureau, case, act, state):
    bureau.do(act, case, by="head", at=moment(LATER), grounds="依法终止", without_files=True)
    (kept,) = keep(moment(LATEST))
    assert (kept.edition, kept.change) == (2, "updated")
    edition = latest(case)
    assert edition.content == {**PublicationEdition.objects.get(edition=1).content, "state": state}
    assert (edition.since_on, edition.due_on) == (LATER, date(2026, 3, 13))
    assert keep(moment(LATEST)) == []


def test_a_revocation_updates_the_record(bureau, case):
    at = moment(LATER)
    bureau.do("notify_revocation", case, by="supervisor", at=moment(DAY, 15), grounds="不再具备条件", without_files=True)
    bureau.do("revoke_licence", case, by="head", at=moment(date(2026, 3, 20)), grounds="不再具备条件", without_files=True)
    keep(at)
    assert latest(case).content["state"] == "revoked"
    assert latest(case).since_on == date(2026, 3, 20)


def test_an_act_that_changes_nothing_published_makes_no_edition(bureau, case):
    bureau.do("serve", case, by="clerk", at=moment(LATER), method="electronic", without_files=True)
    assert keep(moment(LATER)) == []
    assert record(case).application_version == Application.objects.get(pk=case).version


def test_a_record_is_withdrawn_for_ever_and_goes_out_by_no_door(bureau, case):
    before = export.newest()
    edition = withdraw_publication(case, by=bureau.account("legal"), at=moment(LATER), reason="含有商业秘密")
    assert (edition.edition, edition.change, edition.reason) == (2, "withdrawn", "含有商业秘密")
    assert export.as_of(until=before, after=0, limit=10) == []
    assert "宏达" not in "".join(export.feed(since=0, until=export.newest()))
    told = [json.loads(line) for line in export.feed(since=before, until=export.newest())][1]
    assert (told["change"], told["state"], told["record"]) == ("withdrawn", "withdrawn", record(case).pk)
    bureau.do("cancel_licence", case, by="head", at=moment(LATER), grounds="依法终止", without_files=True)
    assert keep(moment(LATEST)) == []
    with pytest.raises(Refusal, match="办件当前状态"):
        withdraw_publication(case, by=bureau.account("legal"), at=moment(LATER), reason="再次")


@pytest.mark.parametrize("who", ["clerk", "chief", "supervisor", "monitor", "applicant"])
def test_only_the_head_and_the_legal_officer_withdraw(bureau, case, who):
    with pytest.raises(Refusal) as refusal:
        withdraw_publication(case, by=bureau.account(who), at=moment(LATER), reason="含有商业秘密")
    assert refusal.value.code == ("requires_bureau_head" if who == "chief" else "not_authorised")
    assert RefusedAttempt.objects.latest("id").act == "withdraw_publication"


def test_a_withdrawal_needs_reasons(bureau, case):
    with pytest.raises(Refusal) as refusal:
        withdraw_publication(case, by=bureau.account("head"), at=moment(LATER), reason=" ")
    assert refusal.value.code == "grounds_missing"


def test_the_table_opens_in_a_spreadsheet_and_runs_no_formula(case):
    text = export.table(export.as_of(until=export.newest(), after=0, limit=10))
    assert text.startswith("\ufeff行政相对人名称,")
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(head) == len(row) == len(rules().fields) + 3
    assert row[head.index("当前状态")] == "有效"
    assert [cell(sign + "cmd") for sign in "=+-@"] == ["'=cmd", "'+cmd", "'-cmd", "'@cmd"]


def test_the_feed_asked_again_is_the_same_to_the_byte(bureau, case, tmp_path):
    files = [tmp_path / name for name in ("one", "two", "next")]
    call_command("credit_feed", since=0, out=files[0])
    until = json.loads(files[0].read_text("utf-8").splitlines()[0])["until"]
    bureau.do("cancel_licence", case, by="head", at=moment(LATER), grounds="依法终止", without_files=True)
    keep(moment(LATER))
    call_command("credit_feed", since=0, until=until, out=files[1])
    assert files[0].read_bytes() == files[1].read_bytes()
    call_command("credit_feed", since=until, out=files[2])
    first, *rest = [json.loads(line) for line in files[2].read_text("utf-8").splitlines()]
    assert first == {"since": until, "until": export.newest(), "records": 1, "fields": 1}
    assert [(each["change"], each["state"]) for each in rest] == [("updated", "cancelled")]


def test_the_feed_refuses_a_cursor_that_nobody_was_given(case):
    with pytest.raises(CommandError, match="游标"):
        call_command("credit_feed", since=export.newest() + 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE supervision_publicationedition SET content = '{}'",
        "DELETE FROM supervision_publicationedition",
        "TRUNCATE supervision_publicationedition CASCADE",
        "DELETE FROM supervision_publication",
        """INSERT INTO supervision_publicationedition (publication_id, edition, change, content, digest, since_on, due_on,
        made_at, reason) SELECT publication_id, 3, 'updated', '{}', '', since_on, due_on, made_at, ''
        FROM supervision_publicationedition""",
    ],
)
def test_the_database_keeps_what_was_published(case, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement)
    assert latest(case).edition == 1


def test_the_checks_find_nothing_and_then_what_was_falsified(case):
    assert [each for each in check_rows(at=moment()) if each.check == "publication"] == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE supervision_publicationedition DISABLE TRIGGER edition_stays")
        cursor.execute("""UPDATE supervision_publicationedition SET content = content || '{"state": "revoked"}'""")
    found = [each for each in check_rows(at=moment()) if each.check == "publication"]
    assert {each.table for each in found} == {"supervision_publication", "supervision_publicationedition"}


@pytest.mark.parametrize(
    "text",
    ["440106 19900101 0013", "44010619900101001X", "440106900101001", "138-0013-8000", "１３８００１３８０００", "(020)83332222"],
)
def test_numbers_of_persons_are_hidden_however_they_are_written(text):
    assert redacted(f"前{text}后") == "前****后"


@pytest.mark.parametrize("text", ["91440101MA9ABCD124", "穗应急危化经字〔2024〕0017号", "10000 吨", "2026-03-03"])
def test_what_is_no_number_of_a_person_stays(text):
    assert redacted(text) == text
