"""The project's own source, for tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("approvals", "config", "notifications", "portal", "supervision", "workflow")
NOT_OURS = {".venv", ".local", ".git", "__pycache__", ".hypothesis", "staticfiles"}


def files(pattern: str = "*", *, below: tuple[str, ...] = ()) -> list[Path]:
    """Every file of the tree that matches, or only those below some of its folders."""
    starts = [ROOT / name for name in below] or [ROOT]
    found = {path for start in starts for path in start.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if not _foreign(path))


def _foreign(path: Path) -> bool:
    """Whether a tool made it: environments and caches."""
    parts = path.relative_to(ROOT).parts
    return any(part in NOT_OURS or (part.startswith(".") and part.endswith("_cache")) for part in parts[:-1])


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
