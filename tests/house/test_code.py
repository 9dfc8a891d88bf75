"""What the house asks of the code, read off its syntax trees."""

import ast
import doctest
import importlib

import pytest

from tests.house.source import APPS, ROOT, calls, modules, place, tree

LONGEST_FILE = 300
LONGEST_FUNCTION = 30
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time", "time_ns", "monotonic", "perf_counter"}
CLOCK_OWNERS = {"datetime", "date", "timezone", "time"}
TIMELESS = ("*/rules/*.py", "workflow/acts/*.py", "workflow/store.py", "workflow/graph.py", "workflow/lifecycle.py")
RULES = [path for path in modules(*APPS) if "rules" in path.parts]


def test_rules_and_acts_ask_no_clock():
    timeless = {path for pattern in TIMELESS for path in ROOT.glob(pattern)}
    assert timeless
    found = [
        place(path, call)
        for path in sorted(timeless)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CLOCKS
        and isinstance(call.func.value, ast.Name | ast.Attribute)
        and ast.unparse(call.func.value).split(".")[-1] in CLOCK_OWNERS
    ]
    assert found == []


def test_no_status_is_written_past_the_lifecycle():
    found = [
        place(path, call)
        for path in modules("approvals", "config", "portal", "supervision", "workflow")
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"update", "bulk_update"}
        and any(keyword.arg == "status" for keyword in call.keywords)
    ]
    assert found == []


def test_no_deadline_is_handed_to_the_broker():
    found = [
        place(path, call)
        for path in modules(*APPS)
        for call in calls(path)
        if any(keyword.arg in {"eta", "countdown"} for keyword in call.keywords)
    ]
    assert found == []


def test_imports_stand_at_the_top():
    found = [
        place(path, node)
        for path in modules(*APPS, "tests")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_files_are_short():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short():
    found = {
        f"{place(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in modules(*APPS, "benchmarks")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert found == {}


def test_every_file_says_what_it_is_about():
    assert [path.name for path in modules() if path.name in {"utils.py", "helpers.py", "misc.py", "common.py"}] == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_in_docstrings_run(path):
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert doctest.testmod(importlib.import_module(name)).failed == 0
