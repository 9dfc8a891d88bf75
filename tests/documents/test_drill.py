"""The drill of drill.py in the size of the suite; `make drill-documents` does it with a thousand licences."""

from pathlib import Path
from typing import Any

import pytest

from tests.documents.drill import drill

LICENCES = 25


@pytest.mark.alone
def test_workers_killed_at_random_lose_nothing_and_make_nothing_twice(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        verdict = drill(tmp_path, licences=LICENCES, seed=20260924, patient=False)
    assert verdict.failures(LICENCES) == []
