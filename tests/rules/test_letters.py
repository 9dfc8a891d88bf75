"""The digest of a letter covers everything the letter says and belongs to: whatever is changed behind it shows."""

from dataclasses import replace

import pytest

from tests.moments import days_later, moment
from workflow.catalogue_io.reader import read_files, shipped_files
from workflow.rules.catalogue import sub_item
from workflow.rules.letters import letter_digest, terms_of


@pytest.fixture(scope="module")
def item():
    """An item that knows both letters."""
    content = next(each for each in read_files(shipped_files()) if each["code"] == "EM06")
    return sub_item(content, "EM06-01")


def digest(item, kind="notification", **changed):
    said = {"number": "1", "applicant": 7, "item": item, "kind": kind, "materials": (), "signed_at": moment(), **changed}
    return letter_digest(**said)


def test_the_terms_of_a_notification_are_its_conditions_one_by_one_and_what_follows(item):
    told = [row[1] for row in terms_of(item, "notification", ())[:-1]]
    assert told == [condition.text for condition in item.conditions]
    assert terms_of(item, "notification", ())[-1] == [
        "P2M", item.rules.commitment_rectify_max_days, item.rules.commitment_ban_months
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["code", "text", "legal_basis"])
def test_a_condition_that_reads_otherwise_is_another_letter(item, name):
    first = replace(item.conditions[0], **{name: "另一"})
    assert digest(replace(item, conditions=(first, *item.conditions[1:]))) != digest(item)


def test_a_condition_left_out_is_another_letter(item):
    assert digest(replace(item, conditions=item.conditions[1:])) != digest(item)


@pytest.mark.parametrize("name", ["commitment_ban_months", "commitment_rectify_max_days"])
def test_other_consequences_are_another_letter(item, name):
    assert digest(replace(item, rules=replace(item.rules, **{name: 1}))) != digest(item)


def test_another_name_or_term_of_a_promised_material_is_another_letter(item):
    before = digest(item, "tolerance", materials=["RULES", "SITE"])
    for changed in ({"name": "另一材料"}, {"tolerance_days": 9}):
        materials = {**item.materials, "SITE": replace(item.materials["SITE"], **changed)}
        assert digest(replace(item, materials=materials), "tolerance", materials=["RULES", "SITE"]) != before
    assert digest(item, "tolerance", materials=["SITE", "RULES"]) == before


@pytest.mark.parametrize(
    "changed", [{"number": "2"}, {"applicant": 8}, {"signed_at": days_later(1)}, {"kind": "tolerance"}, {"materials": ["SITE"]}]
)
def test_a_letter_serves_one_application_one_list_and_one_moment(item, changed):
    assert digest(item, **changed) != digest(item)


def test_what_the_letter_does_not_say_does_not_move_it(item):
    assert digest(replace(item, promised_days=99, fees="收费")) == digest(item)
