"""A clerk takes in applications for others at the window; what is foreseen is what the acts then do."""

from datetime import date
from typing import Any

import pytest

from approvals.licences import Licence
from approvals.people import Applicant, Ban, Post, User
from config.integrity.run import check_all
from notifications.models import Message
from tests.moments import moment
from workflow import acts
from workflow.acts.newcomers import enter_applicant, look_up
from workflow.acts.old_licences import register_licence
from workflow.catalogue_versions import current
from workflow.errors import BadInput, Refusal
from workflow.models import Application, Clock, Commitment, LedgerEntry, RefusedAttempt, RegisterEntry
from workflow.prospect import Intent, foresee, last_days

ITEM = "EM07-01"


def lodge(people: dict[str, User], by: str = "clerk", for_whom: str = "applicant", **given: Any) -> Application:
    applicant = people[for_whom].applicant_id
    words = {"item": ITEM, "channel": "window", "applicant_id": applicant, **given}
    return acts.lodge(by=people[by].pk, at=moment(), **words)


def refusal(people: dict[str, User], **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        lodge(people, **given)
    return caught.value.code


def test_a_clerk_takes_in_an_application_on_the_authority_of_the_post(people):
    made = lodge(people)
    entry = LedgerEntry.objects.get(application=made.pk)
    assert (entry.act, entry.actor_id, entry.authority) == ("lodge", people["clerk"].pk, "clerk")
    assert (made.channel, made.lodged_by_id) == ("window", people["clerk"].pk)
    assert made.applicant_id == people["applicant"].applicant_id


def test_the_applicant_is_told_and_not_the_clerk(people):
    made = lodge(people)
    told = Message.objects.filter(event=f"application:{made.pk}:1")
    assert {m.recipient_id for m in told} == {people["applicant"].pk}
    assert list(check_all(at=moment(), application=made.pk)) == []


def test_an_applicant_without_an_account_is_received_and_accepted(people):
    made = enter_applicant(by=people["clerk"].pk, at=moment(), number="440106198809230030", name="钱新")
    case = acts.lodge(by=people["clerk"].pk, at=moment(), item="EM13-01", channel="window", applicant_id=made.pk)
    acts.perform("accept", case.pk, by=people["clerk"].pk, at=moment())
    assert not Message.objects.filter(event__startswith=f"application:{case.pk}:", kind="acceptance_notice").exists()
    assert list(check_all(at=moment(), application=case.pk)) == []


def test_only_a_clerk_takes_in_for_others_and_only_at_the_window(people):
    assert refusal(people, channel="online") == "not_authorised"
    for by in ("reviewer", "chief", "head"):
        assert refusal(people, by=by) == "not_authorised"
    assert refusal(people, by="applicant2") == "not_yours"
    assert refusal(people, by="applicant2", channel="online") == "not_yours"
    assert not Application.objects.exists()
    assert RefusedAttempt.objects.filter(act="lodge").count() == 6


def test_a_post_that_names_its_matters_covers_no_others(people):
    Post.objects.filter(user=people["clerk"]).update(matters=["EM13"])
    assert refusal(people) == "not_authorised"
    assert lodge(people, item="EM13-01").status == "received"


def test_a_letter_taken_in_says_how_the_applicant_signed_it(people):
    missing: dict[str, Any] = {"materials": {"all-but": ["RULES"]}, "commit_missing": ["RULES"]}
    assert refusal(people, **missing) == "letter_missing"
    made = lodge(people, **missing, signed="paper")
    assert LedgerEntry.objects.get(application=made.pk).inputs["signed"] == "paper"
    assert Commitment.objects.get(application=made.pk).signed_by_id is None


def test_what_is_foreseen_is_what_the_acts_do(people):
    _version, item = current(ITEM)
    clerk, applicant = people["clerk"].pk, people["applicant"].applicant_id
    all_but = [code for code in item.materials if code != "RULES"]
    intent = Intent(ITEM, applicant, all_but)
    barred = foresee(intent, by=clerk, at=moment()).error
    assert barred is not None
    assert barred.code == "letter_missing"
    seen = foresee(intent, by=clerk, at=moment(), promised=["RULES"])
    assert not Application.objects.exists()
    made = lodge(people, materials=all_but, commit_missing=["RULES"], signed="electronic")
    acts.perform("accept", made.pk, by=clerk, at=moment())
    rows = Clock.objects.filter(application=made.pk, met_on=None)
    assert {(c.kind, c.subject): c.due_on for c in rows} == dict(seen.due)
    assert last_days(intent, item, by=clerk, at=moment())["RULES"] == seen.due["cure", "RULES"]


@pytest.mark.parametrize(
    ("materials", "promised", "code"),
    [
        (["BL"], [], "essential_material_missing"),
        (["APP", "BL", "QUAL", "SAFEVAL", "FIRE"], ["RULES", "SITE", "PLANREG", "STAFF"], "too_many_missing"),
        (["APP", "BL", "QUAL", "SAFEVAL"], ["FIRE"], "essential_material_missing"),
    ],
)
def test_what_bars_a_way_is_said_with_the_codes_of_the_acts(people, materials, promised, code):
    intent = Intent(ITEM, people["applicant"].applicant_id, materials)
    barred = foresee(intent, by=people["clerk"].pk, at=moment(), promised=promised).error
    assert barred is not None
    assert barred.code == code
    assert not RefusedAttempt.objects.exists()


def test_a_ban_bars_the_letter_in_what_is_foreseen(people):
    applicant = people["applicant"].applicant
    Ban.objects.create(applicant=applicant, kind="tolerance", from_on=date(2026, 1, 1), until=date(2027, 1, 1))
    _version, item = current(ITEM)
    intent = Intent(ITEM, applicant.pk, list(item.materials))
    assert last_days(intent, item, by=people["clerk"].pk, at=moment()) == {}


def test_a_change_is_asked_on_a_licence_of_the_applicant(people):
    holder = people["applicant"].applicant_id
    given: dict[str, Any] = {"valid_from": date(2025, 1, 1), "valid_until": date(2028, 1, 1)}
    register_licence(at=moment(hour=8), number="旧证1号", item=ITEM, holder=holder, **given)
    made = lodge(people, item="EM07-02", licence="旧证1号")
    assert made.licence_id == Licence.objects.get(number="旧证1号").pk
    assert refusal(people, item="EM07-02", licence="旧证1号", for_whom="applicant2") == "not_yours"


def test_a_newcomer_is_entered_once_with_a_right_check_digit(people):
    clerk = people["clerk"].pk
    with pytest.raises(BadInput):
        enter_applicant(by=clerk, at=moment(), number="440106198809230038", name="钱新")
    with pytest.raises(BadInput):
        enter_applicant(by=clerk, at=moment(), number="91440101MA9ABCD124", name="又一家")
    with pytest.raises(Refusal):
        enter_applicant(by=people["reviewer"].pk, at=moment(), number="440106198809230030", name="钱新")
    made = enter_applicant(by=clerk, at=moment(), number=" 440106198809230030 ", name="钱新")
    assert look_up("440106198809230030", most=5) == [made]
    entry = RegisterEntry.objects.get(register="applicants")
    assert "440106198809230030" not in str(entry.inputs)


def test_applicants_are_found_by_code_and_by_part_of_the_name(people):
    assert [a.name for a in look_up("宏达 化工", most=5)] == ["宏达化工贸易有限公司"]
    assert [a.name for a in look_up("91440101ma9xy", most=5)] == ["永安安全技术服务有限公司"]
    assert look_up("  ", most=5) == []
    assert Applicant.objects.filter(name__contains="赵").count() == 1
    assert look_up("4401061990", most=5) == []
