"""`make setup`: the folder .venv from the lock files. Runs before anything is installed, so: standard library only.

python3 config/install.py LOCKFILE…      installs, in this order, those that changed since their last installation
"""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = "install-{0}.log"
AT_ONCE = 2
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
    "有软件包不提供适用于本机的版本（详见 {0}）：内置数据库支持 Linux 与 macOS 的 x86_64 和 arm64。 / "
    "A package has no build for this machine (see {0}): the embedded servers exist for x86_64 and arm64 "
    "on Linux and macOS."
)
BAD_HASH = (
    "下载的软件包与锁定文件的校验值不符（详见 {0}）：请重试，或换一个软件源。 / "
    "A downloaded package does not match its hash in the lock file (see {0}): try again or use another index."
)
NO_INDEX = (
    "无法安装软件包（详见 {0}）：请检查到软件源的网络连接。 / "
    "The packages could not be installed (see {0}): check the connection to the package index."
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
    text = lock.read_text(encoding="utf-8")
    if done.exists() and done.read_text(encoding="utf-8") == text:
        return
    print(f"安装 {lock.name} … / installing {lock.name} …", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(install_share, range(AT_ONCE), shares(text)))
    done.write_text(text, encoding="utf-8")


def shares(lock: str) -> list[str]:
    """The lock file in so many parts: no package needs another while it is installed, and half of the time is waiting."""
    packages = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)  # what belongs to a package is indented
    return ["".join(packages[number::AT_ONCE]) for number in range(AT_ONCE)]


def install_share(number: int, lock: str) -> None:
    """Install these packages; what pip says goes to a log of their own."""
    share, log = VENV / f"share-{number}.lock", VENV / LOG.format(number)
    share.write_text(lock, encoding="utf-8")
    with log.open("w", encoding="utf-8") as said:
        command = [str(PYTHON), "-m", "pip", "install", *PIP, "-r", str(share)]
        result = subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, check=False)
    if result.returncode:
        raise CannotInstall(reason(log))


def reason(log: Path) -> str:
    """The sentence for what pip wrote."""
    said = log.read_text(encoding="utf-8", errors="replace")
    return next((sentence for signs, sentence in SIGNS if any(sign in said for sign in signs)), NO_INDEX).format(log)


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
