"""The files of supervision/schemes/, the bureau's own rules beside the profiles of the cards: read strictly, once a process."""

from functools import cache
from pathlib import Path
from typing import Any

from supervision import profile

SHIPPED = Path(__file__).parent / "schemes"


@cache
def content_of(name: str) -> dict[str, Any]:
    """What the shipped file of this name says.  Raises ProfileError with the lines that are wrong."""
    file = f"{name}.yaml"
    return profile.content_of((SHIPPED / file).read_bytes(), file=file)
