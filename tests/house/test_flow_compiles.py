"""What the walk would not treat as viewflow does is refused; its managers, charts and lock work on our tables."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import modify_settings
from django.test.utils import CaptureQueriesContext
from viewflow import this
from viewflow.workflow import chart, flow, signals

from approvals.models import Office, User
from tests.differential.drivers import FlagCase, Run, Walked
from tests.differential.flows import RichFlow
from tests.differential.refused import REFUSED, wide, with_nodes, work
from workflow.flow import LicensingFlow
from workflow.graph import IDS, UnsupportedFlow, Walk, WalkError, compile_flow
from workflow.models.process import RESERVE_IDS, Process, Task
from workflow.nodes import Human, case_of, on


@pytest.fixture(scope="module", autouse=True)
def _flows_in_an_installed_app() -> Iterator[None]:
    with modify_settings(INSTALLED_APPS={"append": "tests.differential"}):
        yield


def rich_walk() -> Walk:
    flags = dict.fromkeys(("site", "fee", "two"), True) | {"short": False}
    walk = Walk(compile_flow(RichFlow), FlagCase(flags), [], 100)
    walk.begin()
    return walk


def open_names(walk: Walk) -> set[str]:
    return {row.step.name for row in walk.open()}


def finish(walk: Walk, name: str, act: str) -> None:
    row = walk.find(name)
    assert row is not None
    walk.case.last = act
    walk.finish(row)


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_walk_does_not_know_is_refused_by_name(what: str) -> None:
    name, odd_flow = REFUSED[what]
    with pytest.raises(UnsupportedFlow, match=rf"OddFlow\.{name}\b") as refused:
        compile_flow(odd_flow())
    assert isinstance(refused.value, TypeError)


@pytest.mark.parametrize("name", ["flow_started", "flow_finished", "task_started", "task_finished", "task_failed"])
def test_a_flow_somebody_listens_to_is_refused(name: str) -> None:
    heard, odd_flow = getattr(signals, name), with_nodes()

    def listener(**_: Any) -> None: ...

    heard.connect(listener, sender=odd_flow)
    with pytest.raises(UnsupportedFlow, match=name):
        compile_flow(odd_flow)


def test_an_act_may_need_all_the_ids_that_are_reserved() -> None:
    compile_flow(with_nodes(odd=wide(IDS - 1), more=work().Next(this.end)))


def test_what_lies_behind_a_join_is_counted_once() -> None:
    """Three branches may skip to the join, behind which eight rows follow: together sixteen rows, not thirty-two."""
    split, join = flow.Split(), flow.Join().Next(this.late)
    skips: dict[str, Any] = {}
    for name in ("a", "b", "c"):
        split = split.Always(getattr(this, name))
        skips[name] = flow.If(on(bool)).Then(this.skip).Else(getattr(this, f"{name}_work"))
        skips[f"{name}_work"] = work().Next(this.join)
    skips["skip"] = flow.Function(on(bool)).Next(this.join)
    compile_flow(with_nodes(odd=split, join=join, late=wide(7), more=work().Next(this.end), **skips))


def test_one_act_that_needs_more_ids_than_are_reserved_is_stopped() -> None:
    walk = rich_walk()
    for _ in range(4):
        finish(walk, "examine", "ask")
        finish(walk, "correct", "supply")
    finish(walk, "examine", "ask")
    with pytest.raises(WalkError, match=f"more than {IDS} new rows"):
        finish(walk, "correct", "supply")


def test_ids_are_given_from_the_first_reserved_one() -> None:
    assert [row.id for row in rich_walk().rows] == [100, 101]


def test_finishing_moves_on_to_the_next_work() -> None:
    walk = rich_walk()
    assert open_names(walk) == {"examine"}
    finish(walk, "examine", "accept")
    assert open_names(walk) == {"site", "fee", "review"}
    finish(walk, "site", "visit")
    assert [row.step.name for row in walk.open() if row not in walk.open_humans()] == ["join"]


def test_work_that_is_done_cannot_be_finished_or_given_up() -> None:
    walk = rich_walk()
    row = walk.find("examine")
    assert row is not None
    finish(walk, "examine", "accept")
    with pytest.raises(WalkError, match="not an open work item"):
        walk.finish(row)
    with pytest.raises(WalkError, match="not open"):
        walk.cancel([row])


def test_a_waiting_join_is_nobodys_work() -> None:
    walk = rich_walk()
    finish(walk, "examine", "accept")
    finish(walk, "fee", "pay")
    join = walk.find("join")
    assert join is not None
    with pytest.raises(WalkError, match="not an open work item"):
        walk.finish(join)


def test_all_can_be_given_up_with_or_without_the_process() -> None:
    walk = rich_walk()
    finish(walk, "examine", "accept")
    finish(walk, "fee", "pay")
    walk.cancel_all(end_process=False)
    assert (walk.open(), walk.ended) == ([], None)
    walk = rich_walk()
    walk.cancel_all()
    assert (walk.open(), walk.ended) == ([], "CANCELED")


def test_a_case_that_nobody_can_take_on_is_an_error() -> None:
    """A branch that ends beside the join leaves the join waiting for ever."""
    beside = flow.If(on(lambda case: case.flags["beside"])).Then(this.late).Else(this.join)
    split, late = flow.Split().Always(this.a).Always(this.b), flow.End()
    nodes = {"a": work().Next(this.join), "b": work().Next(this.beside), "join": flow.Join().Next(this.end)}
    walk = Walk(
        compile_flow(with_nodes(odd=split, beside=beside, late=late, **nodes)), FlagCase({"beside": True}), [], 1
    )
    walk.begin()
    finish(walk, "work", "go_on")
    finish(walk, "a", "go_on")
    with pytest.raises(WalkError, match="nobody has to work"):
        finish(walk, "b", "go_on")


def test_an_end_with_work_left_is_an_error() -> None:
    """viewflow ends the process when the end comes up before what a function beside it leads to."""
    split = flow.Split().Always(this.note).Always(this.end)
    nodes = {"note": flow.Function(on(bool)).Next(this.late), "late": work().Next(this.end)}
    walk = Walk(compile_flow(with_nodes(odd=split, **nodes)), FlagCase({}), [], 1)
    walk.begin()
    with pytest.raises(WalkError, match="work left"):
        finish(walk, "work", "go_on")


def test_a_condition_without_a_case_is_an_error() -> None:
    with pytest.raises(LookupError):
        case_of(object())


def test_every_work_item_of_the_licensing_flow_names_desk_acts_and_end() -> None:
    for step in compile_flow(LicensingFlow).by_name.values():
        if isinstance(step.node, Human):
            assert step.node.desk, step
            assert step.node.offers, step
            assert step.node.until, step


@pytest.mark.parametrize("flow_class", [RichFlow, LicensingFlow])
def test_viewflow_draws_and_exports_the_flow(flow_class: Any) -> None:
    svg = chart.grid_to_svg(chart.calc_layout_data(flow_class))
    bpmn = chart.grid_to_bpmn(chart.calc_layout_data(flow_class))
    for name in compile_flow(flow_class).by_name:
        assert f"id_node_{name}" in bpmn
    assert svg.startswith("<svg")


class TestOnOurTables:
    """viewflow's own tools on rows that the walk left."""

    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def user(self) -> User:
        return User.objects.create(username="clerk", is_superuser=True)

    @pytest.fixture
    def run(self, user: User) -> Run:
        with connection.cursor() as cursor:
            cursor.execute(RESERVE_IDS)
        flags = dict.fromkeys(("site", "fee", "two"), True) | {"short": False}
        run = Run(RichFlow, FlagCase(flags), Office.objects.create(code="bureau", name="行政审批局"), user)
        Walked().start(run)
        run.case.last = "accept"
        Walked().finish(run, "examine", [])
        return run

    def listed(self, tasks: Any) -> set[str]:
        return {task.flow_task.name for task in tasks}

    def test_queue_inbox_and_archive(self, run: Run, user: User) -> None:
        site = Task.objects.get(flow_task=RichFlow.site)
        with site.activation() as activation:
            activation.assign(user)
        assert self.listed(Task.objects.queue([RichFlow], user)) == {"fee", "review"}
        assert self.listed(Task.objects.inbox([RichFlow], user)) == {"site"}
        assert self.listed(Task.objects.archive([RichFlow], user)) == {"examine"}
        assert Task.objects.next_user_task(Process.objects.get(pk=run.process_id), user) == site
        assert [p.pk for p in Process.objects.filter_available([RichFlow], user)] == [run.process_id]

    def test_a_claimed_work_item_is_finished_by_the_walk(self, run: Run, user: User) -> None:
        with Task.objects.get(flow_task=RichFlow.fee).activation() as activation:
            activation.assign(user)
        Walked().finish(run, "fee", [])
        fee = Task.objects.get(flow_task=RichFlow.fee)
        assert (fee.status, fee.owner) == ("DONE", user)

    def test_the_chart_shows_where_the_case_stands(self, run: Run) -> None:
        grid = chart.calc_layout_data(RichFlow)
        chart.calc_cell_status(RichFlow, grid, run.process_id)
        shown = {cell.node.name: str(cell.status) for cell in grid.cells if cell.status}
        assert shown["examine"] == "DONE"
        assert shown["review"] == "NEW"

    def test_leading_and_previous_tasks_are_found(self, run: Run) -> None:
        split = Task.objects.get(flow_task=RichFlow.split)
        assert self.listed(split.leading.all()) == {"site", "fee", "review"}
        assert self.listed(split.previous.all()) == {"examined"}

    def test_the_lock_is_on_the_application(self, run: Run) -> None:
        with CaptureQueriesContext(connection) as queries, RichFlow.lock(run.process_id):
            pass
        locking = [q["sql"] for q in queries if "FOR NO KEY UPDATE" in q["sql"]]
        assert len(locking) == 1
        assert '"workflow_application"' in locking[0]

    def test_only_the_indexes_that_serve(self) -> None:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "workflow_task")
        indexes = [tuple(c["columns"]) for c in found.values() if c["index"] and not c["primary_key"]]
        assert sorted(indexes) == [("office_id", "desk", "due_on", "id"), ("owner_id", "due_on", "id"), ("process_id",)]


@pytest.mark.django_db
def test_one_nextval_reserves_the_ids_of_an_act() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT increment_by FROM pg_sequences WHERE sequencename = 'workflow_task_id_seq'")
        assert cursor.fetchone() == (IDS,)
