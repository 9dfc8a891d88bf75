"""The rules of the cards as data: what is shipped, what may be put together, and what cannot be read."""

from datetime import date

import pytest

from notifications.words import RULES
from supervision.profile import known, read, shipped
from supervision.rules.profile import ProfileError, rulebook

PROFILE = shipped()


def test_the_shipped_profile_has_its_basis_and_its_version():
    assert str(PROFILE) == "promise_statute/2"
    assert PROFILE.legal_basis
    assert [rule.name for rule in PROFILE.watching("promised")] == ["promised_near", "promised_overdue"]


HEAD = "name: ours\nversion: 1\nlegal_basis: 本局规则\nrules:\n"
WHOLE = HEAD + "  a: {colour: red, watches: filing}\n"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("name: ours\nrules: {}", "legal_basis"),
        (HEAD + "  a: {colour: blue, watches: promised, days: [1]}", "rules.a.colour"),
        (HEAD + "  a: {colour: red, watches: weather, days: [1]}", "rules.a.watches"),
        (HEAD + "  a: {colour: red, watches: promised}", "rules.a.days"),
        (HEAD + "  a: {colour: red, watches: promised, days: [0]}", "rules.a.days"),
        (HEAD + "  a: {colour: red, watches: promised, days: [[1]]}", "rules.a.days"),
        (HEAD + "  a: {colour: red, watches: filing, days: [1]}", "rules.a.days"),
        (HEAD + "  a: {colour: red, watches: promised, dais: [1]}", "rules.a"),
        (HEAD + "  a: {colour: red, watches: filing}\n  a: {colour: red, watches: filing}", "ours.yaml:6"),
        (WHOLE + "reply: {working_days: 3}", "reply"),
        (WHOLE + "reply: {working_days: 0, colours: [red], legal_basis: x}", "reply.working_days"),
        (WHOLE + "reply: {working_days: 3, colours: [blue], legal_basis: x}", "reply.colours"),
        (WHOLE + "effective_from: soon", "effective_from"),
        ("- a", "ours.yaml"),
        ("a: [", "ours.yaml:2"),
    ],
)
def test_a_profile_that_cannot_be_read_is_refused_with_the_key_or_the_line(text, named):
    with pytest.raises(ProfileError) as refused:
        read(text.encode(), file="ours.yaml")
    assert named in str(refused.value)


def test_two_profiles_with_a_rule_of_one_name_are_refused():
    with pytest.raises(ProfileError, match="statutory_overdue"):
        rulebook([shipped("promise_statute"), shipped("statutory_1_2")])
    with pytest.raises(ProfileError):
        rulebook([])
    with pytest.raises(ProfileError):
        shipped("no such profile")


def test_every_shipped_profile_is_read_and_its_rules_have_words():
    assert known() == ["notices", "promise_statute", "statutory_1_2", "step_limits"]
    assert {rule.name for name in known() for rule in shipped(name).rules} <= set(RULES)


def test_a_rule_earns_nothing_before_it_is_in_effect():
    ours = read((WHOLE + "effective_from: '2026-03-10'").encode(), file="ours.yaml")
    book = rulebook([ours])
    assert [book.in_effect("a", date(2026, 3, day)) for day in (9, 10)] == [False, True]
    assert rulebook([PROFILE]).in_effect("promised_near", date(2000, 1, 1))
