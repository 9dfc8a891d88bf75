"""Rows that few cases have: the function of the database reads each of them under the bit that the store sets."""

import pytest

from workflow.rare_rows import RARE_ROWS
from workflow.rows import table
from workflow.store import PARTS, RARE, READ, UNSERVED

RARELY = {name: (model, bit) for name, (model, bit) in PARTS.items() if bit >= RARE}


@pytest.mark.parametrize("name", RARELY)
def test_each_is_read_by_the_function_and_by_nothing_else(name):
    model, bit = RARELY[name]
    rows = f"ARRAY(SELECT to_json(r) FROM {table(model).name} r WHERE r.application_id = key)"
    assert f"'{name}', CASE WHEN parts & {bit} <> 0 THEN {rows} END" in " ".join(RARE_ROWS.split())
    assert name not in READ


def test_and_so_is_what_is_not_served():
    assert f"'unserved', CASE WHEN parts & {UNSERVED} <> 0" in RARE_ROWS
    assert RARE_ROWS.count("CASE WHEN") == len(RARELY) + 1
