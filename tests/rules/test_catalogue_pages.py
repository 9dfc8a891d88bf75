"""Every sub-item says what it asks for: conditions, a form, checklists and a guide; and an older version has none."""

from itertools import combinations

import pytest

from workflow.catalogue_io.page_blocks import BLOCKS
from workflow.catalogue_io.reader import Source, read_files, read_sources, shipped_files
from workflow.rules.catalogue import SubItem, sub_item, sub_items
from workflow.rules.forms import faults, kept, shown


@pytest.fixture(scope="module")
def contents():
    return {content["code"]: content for content in read_files(shipped_files())}


@pytest.fixture(scope="module")
def shipped(contents) -> dict[str, SubItem]:
    return {found.code: found for content in contents.values() for found in sub_items(content)}


def texts(one: SubItem) -> frozenset[str]:
    return frozenset(check.text for check in one.checklist)


def test_all_53_sub_items_have_conditions_a_form_checklists_and_a_guide(shipped):
    assert len(shipped) == 53
    for one in shipped.values():
        assert len(one.conditions) >= 2, one.code
        assert len(one.form) >= 7, one.code
        assert len(one.checks_at("review")) >= 3, one.code
        assert one.guide is not None
        assert len(one.guide.faq) >= 2, one.code
        assert all((one.guide.place, one.guide.hours, one.guide.contact, one.guide.complaint))


def test_what_is_verified_at_a_visit_stands_where_there_is_a_visit(shipped):
    for one in shipped.values():
        checks = one.checks_at("verification")
        assert (len(checks) >= 3) is (one.visit != "none"), one.code
        assert not checks or any(check.photo for check in checks), one.code


def test_no_two_sub_items_share_a_checklist(shipped):
    same = [(a.code, b.code) for a, b in combinations(shipped.values(), 2) if texts(a) == texts(b)]
    assert same == []


def test_sub_items_of_another_kind_have_little_of_their_checklists_in_common(shipped):
    alike = {
        (a.code, b.code): texts(a) & texts(b)
        for a, b in combinations(shipped.values(), 2)
        if a.kind != b.kind and 2 * len(texts(a) & texts(b)) >= min(len(texts(a)), len(texts(b)))
    }
    assert alike == {}


def test_a_condition_or_check_without_a_basis_is_marked_illustrative(shipped):
    for entry in (entry for one in shipped.values() for entry in (*one.conditions, *one.checklist)):
        assert entry.illustrative or entry.legal_basis, entry.code


def test_the_two_devolved_items_are_handled_in_the_districts(shipped):
    assert {one.code for one in shipped.values() if "各区" in one.guide.place} == {
        one.code for one in shipped.values() if one.devolved
    }


def test_the_fields_of_the_item_come_before_those_of_the_sub_item(shipped):
    codes = [field.code for field in shipped["EM07-01"].form]
    assert codes[:5] == ["NAME", "USCC", "REPRESENTATIVE", "ADDRESS", "CONTACT"]
    assert "STORE_ADDRESS" in codes
    assert [field.section for field in shipped["EM07-01"].form][-1] == "经营和储存"


def test_the_form_of_a_change_asks_for_what_changes_and_for_nothing_else(shipped):
    form, asked = shipped["EM02-02"].form, {"CHANGE": "kinds", "NEW_NAME": "安化有限公司"}
    assert {"NEW_KINDS", "KINDS_EVALUATED_ON"} <= {field.code for field in shown(form, asked)}
    assert "NEW_NAME" not in kept(form, asked)
    assert {"NEW_KINDS", "LICENCE_NO"} <= set(faults(form, asked))


def test_every_form_can_be_filled_in(shipped):
    answers = {
        "text": "甲乙丙丁", "textarea": "甲\n乙", "number": "12.5", "date": "2026-11-22", "yes_no": "yes", "phone": "13800000000",
        "email": "a@example.cn", "address": "某路一号", "uscc": "91440101MA9ABCD124",
    }  # fmt: skip
    by_pattern = {
        "HAZARD_NO": "备案440101",
        "MINING_NO": "C4401002026011",
        "CERT_NO": "A12345",
        "WEBSITE": "https://example.cn/a",
    }
    for one in shipped.values():
        filled = {
            field.code: by_pattern[field.code] if field.pattern
            else field.choices[0].code if field.kind == "choice" else answers[field.kind]
            for field in one.form
        }  # fmt: skip
        assert faults(one.form, filled) == {}, one.code
        assert set(faults(one.form, {})) == {f.code for f in shown(one.form, {}) if f.required}, one.code


def test_a_version_stored_before_the_blocks_were_known_has_none(contents):
    content = contents["EM06"]
    rows = [{word: value for word, value in row.items() if word not in BLOCKS} for row in content["sub_items"]]
    one = sub_item({**content, "sub_items": rows}, "EM06-01")
    assert (one.conditions, one.form, one.checklist, one.guide) == ((), (), (), None)


def test_what_a_sub_item_says_takes_the_place_of_what_its_item_says():
    row = """\
- code: XX01-01
  name: 首次申请
  name_en: initial
  kind: initial
  statutory_days: 20
  promised_days: 5
  clock_start: acceptance
  processing_type: 承诺件
  paths: {standard: true, tolerate_missing: true, notification_commitment: false, instant: false}
  approver: chief_representative
  visit: {requirement: none, min_officials: 0, video_allowed: false}
  materials:
  - {code: APP, name: 申请书, name_en: application, essential: true, form: 原件, source: 申请人自备}
"""
    head = (
        "code: XX01\nname: 某项许可\nname_en: some licence\nitem_type: 行政许可\nlevel: municipal\nrisk_class: low\n"
        "legal_basis: []\nfees: 不收费\nmax_visits: 0\nonline_depth: 四级\nresult_name: 某许可证\n"
        "guide: {place: 二楼, place_en: upstairs}\n"
        "conditions:\n- {code: A, text: 甲, text_en: a, illustrative: true}\n"
        "- {code: B, text: 乙, text_en: b, illustrative: true}\n"
        "sub_items:\n"
    )
    own = "  conditions:\n  - {code: A, text: 丙, text_en: c, illustrative: true}\n  guide: {hours: 全天, hours_en: always}\n"
    plain, changed = (
        sub_item(read_sources([Source("XX01.yaml", (head + text).encode())])[0], "XX01-01") for text in (row, row + own)
    )
    assert [entry.text for entry in plain.conditions] == ["甲", "乙"]
    assert [entry.text for entry in changed.conditions] == ["丙", "乙"]
    assert plain.guide
    assert changed.guide
    assert plain.guide.hours.startswith("工作日")
    assert (changed.guide.place, changed.guide.hours) == ("二楼", "全天")
    assert (plain.form, plain.checklist) == ((), ())
