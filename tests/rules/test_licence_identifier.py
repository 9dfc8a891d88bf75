"""电子证照标识: against identifiers found in the wild, against an independent reckoning, and against every single slip."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from approvals.rules.licence_identifier import ROOT, SIGNS, Identifier, check_sign, parsed

# published examples of four kinds of licences, and the one of the standard's annex
FOUND = (
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3",
    "1.2.156.3005.2.11100000000013338W002.11320482014138860P.201807250201.001.M",
)
word = st.text(SIGNS, min_size=1, max_size=60)
identifiers = st.builds(
    Identifier,
    st.from_regex(r"[0-9A-Z]{18}[0-9]{3}", fullmatch=True),
    st.text(SIGNS, min_size=18, max_size=18),
    st.text(SIGNS, min_size=1, max_size=22),
    st.integers(1, 999),
)


@pytest.mark.parametrize("text", FOUND)
def test_what_others_have_issued_is_read_and_written_alike(text):
    known = parsed(text)
    assert known is not None
    assert str(known) == text


@given(word)
def test_the_check_sign_is_that_of_an_independent_reckoning(text):
    assert check_sign(text) == mod_37_36.calc_check_digit(text)


@given(identifiers)
def test_what_is_written_is_read_again(identifier):
    text = str(identifier)
    assert parsed(text) == identifier
    assert mod_37_36.is_valid(text.removeprefix(ROOT).replace(".", ""))


@settings(max_examples=50)
@given(identifiers, st.data())
def test_one_wrong_sign_is_found(identifier, data):
    text = str(identifier)
    place = data.draw(st.integers(len(ROOT) + 1, len(text) - 1).filter(lambda n: text[n] != "."))
    other = data.draw(st.sampled_from(SIGNS).filter(lambda sign: sign != text[place]))
    assert parsed(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize(
    ("type_code", "issuer", "serial", "edition"),
    [
        ("11100000000013338W02", "11320482014138860P", "1", 1),
        ("11100000000013338W00A", "11320482014138860P", "1", 1),
        ("11100000000013338W002", "11320482014138860p", "1", 1),
        ("11100000000013338W002", "11320482014138860P", "", 1),
        ("11100000000013338W002", "11320482014138860P", "1", 0),
        ("11100000000013338W002", "11320482014138860P", "1", 1000),
    ],
)
def test_a_part_of_the_wrong_shape_makes_no_identifier(type_code, issuer, serial, edition):
    with pytest.raises(ValueError, match=":"):
        str(Identifier(type_code, issuer, serial, edition))


@pytest.mark.parametrize("text", ["", ROOT, FOUND[0][:-1], FOUND[0] + " ", FOUND[0].lower(), FOUND[0].replace(".001.", ".000.")])
def test_what_is_no_identifier_is_not_read_as_one(text):
    assert parsed(text) is None
