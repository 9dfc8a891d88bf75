"""The Celery application: a wake-up call, never a store of facts.

Ticks are intervals in UTC. A tick that no worker took before the next one is due is thrown away, since the next does
the same work: every tick may run late, twice or not at all without changing anything but the moment.
"""

import os
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SWEEP_SECONDS = 60
DRAIN_SECONDS = 10
HEARTBEAT_SECONDS = 30


def broker_url(redis_url: str) -> str:
    """The same server in Celery's own spelling: `unix:///path?db=1` is `redis+socket:///path?virtual_host=1` there."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def tick(task: str, seconds: int) -> dict[str, object]:
    """One entry of the beat schedule: `task` every `seconds`, worthless once the next is due."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


app = Celery("licensing")
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    broker_connection_retry_on_startup=True,
    broker_pool_limit=10,
    broker_transport_options={
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=20,
    task_time_limit=30,
    task_ignore_result=True,
    task_publish_retry=False,
    task_default_queue="fast",
    task_queues=[Queue("fast"), Queue("mail"), Queue("documents")],
    task_routes={"notifications.*": {"queue": "mail"}, "approvals.*": {"queue": "documents"}},
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=30,
    worker_max_tasks_per_child=500,
    worker_hijack_root_logger=False,
    enable_utc=True,
    timezone="UTC",
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=5,
    beat_schedule={
        "sweep": tick("workflow.sweep", SWEEP_SECONDS),
        "drain": tick("notifications.drain", DRAIN_SECONDS),
        "heartbeat": tick("workflow.heartbeat", HEARTBEAT_SECONDS),
    },
)
app.autodiscover_tasks()
