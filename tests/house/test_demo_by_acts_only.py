"""The demo's cases come about as everybody's do: by acts.  Nothing of it writes a row itself; people come from the cast."""

import ast

from tests.house.source import ROOT, calls, place, tree

DEMO = [ROOT / "config" / f"demo_{name}.py" for name in ("cases", "oversight", "people", "public", "stories", "story")]
DEMO.append(ROOT / "config" / "management" / "commands" / "demo_data.py")
WRITERS = {
    *("save", "create", "update", "delete", "get_or_create", "update_or_create"),
    *("bulk_create", "bulk_update", "execute", "executemany", "raw", "cursor"),
}
DOORS = {"lodge", "perform", "register_licence", "delegate", "tick", "contest_card", "rule_on_card", "give_order"}


def test_the_demo_writes_no_row_itself():
    found = [
        f"{place(path, call)} {ast.unparse(call.func)}"
        for path in DEMO
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITERS
    ]
    assert found == []


def test_the_demo_knows_no_model_of_a_case():
    found = [
        place(path, node)
        for path in DEMO
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module is not None
        and node.module.endswith((".models", ".store", ".store_write", ".licences"))
    ]
    assert found == []


def test_the_demo_uses_the_doors():
    used = {node.attr for node in ast.walk(tree(DEMO[0])) if isinstance(node, ast.Attribute)}
    assert used >= DOORS
