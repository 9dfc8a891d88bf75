"""The profile in force: read strictly from its file, once a process."""

from functools import cache
from pathlib import Path

from supervision.rules.profile import Profile, ProfileError, profile_of
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import parse, plain

SHIPPED = Path(__file__).parent / "profiles"
DEFAULT = "promise_statute"


@cache
def shipped(name: str = DEFAULT) -> Profile:
    """A profile that the product ships.  Raises ProfileError."""
    return read((SHIPPED / f"{name}.yaml").read_bytes(), file=f"{name}.yaml")


def read(raw: bytes, *, file: str) -> Profile:
    """A profile from the bytes of a file.  Raises ProfileError with the lines or the key that is wrong."""
    problems = Problems(file)
    root = parse(raw, problems)
    if root is None or problems.found:
        raise ProfileError("；".join(str(problem) for problem in problems.found))
    content = plain(root)
    if not isinstance(content, dict):
        raise ProfileError(file)
    return profile_of(content)
