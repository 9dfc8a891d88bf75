"""The three columns: the hand-written limit, stock viewflow, and the product through the doors that the pages use.

Each step starts from the database alone and is committed when it returns; no two cases share work, none is done behind."""

import os
from datetime import datetime, timedelta
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection, transaction
from viewflow.workflow.models import Process, Task

from approvals.people import User
from benchmarks import facts
from benchmarks.flows import StockFlow
from workflow import acts
from workflow.models import Application

MORNING = datetime(2026, 9, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ITEM, PROMISED = "EM16-01", "QMS"  # a visit is required, and this material may be promised


class Column(Protocol):
    """One way of doing the course."""

    name: str

    def lodge(self, number: int) -> Any:
        """Case `number` comes in; returns what the other steps need to find it."""

    def step(self, ref: Any, act: str) -> None:
        """One more step, durable on return."""

    def finished(self, ref: Any) -> bool:
        """Has the case come to its end?"""


class Handwritten:
    """One prepared statement a step, no framework; `course` says which (facts.py or bare.py)."""

    def __init__(self, name: str, course: ModuleType) -> None:
        address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        self.name, self.course = name, course
        self.connection = psycopg.connect(address.geturl(), autocommit=True, prepare_threshold=1)
        self.connection.execute(course.TABLES)
        self.cursor = self.connection.cursor()

    def lodge(self, number: int) -> int:
        return int(self.course.lodge(self.cursor))

    def step(self, ref: int, act: str) -> None:
        self.course.step(self.cursor, ref, act)

    def finished(self, ref: int) -> bool:
        rows = self.cursor.execute(f"SELECT status FROM {self.course.APPLICATIONS} WHERE id = %s", [ref])
        return rows.fetchone() == ("issued",)


class Stock:
    """viewflow's own activations, unmodified, each step one transaction with the hand-written facts in it."""

    name = "stock viewflow"

    def __init__(self) -> None:
        self.user = User.objects.get(username="clerk")
        self.request = SimpleNamespace(user=self.user)

    def lodge(self, number: int) -> tuple[int, int]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                application = facts.lodge(cursor)
            process = StockFlow.lodge.run(_process_data={"application": application})
        return process.pk, application

    def step(self, ref: tuple[int, int], act: str) -> None:
        node = getattr(StockFlow, act)
        task = Task.objects.select_related("process").get(process_id=ref[0], flow_task=node, status="NEW")
        with task.activation() as activation:
            activation.assign(self.user)
            activation.start(self.request)
            with connection.cursor() as cursor:
                facts.step(cursor, ref[1], act)
            activation.execute()

    def finished(self, ref: tuple[int, int]) -> bool:
        return bool(Process.objects.get(pk=ref[0]).status == "DONE")


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
