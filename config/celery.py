"""The Celery application: a wake-up call, never a store of facts.

Ticks are intervals in UTC. A tick that no worker took before the next one is due is thrown away, since the next does
the same work: every tick may run late, twice or not at all without changing anything but the moment.
"""

import os
import signal
from urllib.parse import parse_qs, urlsplit

from celery import Celery
from celery.signals import worker_init, worker_process_init
from django.conf import settings
from kombu.entity import Queue
from kombu.transport import TRANSPORT_ALIASES

from config.children import bind

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

QUEUES = ("fast", "mail", "documents", "seal")
SIGNERS = "seal"  # worked off by the signer only, the one process that has the keys of the seals
SWEEP_SECONDS = int(os.environ.get("LICENSING_SWEEP_SECONDS", "60"))
DRAIN_SECONDS = int(os.environ.get("LICENSING_DRAIN_SECONDS", "10"))
HEARTBEAT_SECONDS = int(os.environ.get("LICENSING_HEARTBEAT_SECONDS", "30"))


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


def heartbeat(queue: str) -> dict[str, object]:
    """The beat of one queue's workers, sent through that queue."""
    options = {"expires": HEARTBEAT_SECONDS, "queue": queue}
    return tick("notifications.heartbeat", HEARTBEAT_SECONDS) | {"args": [queue], "options": options}


TRANSPORT_ALIASES |= dict.fromkeys(("redis", "rediss"), "config.broker:Transport")
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
    task_queues=[Queue(name) for name in QUEUES],
    task_routes={
        "notifications.*": {"queue": "mail"},
        "workflow.make_documents": {"queue": "documents"},
        "workflow.seal_documents": {"queue": SIGNERS},
    },
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=30,
    worker_max_tasks_per_child=500,
    worker_hijack_root_logger=False,
    enable_utc=True,
    timezone="UTC",
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=5,
    beat_schedule={
        "sweep": tick("config.tick", SWEEP_SECONDS),
        "drain": tick("notifications.drain", DRAIN_SECONDS),
        "make": tick("workflow.make_documents", DRAIN_SECONDS),
        "seal": tick("workflow.seal_documents", DRAIN_SECONDS),
        "bulk": tick("portal.bulk", SWEEP_SECONDS),
        **{f"heartbeat-{queue}": heartbeat(queue) for queue in QUEUES},
    },
)
app.autodiscover_tasks()


class Family:
    """Binds a worker's pool to it. Celery does so too, but a pool process that starts while its worker is killed would stay."""

    def __init__(self) -> None:
        self.worker = 0
        worker_init.connect(self.remember)
        worker_process_init.connect(self.bind)

    def remember(self, **_: object) -> None:
        """In the worker, before it forks."""
        self.worker = os.getpid()

    def bind(self, **_: object) -> None:
        """In each process of its pool."""
        bind(self.worker, signal.SIGKILL)


family = Family()
