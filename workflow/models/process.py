"""viewflow's process and work items as our own tables: its columns and what a queue shows, without the indexes that
nobody reads, and without the foreign keys that the guarded write, their only writer, takes from the application it holds."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.fields import TokenField
from viewflow.workflow.managers import TaskQuerySet
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token
from viewflow.workflow.utils import get_next_process_task

from workflow.steps import IDS

__all__ = ["RELEASE_IDS", "RESERVE_IDS", "Process", "Task", "TaskPrevious", "TaskRows"]

# for a RunSQL in the migration that creates the table: one nextval() reserves the ids of a whole act
RESERVE_IDS = f"ALTER SEQUENCE workflow_task_id_seq INCREMENT BY {IDS}"
RELEASE_IDS = "ALTER SEQUENCE workflow_task_id_seq INCREMENT BY 1"


class Process(AbstractProcess):
    """办件: the working file that the flow moves; the application points at it."""

    office = models.ForeignKey(
        "approvals.Office", models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        default_permissions = ("add", "change", "delete", "view", "manage")  # else viewflow adds `manage` at run time


class TaskRows(TaskQuerySet):
    """viewflow's task manager; our processes have no subprocesses to look into."""

    def next_user_task(self, process: Process, user: Any) -> "Task | None":
        """The task of this process that the user may go on with: his own first, then one from his queue."""
        task: Task | None = get_next_process_task(self, process, user)
        return task


class Task(AbstractTask):
    """A work item of a desk, or a gate the case has passed.

    due_on: the last day of the period of law it falls in; node_due_on: the last day of its step; barred: ids of the
    users who may not do it (separation, recusal).  Gates have none of these."""

    process = models.ForeignKey(Process, models.PROTECT, db_constraint=False)
    office = models.ForeignKey(
        "approvals.Office", models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    desk = models.CharField(max_length=40, default="", blank=True)
    due_on = models.DateField(null=True, blank=True)
    node_due_on = models.DateField(null=True, blank=True)
    barred = ArrayField(models.BigIntegerField(), default=list, blank=True)

    # viewflow's columns, without their indexes; split tokens grow with each return to review
    status = models.CharField(_("状态"), choices=STATUS.choices, default=STATUS.NEW, max_length=50)
    created = models.DateTimeField(default=timezone.now)
    scheduled = models.DateTimeField(null=True, blank=True)
    external_task_id = models.CharField(max_length=50, null=True, blank=True)
    token = TokenField(max_length=500, default=Token("start"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, db_constraint=False, related_name="+"
    )
    owner_permission_content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, db_index=False, db_constraint=False, related_name="+"
    )
    previous = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="workflow.TaskPrevious",
        through_fields=("from_task", "to_task"),
        related_name="leading",
    )

    objects = TaskRows.as_manager()

    class Meta:
        verbose_name = _("待办")
        verbose_name_plural = _("待办")
        indexes = [
            models.Index(
                fields=["office", "desk", "due_on", "id"],
                condition=Q(status__in=["NEW", "ASSIGNED"], flow_task_type="HUMAN"),
                name="task_queue",
            ),
            models.Index(fields=["owner", "due_on", "id"], condition=Q(status="ASSIGNED"), name="task_claimed"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A stock activation knows of no office: its tasks belong to the office of the process."""
        if vars(self).get("office_id") is None:
            self.office_id = self.process.office_id
        super().save(*args, **kwargs)


class TaskPrevious(models.Model):
    """Which task (`to_task`) led to which (`from_task`); the columns are viewflow's."""

    pk = models.CompositePrimaryKey("from_task_id", "to_task_id")
    from_task = models.ForeignKey(Task, models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    to_task = models.ForeignKey(Task, models.PROTECT, db_index=False, db_constraint=False, related_name="+")

    class Meta:
        db_table = "workflow_task_previous"
