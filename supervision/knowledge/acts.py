"""常见问答 written and edited by officials; each edition stands in the chain of the register `knowledge`.

Source: the bureau's own rule on enquiries."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from supervision.knowledge.models import Entry, EntryEdition
from supervision.noting import has_role, refusals_noted
from workflow import catalogue_versions
from workflow.acts.register import perform_register
from workflow.errors import BadInput, NotFound

REGISTER = "knowledge"
MOST = {"question": 200, "answer": 4000, "question_en": 300, "answer_en": 6000, "keywords": 200}


@dataclass(frozen=True, slots=True)
class Written:
    """What an edition says."""

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""
    keywords: str = ""
    matters: Sequence[str] = ()
    shown: bool = True


def plain(text: str) -> str:
    """As a search compares: lower case, full-width letters as ordinary ones."""
    return unicodedata.normalize("NFKC", text).lower()


def write_answer(written: Written, *, entry: int | None = None, after: int = 0, by: int, at: datetime) -> EntryEdition:
    """A new entry, or the next edition of one; `after`: the edition that the writer has read.

    Raises NotFound, BadInput, not_authorised, conflict (somebody else edited it meanwhile)."""
    with refusals_noted("write_answer", None, by=by, at=at):
        has_role("write_answer", by=by, at=at)
    _check(written)

    def change() -> EntryEdition:
        head = Entry.objects.create() if entry is None else _held(entry, after)
        edition = EntryEdition.objects.create(
            entry=head,
            edition=after + 1,
            searched=plain(" ".join((*(getattr(written, name) for name in MOST), *written.matters))),
            by_id=by,
            made_at=at,
            matters=list(written.matters),
            shown=written.shown,
            **{name: getattr(written, name).strip() for name in MOST},
        )
        head.latest = edition
        head.save(update_fields=["latest"])
        return edition

    inputs = {"entry": entry, "edition": after + 1, "question": written.question, "shown": written.shown}
    return perform_register("write_answer", REGISTER, by=by, at=at, inputs=inputs, change=change)


def _check(written: Written) -> None:
    for name, most in MOST.items():
        text = getattr(written, name).strip()
        if name in ("question", "answer") and not text:
            raise BadInput(_("请填写此项"), field=name)
        if len(text) > most:
            raise BadInput(f"不超过 {most} 字", field=name)
    known = {item.code for item in catalogue_versions.all_current()}
    if not set(written.matters) <= known:
        raise BadInput(_("请从事项目录中选择"), field="matters")


def _held(entry: int, after: int) -> Entry:
    head = Entry.objects.select_related("latest").select_for_update(of=("self",)).filter(pk=entry).first()
    if head is None or head.latest is None:
        raise NotFound(str(entry))
    if head.latest.edition != after:
        raise BadInput(_("您打开页面后，这一条已被他人修改，请核对后再提交"), field="question")
    return head


def found(asked: str = "", *, matter: str = "", hidden: bool = False) -> QuerySet[Entry]:
    """The entries that have every word asked for (two characters are enough), of a matter or of all; newest edition first."""
    rows = Entry.objects.filter(latest__isnull=False).select_related("latest", "latest__by")
    rows = rows if hidden else rows.filter(latest__shown=True)
    for word in plain(asked).split():
        rows = rows.filter(latest__searched__contains=word)
    if matter:
        rows = rows.filter(Q(latest__matters__contains=[matter]) | Q(latest__matters=[]))
    return rows.order_by("-latest__id")
