"""Every text of the source that goes through gettext has its English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.house.source import APPS, ROOT, files, modules, tree
from workflow.catalogue_io.reader import read_files, shipped_files
from workflow.rules.catalogue import sub_items

MAKERS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(r"(?:_|n?gettext)\((.*)\)", re.S)


def names_of(module: ast.Module) -> dict[str, str]:
    """By which names a module calls gettext's functions."""
    imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom))
    return {
        alias.asname or alias.name: alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in MAKERS
    }


def in_module(path: Path) -> Iterator[str]:
    """The texts that a module asks for."""
    known = names_of(tree(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            place = 1 if known[node.func.id].startswith("p") else 0
            text = node.args[place] if len(node.args) > place else None
            if isinstance(text, ast.Constant):
                yield str(text.value)


def in_template(path: Path) -> Iterator[str]:
    """The texts that a template asks for, by Django's own reader."""
    source = templatize(path.read_text("utf-8"), origin=str(path))
    for call in re.finditer(r"n?gettext\(|_\(", source):
        for node in ast.walk(ast.parse(balanced(source, call.start()), mode="eval")):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
                break


def balanced(source: str, start: int) -> str:
    """The call that begins here, with its arguments."""
    for end in (each.end() for each in re.finditer(r"\)", source[start:])):
        try:
            ast.parse(source[start : start + end].strip(), mode="eval")
        except SyntaxError:
            continue
        return source[start : start + end].strip()
    raise AssertionError(source[start : start + 80])


@pytest.fixture(scope="module")
def english() -> set[str]:
    """What is translated, and not in doubt."""
    return {
        entry.msgid
        for folder in settings.LOCALE_PATHS
        for file in Path(folder).glob("en/LC_MESSAGES/*.po")
        for entry in polib.pofile(str(file))
        if entry.translated() and not entry.fuzzy
    }


def test_every_text_has_its_english(english: set[str]):
    asked = {text: path for path in modules(*APPS) for text in in_module(path)}
    asked |= {text: path for path in files("*.html", below=APPS) for text in in_template(path)}
    assert len(asked) > 1000
    assert [f"{path.relative_to(ROOT)}: {text}" for text, path in asked.items() if text not in english] == []


def test_every_word_of_the_catalogue_that_is_no_name_has_its_english(english: set[str]):
    items = [item for content in read_files(shipped_files()) for item in sub_items(content)]
    words = {word for item in items for each in item.materials.values() for word in (each.form, each.source, each.exempt)}
    words |= {item.basis_check.mark for item in items if item.basis_check is not None}
    assert sorted(word for word in words if word and word not in english) == []
