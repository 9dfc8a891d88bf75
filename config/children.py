"""Child processes that die with their parent, however it ends (Linux; elsewhere only with an orderly end)."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def bind(parent: int, end: signal.Signals) -> None:
    """Have the kernel send this process `end` once `parent`, its parent, is gone; end at once if it is gone already."""
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, int(end), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def die_with_parent() -> None:
    """Be asked to end (SIGTERM) once the parent is gone."""
    bind(os.getppid(), signal.SIGTERM)


def start_child(
    command: Sequence[str],
    *,
    log: Path,
    end: signal.Signals = signal.SIGKILL,
    uid: int | None = None,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
    hand_down: Sequence[int] = (),
) -> "Popen[bytes]":
    """Start `command` in a process group of its own, both outputs appended to `log`; `uid` drops root's rights,
    `hand_down` are open files it keeps.

    The calling thread must be the one that lives as long as the child shall.
    """
    with log.open("ab") as output:
        return Popen(
            command,
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
            env=environment,
            cwd=folder,
            pass_fds=hand_down,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
            start_new_session=True,
            preexec_fn=partial(bind, os.getpid(), end),
        )


def stop_child(child: "Popen[bytes]", *, end: signal.Signals, patience: float) -> None:
    """Ask the child to end, wait `patience` seconds, then kill its whole group."""
    if child.poll() is None:
        child.send_signal(end)
    try:
        child.wait(patience)
    except TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
