"""`make setup`: the folder .venv from the lock files. Runs before anything is installed, so: standard library only.

python3 config/install.py LOCKFILE…      installs, in this order, those that changed since their last installation
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
# A lock file is complete, so pip need not look for more; modules are compiled when first imported, which saves time.
PIP = ("--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check")
OLDEST = (3, 11)
ROOM_MIB = 700
MIB = 1024 * 1024

NO_VENV = (
    "缺少 Python 的 venv 模块：Debian、Ubuntu 请安装 python3-venv。 / "
    "Python's venv module is missing: on Debian and Ubuntu install the package python3-venv."
)
TOO_OLD = "需要 Python {0}.{1} 或更高版本。 / Python {0}.{1} or newer is needed.".format(*OLDEST)
DISK_FULL = (
    f"磁盘空间不足：{ROOT} 需要约 {ROOM_MIB} MiB 可用空间。 / The disk is full: {ROOT} needs about {ROOM_MIB} MiB free."
)
NO_WHEEL = (
    f"有软件包不提供适用于本机的版本（详见 {LOG}）：内置数据库支持 Linux 与 macOS 的 x86_64 和 arm64。 / "
    f"A package has no build for this machine (see {LOG}): the embedded servers exist for x86_64 and arm64 "
    "on Linux and macOS."
)
BAD_HASH = (
    f"下载的软件包与锁定文件的校验值不符（详见 {LOG}）：请重试，或换一个软件源。 / "
    f"A downloaded package does not match its hash in the lock file (see {LOG}): try again or use another index."
)
NO_INDEX = (
    f"无法安装软件包（详见 {LOG}）：请检查到软件源的网络连接。 / "
    f"The packages could not be installed (see {LOG}): check the connection to the package index."
)
SIGNS = (
    (("No space left",), DISK_FULL),
    (("HASHES",), BAD_HASH),
    (("Retrying", "NewConnectionError", "Temporary failure", "timed out"), NO_INDEX),
    (("No matching distribution", "not a supported wheel", "Failed building wheel"), NO_WHEEL),
)


class CannotInstall(Exception):
    """Why not, in one sentence."""


def require_python() -> None:
    """This Python can make virtual environments."""
    if sys.version_info < OLDEST:
        raise CannotInstall(TOO_OLD)
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if probe.returncode:
        raise CannotInstall(NO_VENV)


def make_venv() -> None:
    """A .venv whose pip runs; a broken one is made anew."""
    works = [str(PYTHON), "-m", "pip", "--version"]
    if PYTHON.exists() and subprocess.run(works, capture_output=True, check=False).returncode == 0:
        return
    require_python()
    if shutil.disk_usage(ROOT).free < ROOM_MIB * MIB:
        raise CannotInstall(DISK_FULL)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install(lock: Path) -> None:
    """Install one lock file, hashes required, unless that very text was installed before."""
    done = VENV / lock.name
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    print(f"安装 {lock.name} … / installing {lock.name} …", flush=True)
    command = [str(PYTHON), "-m", "pip", "install", *PIP, "-r", str(lock)]
    with LOG.open("w", encoding="utf-8") as log:
        result = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
    if result.returncode:
        raise CannotInstall(reason(LOG.read_text(encoding="utf-8", errors="replace")))
    shutil.copyfile(lock, done)


def reason(log: str) -> str:
    """The sentence for what pip wrote."""
    return next((sentence for signs, sentence in SIGNS if any(sign in log for sign in signs)), NO_INDEX)


def main() -> int:
    """Install the lock files named; 0, or 1 with a sentence on standard error."""
    try:
        make_venv()
        for name in sys.argv[1:]:
            install(ROOT / name)
    except CannotInstall as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
