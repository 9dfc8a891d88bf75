"""The tales lived through once, and one document of every kind and variant out of them: its content and its file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest

from approvals.documents.models import Document
from approvals.documents.rendering import Rendered, render
from config.throwaway import pointed_at
from tests.databases import clone, drop
from tests.documents import played
from workflow.papers.content import content_of

CODE, LINK = "A" * 26, "https://zw.example/verify/" + "A" * 26
BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class Example:
    """A document as it was drawn up in a tale."""

    tale: str
    kind: str
    variant: str
    content: dict[str, Any]
    rendered: Rendered
    text: str


def text_of(pdf: bytes) -> str:
    """Everything that is printed, without blanks."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return BLANK.sub("", "".join(page.get_textpage().get_text_range() for page in opened))


@pytest.fixture(scope="session")
def contents(django_db_setup: None, django_db_blocker: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Tale, kind and content of every document of the tales."""
    with django_db_blocker.unblock():
        database = clone(migrations=True)
        try:
            with pointed_at(database.name):
                return list(_gathered())
        finally:
            drop(database)


def _gathered() -> Iterator[tuple[str, str, dict[str, Any]]]:
    played.people()
    names = {application.pk: name for name, application in played.play()}
    for document in Document.objects.order_by("pk"):
        tale = names.get(document.application_id, "")
        yield tale, document.kind, content_of(document, code=CODE, link=LINK)


@pytest.fixture(scope="session")
def examples(contents: list[tuple[str, str, dict[str, Any]]]) -> dict[tuple[str, str], Example]:
    """The first document of every kind and variant."""
    found: dict[tuple[str, str], Example] = {}
    for tale, kind, content in contents:
        key = kind, str(content.get("variant", ""))
        if key not in found:
            rendered = render(kind=kind, content=content)
            found[key] = Example(tale, *key, content, rendered, text_of(rendered.pdf))
    return found
