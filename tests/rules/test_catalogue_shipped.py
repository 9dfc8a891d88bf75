"""The catalogue that comes with the system is what the bureau published."""

from collections import Counter
from datetime import time

import pytest

from workflow.catalogue_io.reader import read_files, shipped_files
from workflow.rules.catalogue import Period, SubItem, sub_item, sub_items

HAZARDOUS = {"EM01", "EM02", "EM03", "EM06", "EM07"}


@pytest.fixture(scope="module")
def contents():
    return {content["code"]: content for content in read_files(shipped_files())}


@pytest.fixture(scope="module")
def shipped(contents) -> dict[str, SubItem]:
    return {found.code: found for content in contents.values() for found in sub_items(content)}


def classes_and_items(shipped, **wanted):
    found = [one for one in shipped.values() if all(getattr(one, key) == value for key, value in wanted.items())]
    return len({one.item_code for one in found}), len(found)


def test_the_bureau_has_18_items_with_47_sub_items_and_2_with_6_devolved(shipped):
    assert classes_and_items(shipped, devolved=False) == (18, 47)
    assert classes_and_items(shipped, devolved=True) == (2, 6)


def test_5_classes_with_12_sub_items_need_a_deputy_director_and_13_with_35_the_chief_representative(shipped):
    assert classes_and_items(shipped, devolved=False, approver="deputy_director") == (5, 12)
    assert classes_and_items(shipped, devolved=False, approver="chief_representative") == (13, 35)


def test_31_of_47_sub_items_are_decided_on_the_spot(shipped):
    assert Counter(one.instant for one in shipped.values() if not one.devolved) == {True: 31, False: 16}


def test_promises_take_94_days_where_the_law_allows_1008(shipped):
    ours = [one for one in shipped.values() if not one.devolved]
    assert (sum(one.promised_days for one in ours), sum(one.statutory_days for one in ours)) == (94, 1008)


def test_every_number_of_the_law_has_its_basis(shipped):
    for one in shipped.values():
        assert one.statutory_basis
        assert one.window is None or one.window.legal_basis
        assert all(procedure.basis for procedure in one.procedures.values())
        assert all(one.rules.basis.values())


def test_the_common_numbers_are_those_of_the_law(shipped):
    rules = shipped["EM06-01"].rules
    assert (rules.notice_days, rules.supplement_days, rules.delivery_days, rules.publication_days) == (5, 30, 10, 7)
    assert (rules.extension_max_days, rules.joint_statutory_days, rules.joint_extension_max_days) == (10, 45, 15)
    assert (rules.hearing_request_days, rules.hearing_hold_days, rules.hearing_notice_days) == (5, 20, 7)
    assert (rules.tolerance_max_missing, rules.tolerance_ban_months, rules.tolerance_lead_days) == (3, 12, 1)
    assert (rules.commitment_cut_off, rules.commitment_ban_months) == (time(16), 12)
    assert (rules.commitment_rectify_max_days, rules.follow_up) == (30, Period(2, "M"))
    assert (rules.bar_concealment_years, rules.bar_fraud_years) == (1, 3)
    assert (rules.rating_contact_days, rules.rating_feedback_days) == (1, 15)
    assert (rules.amber_days, rules.third_party_days, rules.visit_min_officials) == ((3, 1), 5, 2)


def test_items_on_the_hazardous_chemicals_rules_say_that_their_basis_is_to_be_checked(shipped):
    marked = {one.item_code for one in shipped.values() if one.basis_check}
    assert marked == HAZARDOUS
    assert shipped["EM06-01"].basis_check.mark == "依据待核"
    assert "2026年5月1日" in shipped["EM06-01"].basis_check.reason


def test_seven_sub_items_count_from_the_receipt_of_the_complete_material(shipped):
    from_receipt = {one.code for one in shipped.values() if one.clock_start == "receipt"}
    assert from_receipt == {"EM01-01", "EM01-03", "EM02-01", "EM02-03", "EM03-01", "EM13-01", "EM14-02"}


def test_three_sub_items_know_the_commitment_path_and_two_are_filed_by_silence(shipped):
    assert {one.code for one in shipped.values() if one.commitment} == {"EM06-01", "EM06-02", "EM06-03"}
    assert {one.code for one in shipped.values() if one.silence} == {"EM11-01", "EM11-02"}


def test_a_visit_stops_no_clock_where_no_rule_says_so(shipped):
    assert shipped["EM13-01"].procedures["site_visit"].stops_clock is False
    assert shipped["EM01-01"].procedures["site_visit"].stops_clock is True


def test_a_review_may_be_asked_for_in_the_ninety_days_after_the_expiry(shipped):
    window = shipped["EM09-02"].window
    assert (window.open_before, window.apply_before) == (Period(60, "D"), Period(0, "D"))
    assert window.grace_after_expiry == Period(90, "D")


def test_materials_keep_their_order_and_their_days_of_tolerance(shipped):
    one = shipped["EM01-01"]
    assert list(one.materials) == ["APP", "BL", "QUAL", "SAFEVAL", "RULES", "PLANREG", "INS", "HAZREG"]
    assert one.essential == {"APP", "BL", "QUAL", "SAFEVAL"}
    assert one.tolerable == {"RULES", "PLANREG", "INS", "HAZREG"}
    assert one.materials["INS"].tolerance_days == 5


def test_every_sub_item_has_steps_and_grounds_for_every_use(shipped):
    for one in shipped.values():
        assert {"window", "review", "decision", "issue", "delivery"} <= {step.desk for step in one.steps}
        assert (one.step("verification") is None) is (one.visit == "none")
        for use in ("decline", "supplement", "return", "refuse"):
            assert one.grounds_for(use)


def test_a_ground_without_a_basis_is_marked_illustrative(shipped):
    for ground in (ground for one in shipped.values() for ground in one.grounds):
        assert ground.illustrative or ground.legal_basis, ground.code


def test_one_sub_item_is_built_from_the_content_of_its_item(contents):
    assert sub_item(contents["EM06"], "EM06-02").item_name == "危险化学品经营许可（无储存）"
    with pytest.raises(KeyError):
        sub_item(contents["EM06"], "EM06-99")


@pytest.mark.parametrize("text", ["P6M", "P60D", "P2Y", "P0D"])
def test_a_period_reads_back_as_it_was_written(text):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["", "6M", "P6", "P-1D", "P1M2D", "P06M", "PT5H", "p6m", "P6M ", "P٣D"])
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)
