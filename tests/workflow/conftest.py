"""Who takes part in the stories of a bureau."""

import pytest

from approvals.people import User
from config.play.cast import assemble


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """The cast, by handle."""
    return assemble()
