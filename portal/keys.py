"""Keys of rows as they come in an address or a form."""

from workflow.errors import BadInput

BIGGEST = 2**63 - 1
DIGITS = len(str(BIGGEST))


def key_of(text: str, field: str, *, most: int = BIGGEST, told: str = "") -> int:
    """The number that was sent, at most `most`.  Raises BadInput at its field, saying `told` or what was sent."""
    if not text.isdecimal() or len(text) > DIGITS or int(text) > most:
        raise BadInput(told or text[:DIGITS], field=field)
    return int(text)
