"""The files of supervision/profiles/ as plain values, read strictly, once a process."""

from functools import cache
from pathlib import Path
from typing import Any

from supervision.rules.profile import ProfileError
from workflow.catalogue_io.problems import Problems
from workflow.catalogue_io.strict_yaml import Node, parse

SHIPPED = Path(__file__).parent / "profiles"


@cache
def content_of(name: str) -> dict[str, Any]:
    """What the shipped file of this name says.  Raises ProfileError with the lines that are wrong."""
    file = f"{name}.yaml"
    problems = Problems(file)
    root = parse((SHIPPED / file).read_bytes(), problems)
    if root is None or problems.found:
        raise ProfileError("；".join(str(problem) for problem in problems.found))
    content = _plain(root)
    if not isinstance(content, dict):
        raise ProfileError(file)
    return content


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(each) for key, each in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(each) for each in node.value]
    return node.value
