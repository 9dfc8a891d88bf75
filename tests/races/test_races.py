"""Two hundred times each: what is decided at the same moment, in processes of their own, on PostgreSQL.

All rivals have read the case before the first of them writes.  One wins; the others decide again on what is then so, and who is
refused is told by whom.  Who is let go first changes from round to round."""

from collections import Counter
from datetime import timedelta

from approvals.licences import Licence
from approvals.people import Applicant, Ban, User
from config.play.cast import OFFICIALS
from tests.moments import moment
from tests.races.conftest import PLAIN, PROMISED, VISITED
from workflow import acts
from workflow.models import Application, LedgerEntry, Task

ROUNDS = 200


def refused(told, *, code, status, winner, by):
    """This rival lost: the refusal, and who won with what."""
    assert (told["code"], told["status"]) == (code, status)
    assert (told["winner"], told["won_by"]) == (OFFICIALS[winner].name if winner in OFFICIALS else winner, by)
    assert told["won_at"]


def test_three_branches_that_finish_at_once_are_all_recorded_and_the_join_fires_once(arena):
    ring = arena(3)
    missing = {"item": VISITED, "materials": {"all-but": [PROMISED]}, "commit_missing": [PROMISED]}
    for _ in range(ROUNDS):
        case = ring.accepted(**missing)
        ring.do("book_visit", case, "reviewer", for_at=moment(hour=12), officials=ring.verifiers)
        told = ring.race(
            ring.perform("supply", case, "applicant", materials=[PROMISED]),
            ring.perform("record_visit", case, "verifier_a", result="passed", officials=ring.verifiers),
            ring.perform("record_opinion", case, "reviewer", opinion="grant"),
        )
        assert [each["code"] for each in told] == ["done"] * 3
        tasks = Task.objects.filter(process__application=case)
        (join,) = tasks.filter(flow_task__endswith=".join")
        assert join.status == "DONE"
        assert join.previous.count() == 3
        assert [task.flow_task.name for task in tasks.filter(finished=None)] == ["decide"]
        entries = LedgerEntry.objects.filter(application=case).order_by("seq")
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
        assert {entry.act for entry in entries[3:]} == {"supply", "record_visit", "record_opinion"}


def test_of_two_grants_one_counts(arena):
    ring = arena(2)
    winners: Counter[str] = Counter()
    for _ in range(ROUNDS):
        case = ring.decidable()
        deciders = ("chief", "deputy")
        told = ring.race(*(ring.perform("grant", case, by) for by in deciders))
        won = [by for by, each in zip(deciders, told, strict=True) if each["code"] == "done"]
        assert len(won) == 1
        refused(told[1 - deciders.index(won[0])], code="not_in_order", status=409, winner=won[0], by="grant")
        assert LedgerEntry.objects.filter(application=case, act="grant").count() == 1
        assert Licence.objects.filter(application_id=case).count() == 1
        winners[won[0]] += 1
    assert len(winners) == 2


def test_a_material_is_in_time_or_the_case_has_ended(arena):
    ring = arena(2)
    too_late = moment() + timedelta(days=30)
    ended: Counter[str] = Counter()
    for turn in range(ROUNDS):
        case = ring.accepted(item=VISITED, materials={"all-but": [PROMISED]}, commit_missing=[PROMISED])
        supply, sweep = ring.race(
            ring.perform("supply", case, "applicant", materials=[PROMISED]),
            {"door": "sweep", "given": {"at": too_late}, "before": "SKIP LOCKED" if turn % 2 else "^WITH"},
            head_start=bool(turn % 2),  # before its own write the sweep already holds the case
        )
        assert sweep["code"] == "done"
        status = Application.objects.get(pk=case).status
        if supply["code"] == "done":
            assert status == "accepted"
            ring.do("withdraw", case, "applicant")
        else:
            assert status == "terminated"
            refused(supply, code="not_in_order", status=409, winner="系统", by="terminate")
            Ban.objects.all().delete()
        ended[status] += 1
    assert len(ended) == 2


def test_withdrawn_or_granted_but_never_both(arena):
    ring = arena(2)
    rivals = {"applicant": "withdraw", "chief": "grant"}
    ended: Counter[str] = Counter()
    for _ in range(ROUNDS):
        case = ring.decidable()
        told = ring.race(*(ring.perform(act, case, by) for by, act in rivals.items()))
        won = next(by for by, each in zip(rivals, told, strict=True) if each["code"] == "done")
        lost = next(each for each in told if each["code"] != "done")
        name = ring.people[won].display_name
        refused(lost, code="not_in_order", status=409, winner=name, by=rivals[won])
        assert Licence.objects.filter(application_id=case).exists() == (won == "chief")
        ended[won] += 1
    assert len(ended) == 2


def test_a_grant_rests_on_a_delegation_that_is_in_force_when_it_is_written(arena):
    ring = arena(2)
    day = moment().date()
    for _ in range(ROUNDS):
        acts.delegate(
            by=ring.account("deputy"), at=moment(hour=8), to=ring.account("deputy2"), matters=[PLAIN],
            from_on=day, until_on=day, grade="deputy_director",
        )  # fmt: skip
        case = ring.decidable()
        taken_back = {"by": ring.account("deputy"), "at": moment(hour=15), "to": ring.account("deputy2")}
        granted, revoked = ring.race(
            ring.perform("grant", case, "deputy2"), {"door": "revoke_delegation", "given": taken_back}
        )
        assert revoked["code"] == "done"
        if granted["code"] != "done":
            refused(granted, code="delegation_lapsed", status=403, winner="deputy", by="revoke_delegation")
        assert Licence.objects.filter(application_id=case).exists() == (granted["code"] == "done")


def test_of_two_renewals_of_one_licence_one_is_received(arena):
    ring = arena(2)
    holder = ring.people["applicant"]
    for turn in range(ROUNDS):
        number = f"旧证〔2021〕{turn}号"
        acts.register_licence(
            at=moment(hour=8), number=number, item=VISITED, holder=holder.applicant_id,
            valid_from=moment().date() - timedelta(days=1700), valid_until=moment().date() + timedelta(days=120),
        )  # fmt: skip
        given = {"item": "EM16-02", "at": moment(hour=9), "licence": number}
        told = ring.race(
            *({"door": "lodge", "given": {"by": ring.account(by), **given, "applicant_id": holder.applicant_id}}
              for by in ("applicant", "agent"))
        )  # fmt: skip
        assert sorted(each["code"] for each in told) == ["done", "renewal_open"]
        lodged = Application.objects.get(licence_id=Licence.objects.get(number=number).pk)
        lost = next(each for each in told if each["code"] != "done")
        refused(lost, code="renewal_open", status=409, winner=lodged.lodged_by.display_name, by="lodge")


def test_who_is_barred_from_asking_again_has_asked_before_or_is_refused(arena):
    ring = arena(2)
    for turn in range(ROUNDS):
        applicant = Applicant.objects.create(kind="enterprise", name=f"永安{turn}", uscc=f"91440101MA{turn:08d}")
        by = User.objects.create(username=f"yongan{turn}", applicant=applicant).pk
        case = ring.decidable(by=by)
        again = {"by": by, "item": PLAIN, "at": moment(hour=16)}
        refusal, lodged = ring.race(
            ring.perform("refuse", case, "deputy", grounds="隐瞒", concealment=True), {"door": "lodge", "given": again}
        )
        assert refusal["code"] == "done"
        assert Ban.objects.filter(applicant=applicant).count() == 1
        if lodged["code"] != "done":
            refused(lodged, code="reapplication_barred", status=409, winner="deputy", by="refuse")
        assert Application.objects.filter(applicant=applicant).count() == 1 + (lodged["code"] == "done")
