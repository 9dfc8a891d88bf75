"""What the house asks of the tree: its top-level names, and what no file may name."""

import re

from tests.house.source import NOT_OURS, ROOT, files

TOP = {
    *("manage.py", "workflow", "approvals", "notifications", "config", "tests", "pyproject.toml", "README.md"),
    "README.zh.md",
    *("supervision", "portal", "benchmarks", "docs", "locale", "deploy"),
    *("Makefile", "LICENSE", "Procfile", ".ci", ".gitignore"),
    *("requirements.in", "requirements.lock", "requirements-dev.in", "requirements-dev.lock"),
}
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".in", ".lock", ".html", ".css", ".example", ".js", ".txt", ".service", ".po", ""}
INDEX = re.compile(
    r"--(extra-)?index-url|--find-links|--trusted-host|https?://\S*/simple\b|\bpypi\.|pythonhosted", re.I
)
ELSEWHERE = re.compile(r"(?<![\w.])/[w]ork/|/[f]arm/|\.\./[s]hared")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b|mark\.(ski[p]|xfai[l])|pytest\.(ski[p]|xfai[l])\(")


def naming(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of every text in the tree that matches."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files()
        if path.suffix in TEXT and path.name != "LICENSE" and path != ROOT / "tests" / "house" / "test_tree.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_stands_at_the_top_that_nobody_ordered():
    found = {path.name for path in ROOT.iterdir()}
    assert {name for name in found - TOP - NOT_OURS if not name.endswith("_cache")} == set()


def test_no_lock_file_and_no_source_names_an_index_host():
    assert naming(INDEX) == []


def test_lock_files_pin_every_package_with_hashes():
    for name in ("requirements.lock", "requirements-dev.lock"):
        packages = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text("utf-8"))
        assert len(packages) > 20
        assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_the_development_lock_repeats_the_run_time_versions():
    pins = [
        dict(re.findall(r"^([a-z0-9.-]+)==([^ \\;]+)", (ROOT / name).read_text("utf-8"), re.M))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert {
        name: (pins[0][name], pins[1][name]) for name in pins[0].keys() & pins[1] if pins[0][name] != pins[1][name]
    } == {}


def test_no_file_points_outside_the_project():
    assert naming(ELSEWHERE) == []


def test_nothing_is_left_unfinished():
    assert naming(UNFINISHED) == []
