"""The one command: it comes up, says where, and leaves nothing behind however it ends."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.demo import listen
from config.services import place_for
from tests.runtime.processes import PATIENCE, eventually, kill, of, start

pytestmark = pytest.mark.alone
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A demo with data of its own."""
    process = start(["-m", "config.demo", "--port", "0"], LICENSING_DATA_DIR=str(tmp_path))
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.communicate()
    assert eventually(lambda: orphans(process, tmp_path) == [])
    shutil.rmtree(place_for(tmp_path).private)


def said(process: "subprocess.Popen[str]", word: str) -> str:
    """What it printed up to the line with this word."""
    assert process.stdout is not None
    printed = ""
    deadline = time.monotonic() + 2 * PATIENCE
    while word not in printed and time.monotonic() < deadline:
        line = process.stdout.readline()
        assert line, printed
        printed += line
    return printed


def orphans(demo: "subprocess.Popen[str]", data: Path) -> list[str]:
    """Processes of this demo beside itself."""
    return [command for pid, command in of(data).items() if pid != demo.pid]


def test_the_demo_comes_up_starts_a_lost_worker_again_and_a_killed_one_leaves_no_orphan(
    demo: "subprocess.Popen[str]", tmp_path: Path
):
    printed = said(demo, "Ctrl-C")
    address = ADDRESS.search(printed)
    assert address, printed
    with urlopen(f"{address[0]}/healthz") as answer:
        assert answer.status == 200
    assert eventually(lambda: sum("celery" in command for command in orphans(demo, tmp_path)) >= 4)
    assert eventually(lambda: len(workers(tmp_path)) == 1), of(tmp_path)
    first = workers(tmp_path)
    kill(first[0])
    assert "worker 已退出，重新启动" in said(demo, "started again")
    assert eventually(lambda: len(workers(tmp_path)) == 1 and workers(tmp_path) != first), of(tmp_path)
    assert demo.poll() is None
    kill(demo.pid)
    assert eventually(lambda: orphans(demo, tmp_path) == []), orphans(demo, tmp_path)


def workers(data: Path) -> list[int]:
    """The worker of this demo, without the processes of its pool."""
    running = {pid for pid, command in of(data).items() if "--queues=fast" in command}
    return [pid for pid in running if parent(pid) not in running]


def parent(pid: int) -> int:
    """Who started it; 0 where it has just ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_ctrl_c_ends_it_in_good_order_even_while_it_starts(demo: "subprocess.Popen[str]", tmp_path: Path):
    assert eventually(lambda: any("postgres" in command for command in orphans(demo, tmp_path)))
    demo.send_signal(signal.SIGINT)
    printed, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 0
    assert "已停止 / stopped" in printed
    assert orphans(demo, tmp_path) == []


def test_a_taken_port_is_one_sentence(tmp_path: Path):
    with listen(0) as taken:
        port = taken.getsockname()[1]
        demo = start(["-m", "config.demo", "--port", str(port)], LICENSING_DATA_DIR=str(tmp_path))
        printed, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == os.EX_TEMPFAIL
    assert printed.count("\n") == 1
    assert f"端口 {port} 已被占用" in printed
