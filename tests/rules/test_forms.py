"""What a form asks for and what it takes."""

from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from workflow.rules.catalogue_pages import FormField, Option
from workflow.rules.forms import TEXTS, USCC_SIGNS, fault_of, faults, kept, shown, uscc_holds


def field(
    code: str = "A", kind: Any = "text", *, required: bool = False, show_if: dict[str, str] | None = None, **more
):
    plain = {"section": "段", "section_en": "part", "label": code, "label_en": code, "help": None, "help_en": None}
    pattern = {"pattern": None, "message": None, "message_en": None}
    choices = tuple(Option(one, one, one) for one in more.pop("choices", ()))
    return FormField(
        code=code, kind=kind, required=required, choices=choices, show_if=MappingProxyType(show_if or {}),
        **{**plain, **pattern, **more},
    )  # fmt: skip


STORE = field("STORE", "choice", required=True, choices=("none", "own"))
TOXIC = field("TOXIC", "yes_no", required=True, show_if={"STORE": "own"})
GUARD = field("GUARD", "textarea", required=True, show_if={"TOXIC": "yes"})
FORM = (STORE, TOXIC, GUARD)


def test_a_required_field_is_asked_for_only_where_it_is_shown():
    assert set(faults(FORM, {})) == {"STORE"}
    assert faults(FORM, {"STORE": "none"}) == {}
    assert set(faults(FORM, {"STORE": "own"})) == {"TOXIC"}
    assert faults(FORM, {"STORE": "own", "TOXIC": "yes"})["GUARD"].code == "required"


def test_what_depends_on_a_hidden_field_is_hidden_too():
    answers = {"STORE": "none", "TOXIC": "yes", "GUARD": "双人双锁"}
    assert shown(FORM, answers) == (STORE,)
    assert kept(FORM, answers) == {"STORE": "none"}


def test_blanks_are_no_answer_and_what_no_field_asks_for_is_dropped():
    assert faults((field(required=True),), {"A": "  \u3000"})["A"].code == "required"
    assert kept((field(),), {"A": " 甲 ", "B": "乙"}) == {"A": "甲"}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("number", ["0", "12", "12.5", "0.0001"], ["-1", "1e3", "01", "1.", ".5", "１２", "1,000", "nan", "9" * 13]),
        ("date", ["2026-11-22", "2024-02-29"], ["2026-2-3", "2026-02-30", "20261122", "2026/11/22", "昨天", "2026-W01-1"]),
        ("yes_no", ["yes", "no"], ["Yes", "是", "true", "1"]),
        ("phone", ["13800000000", "020-83000000", "02083000000", "0755-8300000-12", "400-800-1234"],
         ["1380000000", "83000000", "+8613800000000", "12345678901", "020 83000000"]),
        ("email", ["a@example.cn", "li.si+x@mail.example.com"], ["a", "a@b", "a@@b.cn", "李@例.cn", "a b@c.cn", "a@b.cn\nx"]),
        ("uscc", ["91360727MA38QC805G", "91360727693748854U"],
         ["91360727MA38QC805H", "91360727MA38QC805", "91360727ma38qc805g", "9136072769374885IU", "9" * 18]),
        ("choice", ["x"], ["y", "X", "x x"]),
        ("text", ["甲", "a" * 200], ["a" * 201, "甲\n乙", "a\x00b", "a\u202eb"]),
        ("textarea", ["甲\n乙", "a" * 2000], ["a" * 2001, "a\x07b"]),
        ("address", ["某路 1 号"], ["某路\n1 号"]),
    ],
)  # fmt: skip
def test_each_kind_takes_its_own_answers(kind, good, bad):
    one = field(kind=kind, choices=("x",))
    assert [answer for answer in good if fault_of(one, answer)] == []
    assert [answer for answer in bad if not fault_of(one, answer)] == []


def test_a_pattern_matches_the_whole_answer_and_speaks_for_itself():
    one = field(pattern="[0-9]{6}", message="六位数字", message_en="six digits")
    assert fault_of(one, "123456") is None
    fault = fault_of(one, "1234567")
    assert fault
    assert (fault.code, fault.text, fault.text_en) == ("pattern", "六位数字", "six digits")


def test_an_empty_answer_to_a_field_that_is_not_required_is_no_fault():
    kinds = ("number", "date", "yes_no", "phone", "email", "uscc", "choice", "text")
    assert faults([field(kind.upper(), kind) for kind in kinds], {}) == {}


@given(st.text(alphabet=USCC_SIGNS, min_size=17, max_size=17))
def test_the_check_sign_of_a_uscc_is_the_one_of_the_standard(stem):
    right = uscc.calc_check_digit(stem)
    assert [sign for sign in USCC_SIGNS if uscc_holds(stem + sign)] == [right]


@given(st.text())
def test_no_text_that_is_not_a_uscc_holds(code):
    assert uscc_holds(code) is (len(code) == 18 and set(code) <= set(USCC_SIGNS) and uscc_holds(code))


@given(
    st.dictionaries(
        st.sampled_from(["STORE", "TOXIC", "GUARD", "X"]), st.text() | st.sampled_from(["own", "yes", "no"])
    )
)
def test_whatever_is_answered_is_either_taken_or_told_what_is_wrong(answers):
    wrong, taken = faults(FORM, answers), kept(FORM, answers)
    applies = {one.code for one in shown(FORM, answers)}
    assert set(wrong) <= applies
    assert set(taken) <= applies
    assert applies - set(wrong) <= set(taken)
    assert all(fault.text in TEXTS.values() for fault in wrong.values())
    assert faults(FORM, taken) == wrong
