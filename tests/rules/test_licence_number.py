"""许可证编号: what a pattern may be, and that a number made by it is read as what it was made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.rules.licence_number import TEXTS, fault, pattern

KNOWN = (
    *("穗危化经字〔{year}〕{serial:6}号", "(粤)LS〔{year}〕{serial:4}", "APJ-(粤)-{serial:3}"),
    *("T{year}{serial}", "{serial}/{year}"),
)


@given(st.sampled_from(KNOWN), st.integers(2000, 2099), st.integers(1, 10**9))
def test_a_number_is_read_as_what_it_was_made_of(text, year, serial):
    known = pattern(text)
    assert known.read(known.number(year=year, serial=serial)) == (known.series_year(year), serial)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (KNOWN[0], "穗危化经字〔2026〕12号"),
        (KNOWN[0], "穗危化经字〔2026〕0000012号"),
        (KNOWN[0], "穗危化经字〔2026〕000000号"),
        (KNOWN[0], "穗危化经字[2026]000012号"),
        (KNOWN[0], "穗危化经字〔２０２６〕000012号"),
        (KNOWN[3], "T20260"),
        (KNOWN[3], "T202601"),
        ("A.{serial}", "AB1"),
    ],
)
def test_what_does_not_fit_is_no_number_of_the_pattern(text, number):
    assert pattern(text).read(number) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "serial"),
        ("穗〔{year}〕号", "serial"),
        ("穗{serial}{serial:3}", "serial"),
        ("{year}{year}{serial}", "year"),
        ("{year}{serial}", "nothing"),
        ("穗{serial:0}", "place"),
        ("穗{serial:06}", "place"),
        ("穗{Serial}", "place"),
        ("穗{serial}}", "place"),
        ("穗{month}{serial}", "place"),
        (" 穗{serial}", "blank"),
        ("穗\n{serial}", "blank"),
        ("穗" * 40 + "{serial}", "too_long"),
    ],
)
def test_a_pattern_that_does_not_hold_is_refused_with_its_reason(text, wrong):
    assert fault(text) == wrong
    assert wrong in TEXTS
    with pytest.raises(ValueError, match=wrong):
        pattern(text)


def test_without_a_year_the_serials_run_on():
    assert pattern(KNOWN[2]).series_year(2026) == 0
    assert pattern(KNOWN[2]).read("APJ-(粤)-001") == (0, 1)
