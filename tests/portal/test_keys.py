"""A number that no row can have is bad input, however long it is."""

import pytest

from portal.keys import BIGGEST, key_of
from tests.portal.desks import Desks
from workflow.errors import BadInput

TOO_LONG = "9" * 5000  # more digits than the interpreter turns into a number
DOORS = (
    *(("clerk", "/inbox/?before="), ("clerk", "/applications/?before=1."), ("head", "/cards/?before=")),
    *(("head", "/head/cases/?before="), ("head", "/staff/?after="), ("clerk", "/undelivered/?after=")),
    *(("head", "/dues/list/?holder="), ("applicant", "/published/?before=")),
)


@pytest.mark.parametrize("text", [TOO_LONG, str(BIGGEST + 1), "-1", "x", ""])
def test_what_is_no_key_is_told_at_its_field(text):
    with pytest.raises(BadInput) as told:
        key_of(text, "row")
    assert told.value.field == "row"
    assert key_of(str(BIGGEST), "row") == BIGGEST


@pytest.mark.parametrize(("handle", "address"), DOORS)
def test_no_page_breaks_on_a_number_that_is_too_long(desks: Desks, handle: str, address: str):
    for text in (TOO_LONG, str(BIGGEST + 1), "x"):
        assert desks.get(handle, address + text).status_code in (400, 422)
