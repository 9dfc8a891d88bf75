"""The three columns: the hand-written limit, stock viewflow, and the product through the doors that the pages use.

Each step starts from the database alone and is committed when it returns; no two cases share work, none is done behind."""

import os
from collections import Counter
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection, transaction
from django.db.models import Count
from django.http import HttpRequest
from viewflow.workflow.models import Task

from approvals.people import User
from benchmarks import facts
from benchmarks.flows import WORK, Gates, StockFlow
from workflow import acts
from workflow.models import Application
from workflow.models.process import Task as ProductTask
from workflow.nodes import stock_case

MORNING = datetime(2026, 9, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ITEM, PROMISED = "EM16-01", "QMS"  # a visit is required, and this material may be promised
# what the product's case leaves, in the words of facts.LEFT
LEFT = """
SELECT 'application', status FROM workflow_application WHERE id = %(id)s
UNION ALL SELECT 'ledger', act FROM workflow_ledgerentry WHERE application_id = %(id)s
UNION ALL SELECT 'material', code FROM workflow_material WHERE application_id = %(id)s
UNION ALL SELECT 'letter', '' FROM workflow_commitment WHERE application_id = %(id)s
UNION ALL SELECT 'clock', kind FROM workflow_clock WHERE application_id = %(id)s
UNION ALL SELECT 'pause', '' FROM workflow_pause WHERE application_id = %(id)s
UNION ALL SELECT 'visit', '' FROM workflow_visit WHERE application_id = %(id)s
UNION ALL SELECT 'opinion', '' FROM workflow_opinion WHERE application_id = %(id)s
UNION ALL SELECT 'decision', '' FROM approvals_decision WHERE application_id = %(id)s
UNION ALL SELECT 'licence', '' FROM approvals_licence WHERE application_id = %(id)s
UNION ALL SELECT 'edition', '' FROM approvals_licenceedition WHERE application_id = %(id)s
UNION ALL SELECT 'document', kind FROM approvals_document WHERE application_id = %(id)s
UNION ALL SELECT 'file', state FROM approvals_documentfile WHERE application_id = %(id)s
UNION ALL SELECT 'message', kind FROM notifications_message WHERE event LIKE 'application:' || %(id)s || ':%%'
"""


class Column(Protocol):
    """One way of doing the course."""

    name: str

    def begin(self) -> None:
        """A round begins: connects as its users do."""

    def lodge(self, number: int) -> Any:
        """Case `number` comes in; returns what the other steps need to find it."""

    def step(self, ref: Any, act: str) -> None:
        """One more step, durable on return."""

    def finished(self, ref: Any) -> bool:
        """Has the case come to its end?"""

    def left(self, ref: Any) -> Counter[tuple[str, str]]:
        """What the case has left behind: sort of row and its kind."""


def _connect(**options: Any) -> None:
    """Django's connection anew, with these options of the driver."""
    connection.close()
    connection.settings_dict["OPTIONS"] = options
    connection.connect()


def _work_items(tasks: Any) -> Counter[tuple[str, str]]:
    """Work items by name and state, and how many led to them."""
    told = tasks.annotate(before=Count("previous")).order_by()
    return Counter(("work", f"{task.flow_task.name} {task.status} after {task.before}") for task in told)


def _counted(sql: str, ref: int) -> Counter[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"id": ref})
        return Counter(cursor.fetchall())


class Handwritten:
    """One prepared statement a step, no framework; `course` says which (facts.py or bare.py)."""

    def __init__(self, name: str, course: ModuleType) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.name, self.course = name, course
        self.connection = psycopg.connect(address.geturl(), autocommit=True, prepare_threshold=1)
        self.connection.execute(course.TABLES)
        self.cursor = self.connection.cursor()

    def begin(self) -> None:
        """Its own connection stays as it is."""

    def lodge(self, number: int) -> int:
        return int(self.course.lodge(self.cursor))

    def step(self, ref: int, act: str) -> None:
        self.course.step(self.cursor, ref, act)

    def finished(self, ref: int) -> bool:
        rows = self.cursor.execute(f"SELECT status FROM {self.course.APPLICATIONS} WHERE id = %s", [ref])
        return rows.fetchone() == ("issued",)

    def left(self, ref: int) -> Counter[tuple[str, str]]:
        return _counted(self.course.LEFT, ref)


class Stock:
    """viewflow's own activations, unmodified, on Django's own connection; each step is one transaction with the hand-written
    facts in it.  Who acts is read in each step, as the product reads him."""

    name = "stock viewflow"

    def __init__(self) -> None:
        self.clerk: int = User.objects.get(username="clerk").pk

    def begin(self) -> None:
        _connect()

    def lodge(self, number: int) -> tuple[int, int]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                application = facts.lodge(cursor)
            process = StockFlow.lodge.run(_process_data={"application": application})
        return process.pk, application

    def step(self, ref: tuple[int, int], act: str) -> None:
        request = HttpRequest()
        request.user = User.objects.get(pk=self.clerk)
        with transaction.atomic(), connection.cursor() as cursor:
            if act not in WORK:
                facts.step(cursor, ref[1], act)
                return
            open_tasks = Task.objects.select_related("process").filter(process_id=ref[0], status="NEW")
            task = open_tasks.get(flow_task=WORK[act])
            with task.activation() as activation:
                activation.assign(request.user)
                activation.start(request)
                with stock_case(Gates(*facts.step(cursor, ref[1], act))):
                    activation.execute()

    def finished(self, ref: tuple[int, int]) -> bool:
        """Stands it where the product's case stands: only serving and publishing are left to do?"""
        tasks = Task.objects.filter(process_id=ref[0], finished=None)
        return {task.flow_task.name for task in tasks} == {"serve", "publish"}

    def left(self, ref: tuple[int, int]) -> Counter[tuple[str, str]]:
        return _counted(facts.LEFT, ref[1]) + _work_items(Task.objects.filter(process_id=ref[0]))


class Product:
    """The acts, with authority, separation of duties, the ledger's chain, clocks, documents and messages."""

    name = "this product"

    def __init__(self) -> None:
        people = {user.username: user.pk for user in User.objects.all()}
        officials = [people["verifier_a"], people["verifier_b"]]
        self.applicant = people["applicant"]
        self.steps: dict[str, tuple[int, dict[str, Any]]] = {
            "accept": (people["clerk"], {}),
            "supply": (self.applicant, {"materials": [PROMISED]}),
            "book_visit": (people["reviewer"], {"for_at": MORNING + timedelta(days=1), "officials": officials}),
            "record_visit": (people["verifier_a"], {"result": "passed", "officials": officials}),
            "record_opinion": (people["reviewer"], {"opinion": "grant"}),
            "grant": (people["chief"], {}),
            "issue": (people["clerk"], {}),
        }
        self.options = connection.settings_dict["OPTIONS"]

    def begin(self) -> None:
        _connect(**self.options)

    def lodge(self, number: int) -> int:
        application = acts.lodge(
            by=self.applicant,
            at=MORNING + timedelta(milliseconds=number),
            item=ITEM,
            materials={"all-but": [PROMISED]},
            commit_missing=[PROMISED],
        )
        return int(application.pk)

    def step(self, ref: int, act: str) -> None:
        by, arguments = self.steps[act]
        acts.perform(act, ref, by=by, at=MORNING + timedelta(hours=1), **arguments)

    def finished(self, ref: int) -> bool:
        return Application.objects.filter(pk=ref, status="issued").exists()

    def left(self, ref: int) -> Counter[tuple[str, str]]:
        tasks = ProductTask.objects.filter(process__application=ref)
        return _counted(LEFT, ref) + _work_items(tasks)
