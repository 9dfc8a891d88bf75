"""check_integrity finds nothing on orders that acts made, and the very row where somebody changed one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from config import moment as edge
from config.integrity.run import check_rows
from config.play.cast import assemble
from supervision.models import Order
from supervision.orders import answer_order, close_order, give_order
from supervision.sweep import judge
from tests.moments import moment
from workflow.acts import lodge, perform


@pytest.fixture
def ordered(committed_database: Any) -> Order:
    people = assemble()
    key = lodge(by=people["applicant"].pk, at=moment(date(2026, 3, 2)), item="EM16-01").pk
    perform("accept", key, by=people["clerk"].pk, at=moment(date(2026, 3, 3)))
    perform("claim", key, by=people["reviewer"].pk, at=moment(date(2026, 3, 4)))
    perform("hand_over", key, by=people["reviewer"].pk, at=moment(date(2026, 3, 4), 11), to=people["reviewer2"].pk)
    judge(moment(date(2026, 3, 11)))
    made = give_order(
        key, by=people["monitor"].pk, at=moment(date(2026, 3, 5)), person=people["reviewer"].pk, text="请说明"
    )
    answer_order(made.pk, by=people["reviewer"].pk, at=moment(date(2026, 3, 6)), text="已办")
    return close_order(made.pk, by=people["monitor"].pk, at=moment(date(2026, 3, 9)))


def found() -> set[tuple[str, str]]:
    return {(each.check, each.table) for each in check_rows(at=edge.now()) if each.table.startswith("supervision")}


@pytest.mark.parametrize(
    "change",
    [
        "",
        "text = 'x'",
        "answered_at = answered_at + interval '1 hour'",
        "closed_by_id = person_id",
        "ordered_by_id = person_id",
        "person_id = (SELECT id FROM approvals_user WHERE username = 'clerk')",
    ],
)
def test_what_somebody_changed_of_an_order_is_found(ordered: Order, change: str) -> None:
    if change:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("ALTER TABLE supervision_order DROP CONSTRAINT closed_by_its_giver")
            cursor.execute("ALTER TABLE supervision_order DROP CONSTRAINT answered_by_another")
            cursor.execute("ALTER TABLE supervision_order DROP CONSTRAINT order_to_one")
            cursor.execute(f"UPDATE supervision_order SET {change}")
            cursor.execute("SET session_replication_role = origin")
    named = "outbox" if change.startswith("person_id") else "order"
    assert found() == ({(named, "supervision_order")} if change else set())
