"""In whose queue a case is: the page of a person and the holders of a case say the same."""

from datetime import timedelta

import pytest

from approvals.people import Post, User
from tests.moments import moment
from tests.portal.scene import EASY, GRAVE, VISITED, Scene, next_day, working_days_ago
from workflow import acts, calendar, queue, store, timekeeping
from workflow.errors import BadInput
from workflow.models import Application
from workflow.queue import Filters

TODAY = moment().date()


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def test_a_new_case_is_with_every_clerk(scene):
    assert scene.holders(scene.lodge()) == {"clerk", "clerk2", "reviewer2"}


def test_who_accepted_does_not_hold_the_review(scene):
    case = scene.lodge()
    scene.do("accept", case, "reviewer2")
    assert scene.holders(case) == {"reviewer", "deputy2"}


def test_who_reviewed_does_not_hold_the_decision(scene):
    assert scene.holders(scene.reviewed()) == {"chief"}


def test_a_supplement_waits_for_the_applicant_and_his_agent(scene):
    case = scene.lodge()
    scene.do("request_supplement", case, "clerk", materials=[case_material(case)])
    assert scene.holders(case) == {"applicant", "agent"}


def test_a_booked_visit_is_with_all_verifiers_but_the_recused(scene):
    case = scene.accepted(item=VISITED)
    officials = [scene.people["verifier_a"].pk, scene.people["verifier_b"].pk]
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("book_visit", case, "reviewer", for_at=moment(next_day()), officials=officials)
    scene.do("recuse", case, "verifier_c", reason="与申请人有利害关系")
    assert scene.holders(case) == {"verifier_a", "verifier_b"}


def test_a_grave_matter_is_with_the_deputy_in_charge_of_it_only(scene):
    case = scene.reviewed(item=GRAVE)
    Post.objects.filter(user=scene.people["deputy"]).update(matters=["EM01"])
    assert scene.holders(case) == set()
    Post.objects.filter(user=scene.people["deputy"]).update(matters=["EM03"])
    assert scene.holders(case) == {"deputy"}


def test_a_proposed_refusal_is_with_the_chief_and_the_deputy(scene):
    case = scene.accepted()
    scene.do("record_opinion", case, "reviewer", opinion="refuse", grounds="不符合条件")
    assert scene.holders(case) == {"chief", "deputy"}


def test_a_delegation_brings_the_work_for_its_days(scene):
    case = scene.reviewed(item=GRAVE)
    acts.delegate(
        by=scene.people["deputy"].pk,
        at=moment(),
        to=scene.people["deputy2"].pk,
        from_on=next_day(),
        until_on=next_day(3),
        grade="deputy_director",
        matters=["EM03-02"],
    )
    days = {n: "deputy2" in scene.holders(case, next_day(n)) for n in range(5)}
    assert days == {0: False, 1: True, 2: True, 3: True, 4: False}
    acts.revoke_delegation(by=scene.people["deputy"].pk, at=moment(next_day()), to=scene.people["deputy2"].pk)
    assert "deputy2" not in scene.holders(case, next_day())


def test_a_post_that_has_ended_and_an_account_that_is_closed_hold_nothing(scene):
    case = scene.lodge()
    Post.objects.filter(user=scene.people["clerk"]).update(until_on=TODAY - timedelta(days=1))
    User.objects.filter(pk=scene.people["clerk2"].pk).update(is_active=False)
    assert scene.holders(case) == {"reviewer2"}


def test_the_page_of_a_person_and_the_holders_of_a_case_say_the_same(scene):
    cases = [scene.lodge(), scene.accepted("applicant2"), scene.reviewed("person"), scene.reviewed(item=GRAVE)]
    asked = scene.lodge()
    scene.do("request_supplement", asked, "clerk", materials=[case_material(asked)])
    for handle in scene.people:
        on_page = {work.application_id for work in scene.page_of(handle).rows}
        assert on_page == {case.pk for case in [*cases, asked] if handle in scene.holders(case)}, handle


def test_pages_follow_each_other_by_key_and_leave_nothing_out(scene):
    cases = [scene.lodge(at=working_days_ago(n % 3)) for n in range(7)]
    seen, key = [], ""
    while True:
        page = scene.page_of("clerk", after=key, limit=3)
        seen += page.rows
        key = page.next_key
        if not key:
            break
    assert [work.application_id for work in seen] == sorted(
        (case.pk for case in cases), key=lambda pk: (due(pk), task_of(seen, pk))
    )


def test_a_case_that_leaves_between_two_pages_hides_no_other(scene):
    cases = [scene.lodge() for _ in range(4)]
    first = scene.page_of("clerk", limit=2)
    scene.do("accept", cases[0], "clerk")
    second = scene.page_of("clerk", limit=2, after=first.next_key)
    assert {work.application_id for work in second.rows} == {cases[2].pk, cases[3].pk}


def test_filters_narrow_and_counts_agree_with_them(scene):
    late, today, fresh = (scene.lodge(who, at=at) for who, at in dated())
    counts = queue.counts(user_id=scene.people["clerk"].pk, today=TODAY, calendar=calendar.current())
    for state, case in (("overdue", late), ("today", today)):
        rows = scene.page_of("clerk", filters=Filters(state=state)).rows
        assert [work.application_id for work in rows] == [case.pk]
        assert counts.states[state] == 1
    assert (counts.total, counts.stages, counts.items) == (3, {"examine": 3}, {"EM13": 3})
    for asked in (Filters(search=fresh.number[-6:]), Filters(search="赵小"), Filters(applications=[fresh.pk])):
        assert [work.application_id for work in scene.page_of("clerk", filters=asked).rows] == [fresh.pk]
    assert len(scene.page_of("clerk", filters=Filters(item=EASY, stage="examine")).rows) == 3
    assert scene.page_of("clerk", filters=Filters(item="EM01")).rows == []


@pytest.mark.parametrize("asked", [{"after": "x"}, {"after": "2026-13-01.1"}, {"filters": Filters(stage="nowhere")}])
def test_what_cannot_be_asked_is_bad_input(scene, asked):
    with pytest.raises(BadInput):
        scene.page_of("clerk", **asked)


def test_a_pressing_clock_that_stands_still_says_so_as_the_case_does(scene):
    case = scene.accepted(item=VISITED, at=working_days_ago(2))
    scene.do("pause", case, "reviewer", at=working_days_ago(1), procedure="expert_review", planned_days=10)
    file = store.load(case.pk, by=None, at=moment(), today=TODAY).case
    for work in scene.page_of("reviewer").rows:
        clock = next(c for c in file.clocks if c.kind == work.clock and c.met_on is None)
        still = timekeeping.stands_still(file, clock)
        assert still is not None
        assert work.standing == queue.Standing(still.procedure, still.planned_end)


def test_who_watches_sees_the_work_of_every_desk(scene):
    scene.lodge()
    scene.reviewed("applicant2")
    rows = scene.page_of("head", watching=True).rows
    assert {work.desk for work in rows} == {"window", "chief_representative"}
    assert scene.page_of("clerk", watching=True).rows == []


def case_material(case: Application) -> str:
    return str(case.material_set.order_by("id").values_list("code", flat=True)[0])


def dated():
    return (("applicant", working_days_ago(7)), ("applicant2", working_days_ago(5)), ("person", moment()))


def due(key: int):
    return Application.objects.get(pk=key).clock_set.get(kind="notice").due_on


def task_of(rows, key: int) -> int:
    return next(work.task_id for work in rows if work.application_id == key)
