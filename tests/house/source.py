"""The project's own source, for tests that read it."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("approvals", "config", "notifications", "portal", "supervision", "workflow")
NOT_OURS = {".venv", ".local", ".git", "__pycache__", ".hypothesis", "staticfiles"}


def files(pattern: str = "*", *, below: tuple[str, ...] = ()) -> list[Path]:
    """Every file of the tree that matches, or only those below some of its folders."""
    starts = [ROOT / name for name in below] or [ROOT]
    return sorted(path for start in starts for path in _walk(start) if path.match(pattern))


def _walk(start: Path) -> Iterator[Path]:
    """The files below a folder; what a tool made (environments, caches, servers that run) is not entered."""
    for folder, inner, names in os.walk(start):
        inner[:] = [n for n in inner if n not in NOT_OURS and not (n.startswith(".") and n.endswith("_cache"))]
        yield from (Path(folder) / name for name in names)


def modules(*below: str) -> list[Path]:
    """Python files, without migrations."""
    return [path for path in files("*.py", below=below) if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def place(path: Path, node: ast.AST) -> str:
    """`folder/file.py:12`."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
