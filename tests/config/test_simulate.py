"""The plan of a simulated year: the same from the same seed, with the volumes of the profile, within what was promised."""

from collections import Counter
from datetime import timedelta

import pytest

from config.simulate.leave import DESKS
from config.simulate.plan import Seeds, Story, fates, story
from config.simulate.profile import names, shipped
from workflow.calendar_files import shipped as years
from workflow.catalogue_io.reader import read_files, shipped_files
from workflow.errors import BadInput
from workflow.rules.catalogue import sub_items
from workflow.rules.clock import legal_day
from workflow.rules.workdays import Calendar

MATTERS = {each.code: each for content in read_files(shipped_files()) for each in sub_items(content)}


def seeds(profile: str, *, scale: float = 1, seed: int = 7) -> Seeds:
    return Seeds(shipped(profile).scaled(scale), seed, Calendar(years()), MATTERS)


def told(given: Seeds) -> list[Story]:
    return [story(given, number, fate) for number, fate in enumerate(fates(given))]


def acts_of(each: Story) -> list[str]:
    return [step.act for step in each.steps]


def test_the_same_seed_tells_the_same_stories_and_another_one_others():
    assert told(seeds("taishan-2020")) == told(seeds("taishan-2020"))
    assert told(seeds("taishan-2020")) != told(seeds("taishan-2020", seed=8))


@pytest.mark.parametrize("name", names())
def test_a_year_has_as_many_cases_of_each_kind_as_its_profile_says(name: str):
    given = seeds(name, scale=0.05)
    profile, found = given.profile, Counter(fates(given))
    for fate in ("refused", "terminated", "declined", "withdrawn", "late", "carried_in"):
        assert found[fate] == getattr(profile, fate), fate
    accepted = [each for each in told(given) if given.first_day <= _accepted_on(each) <= given.last_day]
    assert abs(len(accepted) - profile.accepted) <= profile.accepted * 0.02 + 1
    assert all(each.matter in profile.mix for each in accepted)


def _accepted_on(each: Story):
    """The day of acceptance; that of lodging where nobody accepts, and long ago where it is declined."""
    days = {step.act: legal_day(step.at) for step in each.steps}
    if "decline" in days:
        return legal_day(each.steps[0].at).replace(year=1999)
    return days.get("accept", days["lodge"])


def test_acts_are_done_on_working_days_and_in_their_order():
    given = seeds("guangzhou-2022", scale=0.01)
    for each in told(given):
        assert all(given.calendar.is_working(legal_day(step.at)) for step in each.steps), each
        assert [step.at for step in each.steps] == sorted(step.at for step in each.steps), each
        assert acts_of(each)[0] == "lodge"


def test_who_is_not_to_be_late_is_decided_within_the_promise():
    given = seeds("lechang-2019", scale=0.01)
    for each, fate in zip(told(given), fates(given), strict=True):
        days = {step.act: legal_day(step.at) for step in each.steps}
        decided = days.get("grant") or days.get("refuse")
        if decided and "accept" in days and fate != "late":
            used = given.calendar.count(days["accept"], decided)
            assert used <= MATTERS[each.matter].promised_days, each


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_share_that_is_none_is_refused(scale: float):
    with pytest.raises(BadInput):
        shipped("taishan-2020").scaled(scale)


def test_who_is_away_does_nothing_and_somebody_of_his_desk_does():
    given = seeds("guangzhou-2022", scale=0.02)
    away = {(leave.who, leave.from_on + timedelta(days=n)) for leave in given.leaves for n in range(7)}
    done = {(step.by, legal_day(step.at)) for each in told(given) for step in each.steps}
    assert away
    assert not away & done
    assert {who for who, _day in away} == {"clerk", "clerk2", "reviewer", "verifier_a", "verifier_b", "verifier_c", "chief"}
    visitors = {(who, legal_day(step.at)) for each in told(given) for step in each.steps for who in step.given.get("officials", ())
                if step.act == "record_visit"}  # fmt: skip
    assert not away & visitors
    days = Counter((next(n for n, desk in enumerate(DESKS) if who in desk), day) for who, day in away)
    assert set(days.values()) == {1}
