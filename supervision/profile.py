"""The profiles in force: read strictly from their files, once a process."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from supervision.rules.profile import Profile, ProfileError, Rulebook, profile_of, rulebook
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import parse, plain

SHIPPED = Path(__file__).parent / "profiles"
DEFAULT = "promise_statute"


def in_force() -> Rulebook:
    """The profiles that the setting LICENSING_CARD_PROFILES names.  Raises ProfileError."""
    return _together(tuple(settings.LICENSING_CARD_PROFILES))


@cache
def _together(names: tuple[str, ...]) -> Rulebook:
    return rulebook([shipped(name) for name in names])


def known() -> list[str]:
    """The names of the profiles that the product ships."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


@cache
def shipped(name: str = DEFAULT) -> Profile:
    """A profile that the product ships.  Raises ProfileError."""
    if name not in known():
        raise ProfileError(name)
    return read((SHIPPED / f"{name}.yaml").read_bytes(), file=f"{name}.yaml")


def read(raw: bytes, *, file: str) -> Profile:
    """A profile from the bytes of a file.  Raises ProfileError with the lines or the key that is wrong."""
    return profile_of(content_of(raw, file=file))


def content_of(raw: bytes, *, file: str) -> dict[str, Any]:
    """The mapping that a file of rules holds.  Raises ProfileError with the lines that are wrong."""
    problems = Problems(file)
    root = parse(raw, problems)
    if root is None or problems.found:
        raise ProfileError("；".join(str(problem) for problem in problems.found))
    content = plain(root)
    if not isinstance(content, dict):
        raise ProfileError(file)
    return content
