"""A line between browser and server that is slow and breaks: a TCP proxy on loopback."""

import socket
import struct
import time
from contextlib import suppress
from threading import Lock, Thread
from types import TracebackType
from urllib.parse import urlsplit

from config.demo import listen

PIECE = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # closing tells the other side that the connection was reset


class BadLine:
    """Use as a context; the browser is given `address`.

    `cuts`: after so many bytes sent by the browser in all, the connection that carries them is reset, once for each;
    `bytes_a_second`: how fast the browser may send (0: as fast as it can)."""

    def __init__(self, address: str, *, cuts: tuple[int, ...] = (), bytes_a_second: int = 0) -> None:
        parts = urlsplit(address)
        self.server = (str(parts.hostname), int(parts.port or 80))
        self.cuts, self.bytes_a_second, self.sent = list(cuts), bytes_a_second, 0
        self._lock, self._lines = Lock(), set[socket.socket]()
        self._listener = listen(0)
        self.address = "http://{}:{}".format(*self._listener.getsockname())
        self._threads = [Thread(target=self._accept)]

    def __enter__(self) -> "BadLine":
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in list(self._lines):
            self._reset(line)
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.server)
            except OSError:
                self._reset(browser)
                continue
            self._lines |= {browser, server}
            for pump in (self._up, self._down):
                thread = Thread(target=pump, args=(browser, server))
                thread.start()
                self._threads.append(thread)

    def _up(self, browser: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := browser.recv(PIECE):
                if self.bytes_a_second:
                    time.sleep(len(piece) / self.bytes_a_second)
                if self._breaks(len(piece)):
                    break
                server.sendall(piece)
        self._reset(browser)
        self._reset(server)

    def _down(self, browser: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                browser.sendall(piece)
        self._reset(browser)
        self._reset(server)

    def _breaks(self, count: int) -> bool:
        with self._lock:
            self.sent += count
            if self.cuts and self.sent >= self.cuts[0]:
                self.cuts.pop(0)
                return True
        return False

    def _reset(self, line: socket.socket) -> None:
        self._lines.discard(line)
        with suppress(OSError):
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            line.shutdown(socket.SHUT_RDWR)
        line.close()
