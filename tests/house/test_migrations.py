"""A new database, laid out in one step an app, is like one that took the earlier steps one by one."""

import pytest
from django.db.migrations import Migration, RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

APPS = {"approvals", "supervision", "workflow"}


@pytest.fixture(scope="module")
def in_one() -> MigrationLoader:
    """The way of a new database."""
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def one_by_one() -> MigrationLoader:
    """The way of a database that has taken earlier steps."""
    return MigrationLoader(None, replace_migrations=False)


def standing_for_others(loader: MigrationLoader) -> list[Migration]:
    """The steps that stand for the earlier ones of their app."""
    return [migration for migration in loader.disk_migrations.values() if migration.replaces]


def of_the_apps(state: ProjectState) -> ProjectState:
    """Their models alone."""
    return ProjectState({key: model for key, model in state.models.items() if key[0] in APPS})


def lasting(migrations: list[Migration]) -> set[str]:
    """The SQL of these steps; what can only be done to rows that were there before is not wanted in a new database."""
    operations = [operation for migration in migrations for operation in migration.operations]
    return {str(each.sql) for each in operations if isinstance(each, RunSQL) and each.reverse_sql != RunSQL.noop}


def test_both_ways_lead_to_the_same_tables(in_one: MigrationLoader, one_by_one: MigrationLoader):
    steps = standing_for_others(in_one)
    assert {step.app_label for step in steps} == APPS
    last = one_by_one.graph.make_state(nodes=[step.replaces[-1] for step in steps])
    first = in_one.graph.make_state(nodes=[(step.app_label, step.name) for step in steps])
    assert MigrationAutodetector(of_the_apps(last), of_the_apps(first)).changes(in_one.graph) == {}


def test_both_ways_put_up_the_same_guards(in_one: MigrationLoader, one_by_one: MigrationLoader):
    for step in standing_for_others(in_one):
        earlier = [one_by_one.disk_migrations[each] for each in step.replaces]
        assert lasting([step]) == lasting(earlier) != set()
