"""The running system for tests that need real processes: web, worker, beat, mail sink, Redis, and its own database."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

from config.demo import BEAT, SEALS, SIGNER, WORKER, Troupe, await_web, listen, module, settings, without_seals
from config.services import Valkey, joined, place_for
from tests.databases import Database

TICKS = {"LICENSING_SWEEP_SECONDS": "2", "LICENSING_DRAIN_SECONDS": "1", "LICENSING_HEARTBEAT_SECONDS": "1"}


class Product:
    """Use as a context: the web answers and Redis runs; worker and beat start when the test says so.

    Beat ticks each second or two. `database` is theirs, `address` is the web's, `smtp` host and port of the mail sink,
    `mail` its folder, `troupe` the processes by name.
    """

    def __init__(self, *, data: Path, database: Database) -> None:
        self.data, self.database = data, database
        self.mail = data / "mail"
        self.valkey = Valkey(place_for(data))
        self._stack = ExitStack()
        self._redis = ExitStack()
        self._web = self._stack.enter_context(listen(0))
        self._smtp = self._stack.enter_context(listen(0))
        self.address = "http://{}:{}".format(*self._web.getsockname())
        self.smtp = self._smtp.getsockname()
        servers = {"DATABASE_URL": database.url, "REDIS_URL": self.valkey.url()}
        known = {**os.environ, **servers, **settings(data, self.address, self._smtp), **TICKS}
        self.troupe = Troupe(data, without_seals(known))

    def __enter__(self) -> "Product":
        self._stack.callback(self._redis.close)
        self._stack.callback(self.troupe.dismiss)
        try:
            self.start_redis()
            sink = module("config.mail_sink", str(self._smtp.fileno()), str(self.mail))
            self.troupe.add("mail", sink, [self._smtp.fileno()])
            self.start_web()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        shutil.rmtree(self.valkey.place.private, ignore_errors=True)

    def start_web(self) -> None:
        """The web server, on the address it had before."""
        self.troupe.add("web", module("config.demo_web", str(self._web.fileno())), [self._web.fileno()])
        await_web(self.troupe, self.address)

    def start_redis(self) -> None:
        """Start it where it was before, empty."""
        self._redis.enter_context(joined(self.valkey))

    def stop_redis(self) -> None:
        """Stop it; what it held is gone."""
        self._redis.close()

    def start_worker(self) -> None:
        """A real Celery worker."""
        self.troupe.add("worker", WORKER)

    def start_signer(self, seals: Path) -> None:
        """A real signer, with the keys in this folder."""
        self.troupe.add("signer", SIGNER, own={SEALS: str(seals)})

    def start_beat(self) -> None:
        """A real Celery beat."""
        self.troupe.add("beat", BEAT)

    def kill(self, name: str) -> None:
        """`kill -9` one of the processes."""
        child = self.troupe.members.pop(name)
        child.kill()
        child.wait()
