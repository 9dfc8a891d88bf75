"""The running system for tests that need real processes: web, worker, beat, mail sink, Redis, and its own database."""

import sys
from contextlib import ExitStack
from pathlib import Path

from config.demo import BEAT, WORKER, Troupe, await_web, listen
from config.services import Valkey, joined, place_for
from tests.databases import Database


class Product:
    """Use as a context: the web answers and Redis runs; worker and beat start when the test says so.

    `address` is the web's, `smtp` host and port of the mail sink, `mail` its folder, `troupe` the processes by name.
    """

    def __init__(self, *, data: Path, database: Database) -> None:
        self.data = data
        self.mail = data / "mail"
        self.valkey = Valkey(place_for(data))
        self._stack = ExitStack()
        self._redis = ExitStack()
        self._web = self._stack.enter_context(listen(0))
        self._smtp = self._stack.enter_context(listen(0))
        self.address = "http://{}:{}".format(*self._web.getsockname())
        self.smtp = self._smtp.getsockname()
        environment = {
            **database.environment,
            "REDIS_URL": self.valkey.url(),
            "LICENSING_DATA_DIR": str(data),
            "LICENSING_DEMO": "1",
            "EMAIL_URL": "smtp://{}:{}".format(*self.smtp),
            "PYTHONUNBUFFERED": "1",
        }
        self.troupe = Troupe(data, environment)

    def __enter__(self) -> "Product":
        self._stack.callback(self._redis.close)
        self._stack.callback(self.troupe.dismiss)
        try:
            self.start_redis()
            sink = [sys.executable, "-m", "config.mail_sink", str(self._smtp.fileno()), str(self.mail)]
            self.troupe.add("mail", sink, [self._smtp.fileno()])
            web = [sys.executable, "-m", "config.demo_web", str(self._web.fileno())]
            self.troupe.add("web", web, [self._web.fileno()])
            await_web(self.troupe, self.address)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def start_redis(self) -> None:
        """Start it where it was before, empty."""
        self._redis.enter_context(joined(self.valkey))

    def stop_redis(self) -> None:
        """Stop it; what it held is gone."""
        self._redis.close()

    def start_worker(self) -> None:
        """A real Celery worker."""
        self.troupe.add("worker", WORKER)

    def start_beat(self) -> None:
        """A real Celery beat."""
        self.troupe.add("beat", BEAT)

    def kill(self, name: str) -> None:
        """`kill -9` one of the processes."""
        child = self.troupe.members.pop(name)
        child.kill()
        child.wait()
