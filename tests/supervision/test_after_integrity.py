"""What somebody with a superuser's hands changed of draws, credit or reviews is found."""

from datetime import date

import pytest
from django.db import connection

from approvals.people import Ban
from config.integrity.aftercare import AFTERCARE, check_draws
from config.integrity.findings import Scope
from supervision.draws import announce_inspections, draw_inspections, publish_plan
from supervision.reviews import Deduction, announce_review, draw_review, score_file
from tests.moments import days_later, moment
from workflow.acts import register_licence

pytestmark = pytest.mark.django_db
EVERYTHING = Scope(None)


@pytest.fixture
def watched(bureau):
    """A draw, a case reviewed, a ban in force."""
    case = bureau.lodge(moment(), "EM13-01").pk
    bureau.do("decline", case, by="clerk", at=moment(), reason="not_our_authority", competent="广州市住房和城乡建设局")
    holder = bureau.people["applicant"].applicant_id
    register_licence(
        at=moment(), number="GZ-1", item="EM01-01", holder=holder, valid_from=date(2025, 1, 1), valid_until=date(2027, 12, 31)
    )
    plan = publish_plan(kind="random", year=2026, by=bureau.account("head"), at=moment())
    by = bureau.account("supervisor")
    seed_on = days_later(1).date()
    made = announce_inspections(plan_id=plan.pk, seed_source="摇号", seed_on=seed_on, by=by, at=moment())
    draw_inspections(made.pk, seed="17", by=by, at=days_later(1))
    legal = {"by": bureau.account("legal"), "at": moment()}
    day = moment().date()
    sample = announce_review(from_on=day, until_on=day, seed_source="摇号", seed_on=day, **legal)
    review = draw_review(sample.pk, seed="3", **legal).reviews.get()
    score_file(review.pk, deductions={"reasons": Deduction(3, "理由不足")}, **legal)
    Ban.objects.create(
        applicant_id=holder, kind="tolerance", from_on=day, until=date(2027, 9, 24), legal_basis="本局规则", application_id=case
    )
    return bureau


def found():
    rows = [each.check for rule in AFTERCARE for each in rule.findings(EVERYTHING)]
    return rows + [each.differs for each in check_draws(EVERYTHING)]


def test_what_acts_made_is_sound(watched):
    assert found() == []


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE supervision_draw SET outcome = '[]' WHERE kind = 'random'", "the outcome does not follow from list and seed"),
        ("UPDATE supervision_draw SET digest = repeat('0', 64) WHERE kind = 'random'", "digest is not that of the list"),
        ("DELETE FROM supervision_inspection", "inspections are not those that were drawn"),
        ("UPDATE supervision_filereview SET score = 100", "file_review"),
        ("UPDATE approvals_ban SET lifted_on = '2026-10-01', lifted_for = 'repair'", "credit"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_found(watched, tampering, told):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert told in found()
