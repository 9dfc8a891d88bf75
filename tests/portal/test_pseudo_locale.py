"""Every text of every page goes through gettext: a language that marks what it was asked for leaves nothing unmarked."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.utils.translation import trans_real

from approvals.documents.models import Document
from approvals.people import Applicant, Office, User
from supervision.sweep import judge
from tests.browser.rooms import PAGES
from tests.portal.desks import Desks
from tests.portal.scene import GRAVE, VISITED, Scene, working_days_ago
from workflow import catalogue_versions
from workflow.models import Application, Clock, ItemVersion
from workflow.rules.catalogue import SubItem

OPEN, CLOSE, CONTEXT = "⟦", "⟧", "\x04"
MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
OWN_NAME = "中文"  # the languages are offered under their own names
DATA: tuple[tuple[type[Model], str], ...] = (
    *((User, "display_name"), (Applicant, "name"), (Office, "name"), (Office, "short_name")),
    *((Document, "number"), (Clock, "legal_basis")),
)
SPOKEN = {"alt", "aria-label", "content", "placeholder", "title", "data-sure"}


class Texts(HTMLParser):
    """What a reader meets: the text, and the attributes that are read out; not what is marked as Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        chinese = tag != "html" and str(given.get("lang", "")).startswith("zh")
        if tag in ("script", "style") or chinese or given.get("aria-hidden") == "true" or tag == self._within:
            self._silent.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    @property
    def _within(self) -> str:
        return self._silent[-1] if self._silent else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def leaves(value: Any) -> Iterator[str]:
    """All texts inside a JSON value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str):
        yield value


def data_of_the_bureau() -> list[str]:
    """Names and texts of the catalogue and of people, which nobody translates; the longest first."""
    known = set(leaves(list(ItemVersion.objects.values_list("content", flat=True))))
    for model, field in DATA:
        known |= set(model._default_manager.values_list(field, flat=True))
    return sorted((text for text in known if CHINESE.search(text)), key=len, reverse=True)


def unmarked(page: str, data: list[str]) -> list[str]:
    """Chinese on the page that no translator was ever shown."""
    rest, before = "\n".join(Texts(page).found), ""  # one text may go round several elements
    for known in data:
        rest = rest.replace(known, "")
    while rest != before:  # marks stand within marks
        rest, before = MARKED.sub("", rest), rest
    return [text for text in CHINESE.findall(rest) if text != OWN_NAME]


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> None:
    def marked(_self: object, message: str) -> str:
        return f"{OPEN}{message.rpartition(CONTEXT)[2]}{CLOSE}"

    def counted(self: object, one: str, many: str, number: int) -> str:
        return marked(self, one if number == 1 else many)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", marked, raising=False)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", counted)


def at_work(desks: Desks) -> list[str]:
    """Cases in many states, so that lists, forms and histories have something to say; the addresses of their pages."""
    scene = Scene(desks.people)
    cases = [scene.lodge(), scene.accepted(item=VISITED, at=working_days_ago(19)), scene.reviewed(item=GRAVE)]
    scene.do("request_supplement", cases[0], "clerk", materials=[next(iter(sub_item_of(cases[0]).materials))])
    judge(desks.at)
    return [f"/cases/{case.number}/" for case in cases]


def sub_item_of(case: Application) -> SubItem:
    return catalogue_versions.sub_item(case.item_version_id, case.sub_item_code)


@pytest.mark.usefixtures("marking")
def test_no_page_shows_a_text_that_a_translator_was_not_shown(desks: Desks):
    cases, faults = at_work(desks), []
    data = data_of_the_bureau()
    for handle, addresses in PAGES.items():
        client = desks.client(handle) if handle else desks.visitor()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for address in (*addresses, *cases):
            answer = client.get(address)
            assert OPEN in answer.content.decode() or answer.status_code == 302, address
            faults += [f"{handle or 'visitor'} {address}: {text}" for text in unmarked(answer.content.decode(), data)]
    assert faults == []
