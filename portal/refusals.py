"""A refusal as a sentence of the page: in the reader's language, with names where the acts know codes."""

from django.utils.translation import gettext as _

from approvals.documents.kinds import KINDS
from portal.case_words import PROCEDURES, in_language
from workflow.errors import REFUSALS
from workflow.rules.catalogue import SubItem

BETWEEN = "、"


def sentence(text: str, detail: str, item: SubItem) -> str:
    """The refusal's text, and its detail with materials, documents and procedures called by their names."""
    if not detail:
        return _(text)
    named = BETWEEN.join(_name(word, item) for word in detail.split(BETWEEN))
    return _("%(text)s：%(detail)s") % {"text": _(text), "detail": named}


def offered(code: str, said: str, item: SubItem) -> str:
    """The same of what an offer says bars the act."""
    known = REFUSALS.get(code)
    if known is None or not said.startswith(known.text):
        return said
    return sentence(known.text, said.removeprefix(known.text).removeprefix("："), item)


def _name(word: str, item: SubItem) -> str:
    if word in item.materials:
        return in_language(item.materials[word].name, item.materials[word].name_en)
    if word in KINDS:
        return str(KINDS[word].name)
    return str(PROCEDURES.get(word, word))
