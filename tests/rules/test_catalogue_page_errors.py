"""A wrong condition, form, checklist or guide is refused with its file, line and key."""

import re

import pytest

from tests.rules.test_catalogue_errors import GOOD, faults
from workflow.catalogue_io.reader import Source, read_sources

BLOCKS = """\
  conditions:
  - {code: STAFF, text: 有专职人员, text_en: full-time staff, legal_basis: 某条例 第2条}
  form:
  - section: 经营情况
    section_en: Trade
    fields:
    - {code: KIND, kind: choice, label: 类别, label_en: Kind, choices: [
      {code: a, label: 甲, label_en: A}, {code: b, label: 乙, label_en: B}]}
    - {code: NAME, kind: text, label: 名称, label_en: Name, show_if: {KIND: a}}
    - {code: NUMBER, kind: text, label: 编号, label_en: Number, pattern: '[0-9]{6}', message: 六位数字, message_en: six digits}
    - {code: STORED, kind: yes_no, label: 储存, label_en: Stored}
    - {code: AMOUNT, kind: number, label: 数量, label_en: Amount, show_if: {STORED: 'yes'}}
  checklist:
  - {code: TITLE, desk: review, text: 场所证明, text_en: title, illustrative: true}
  guide: {place: 一楼, faq: [{question: 问, question_en: q, answer: 答, answer_en: a}]}
"""
AT = "sub_items[XX01-01]."
FORM = f"{AT}form[0].fields"
START = GOOD.count("\n")


def changed(before: str, after: str) -> str:
    assert BLOCKS.count(before) == 1
    return GOOD + BLOCKS.replace(before, after)


def test_the_example_itself_is_good():
    row = read_sources([Source("XX01.yaml", (GOOD + BLOCKS).encode())])[0]["sub_items"][0]
    assert [field["code"] for field in row["form"]] == ["KIND", "NAME", "NUMBER", "STORED", "AMOUNT"]
    assert row["guide"]["place"] == "一楼"


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        (", legal_basis: 某条例 第2条", "", 2, f"{AT}conditions[STAFF]"),
        ("legal_basis: 某条例 第2条", "basis: 某条例 第2条", 2, f"{AT}conditions[STAFF].basis"),
        ("text_en: full-time staff, ", "", 2, f"{AT}conditions[STAFF].text_en"),
        ("kind: number", "kind: colour", 12, f"{FORM}[AMOUNT].kind"),
        ("label_en: Amount", "label: 数", 12, f"{FORM}[AMOUNT].label_en"),
        ("code: AMOUNT", "code: amount", 12, f"{FORM}[amount].code"),
        ("code: AMOUNT", "code: NAME", 12, f"{FORM}[NAME].code"),
        ("code: b, label", "code: a, label", 8, f"{FORM}[KIND].choices.code"),
        (", {code: b, label: 乙, label_en: B}", "", 7, f"{FORM}[KIND].choices"),
        ("kind: choice", "kind: text", 7, f"{FORM}[KIND].choices"),
        ("kind: number", "kind: choice", 12, f"{FORM}[AMOUNT].choices"),
        ("{KIND: a}", "{SORT: a}", 9, f"{FORM}[NAME].show_if.SORT"),
        ("{KIND: a}", "{NAME: a}", 9, f"{FORM}[NAME].show_if.NAME"),
        ("{KIND: a}", "{STORED: 'yes'}", 9, f"{FORM}[NAME].show_if.STORED"),
        ("{KIND: a}", "{KIND: c}", 9, f"{FORM}[NAME].show_if.KIND"),
        ("{KIND: a}", "KIND", 9, f"{FORM}[NAME].show_if"),
        ("{KIND: a}", "{KIND: [a]}", 9, f"{FORM}[NAME].show_if.KIND"),
        ("{STORED: 'yes'}", "{STORED: maybe}", 12, f"{FORM}[AMOUNT].show_if.STORED"),
        ("{STORED: 'yes'}", "{STORED: yes}", 12, "sub_items[0].form[0].fields[4].show_if.STORED"),
        ("{STORED: 'yes'}", "{NUMBER: x}", 12, f"{FORM}[AMOUNT].show_if.NUMBER"),
        ("'[0-9]{6}'", "'[0-9'", 10, f"{FORM}[NUMBER].pattern"),
        ("'[0-9]{6}'", "'(a+)+b'", 10, f"{FORM}[NUMBER].pattern"),
        ("'[0-9]{6}'", "'.*.*.*.*x'", 10, f"{FORM}[NUMBER].pattern"),
        ("'[0-9]{6}'", r"'(a)\1'", 10, f"{FORM}[NUMBER].pattern"),
        ("'[0-9]{6}'", "'a{99999999999}'", 10, f"{FORM}[NUMBER].pattern"),
        ("'[0-9]{6}'", "'(?=a)a'", 10, f"{FORM}[NUMBER].pattern"),
        ("kind: text, label: 编号", "kind: date, label: 编号", 10, f"{FORM}[NUMBER].pattern"),
        (", message_en: six digits", "", 10, f"{FORM}[NUMBER].pattern"),
        ("pattern: '[0-9]{6}', ", "", 10, f"{FORM}[NUMBER].message"),
        ("label_en: Stored", "label_en: Stored, help: 说明", 11, f"{FORM}[STORED].help"),
        ("    section_en: Trade\n", "", 4, f"{AT}form[0].section_en"),
        ("desk: review", "desk: verification", 13, f"{AT}checklist"),
        ("desk: review", "desk: window", 14, f"{AT}checklist[TITLE].desk"),
        ("illustrative: true}", "photo: true}", 14, f"{AT}checklist[TITLE]"),
        ("{place: 一楼", "{floor: 一楼", 15, f"{AT}guide.floor"),
        (", answer_en: a", "", 15, f"{AT}guide.faq[0].answer_en"),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(before, after, line, key):
    assert (START + line, key) in faults(changed(before, after))


def test_a_visit_needs_its_checks():
    text = (GOOD + BLOCKS).replace("requirement: none, min_officials: 0", "requirement: required, min_officials: 2")
    assert faults(text) == [(START + 13, f"{AT}checklist")]


def test_what_is_left_of_the_fields_may_be_referred_to_across_item_and_sub_item():
    size = "  - {code: SIZE, kind: yes_no, label: 大, label_en: large}\n"
    common = "form:\n- section: 申请人\n  section_en: Applicant\n  fields:\n" + size
    text = changed("{KIND: a}", "{SIZE: 'no'}")
    assert (START + 9, f"{FORM}[NAME].show_if.SIZE") in faults(text)
    assert read_sources([Source("XX01.yaml", (text + common).encode())])


@pytest.mark.parametrize(
    "block", ["conditions: x", "form: {a: 1}", "form: [x]", "form: [{fields: [x]}]", "checklist: [1]", "guide: []"]
)
def test_a_block_of_another_shape_is_an_error_and_no_crash(block):
    assert any(line == START + 1 for line, _key in faults(f"{GOOD}  {block}\n"))


@pytest.mark.parametrize(
    "pattern", ["[a-z]*[a-y]*[a-x]*9", "(a|b)(a|b)(a|b)c", "[A-Z]?[0-9]{10,25}", r"[^\]]{3}", r"\(?[(?]\)?", r"\\\\1"]
)
def test_a_pattern_that_is_taken_comes_to_an_end_on_the_longest_answer(pattern):
    assert read_sources([Source("XX01.yaml", changed("'[0-9]{6}'", f"'{pattern}'").encode())])
    assert re.fullmatch(pattern, "a" * 200) is None
