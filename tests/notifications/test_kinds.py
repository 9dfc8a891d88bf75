"""Every kind of message says a whole sentence in both languages, or nothing."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

from notifications import words
from notifications.errors import BadParameter, MissingParameter, UnknownKind
from notifications.kinds import KINDS, WORDINGS, lacking, render
from notifications.models import Channel
from notifications.wording import DAYS

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ["zh-hans", "en"]
DOCUMENTS = (
    "receipt", "supplement_notice", "acceptance_notice", "commitment_letter", "tolerance_notice",
    "termination_notice", "non_acceptance_decision", "special_procedure_notice", "extension_notice", "visit_notice",
    "visit_record", "rectification_order", "third_party_notice", "hearing_notice", "hearing_record",
    "late_renewal_warning", "grant_decision", "refusal_decision", "licence", "filing_record", "service_receipt",
    "revocation_notice", "revocation_decision", "cancellation_decision", "rescission_decision"
)  # fmt: skip
OTHERS = (
    "deadline_moved", "reminder", "overdue", "visit_booked", "visit_missed", "returned_to_review", "work_arrived",
    "material_rejected", "materials_supplied", "withdrawn", "hearing_requested", "delegation_given",
    "delegation_revoked", "ban_imposed", "licence_expiring", "licence_expired", "card_issued", "card_ruled",
    "bad_rating", "follow_up_due", "power_given", "power_revoked", "password_code",
    "pre_check_asked", "pre_check_answered", "rating_answered", "ticket_assigned",
    "document_replaced", "document_voided", "file_infected",
    "substitute_named", "order_given", "order_answered", "order_closed",
    "inspection_assigned", "inspection_to_sign", "inspection_rectify", "plea_made", "plea_decided", "file_reviewed"
)  # fmt: skip


def sample(name: str) -> Any:
    """A value of the sort that the name of a place promises."""
    if name in words.BY_PARAMETER:
        return next(iter(words.BY_PARAMETER[name]))
    if name.endswith(("_on", "_by")) or name in DAYS:
        return "2026-10-09"
    if name == "booked_for":
        return "2026-10-09T01:30:00+00:00"
    if name in {"days", "planned_days", "stars"}:
        return 3
    return ["VALUE-A", "VALUE-B"] if name in {"materials", "officials", "matters"} else f"VALUE-{name}"


def samples(code: str, *, optional: bool = True) -> dict[str, Any]:
    kind = KINDS[code]
    return {name: sample(name) for name in kind.required | (kind.optional if optional else frozenset())}


def test_every_document_and_every_notice_has_a_kind_and_every_kind_a_wording() -> None:
    assert set(KINDS) == {*DOCUMENTS, *OTHERS} == set(WORDINGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_renders_whole_in_both_languages(code: str, language: str) -> None:
    long = render(code=code, params=samples(code), language=language)
    short = render(code=code, params=samples(code, optional=False), language=language)
    for text in (long, short):
        assert "{" not in text.subject + text.body
        assert "\n" not in text.subject
    assert len(long.body.splitlines()) == 1 + len(KINDS[code].wording.more)
    assert len(short.body.splitlines()) <= len(long.body.splitlines())
    has_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in long.subject + long.body)
    assert has_chinese == (language == "zh-hans")


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_text_that_lacks_a_value_is_an_error_that_names_it(code: str) -> None:
    for name in KINDS[code].required:
        gaps: list[dict[str, Any]] = [{}, {name: None}, {name: ""}, {name: []}]
        for gap in gaps:
            params = {**{key: value for key, value in samples(code).items() if key != name}, **gap}
            with pytest.raises(MissingParameter, match=name):
                render(code=code, params=params, language="en")
            assert lacking(code, params) == [name]


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"due_on": "soon"}, "due_on"),
        ({"due_on": 20261009}, "due_on"),
        ({"clock": "sundial"}, "clock"),
        ({"number": True}, "number"),
        ({"number": 1.5}, "number"),
    ],
)
def test_a_value_of_the_wrong_sort_is_an_error(change: dict[str, Any], value: str) -> None:
    with pytest.raises(BadParameter, match=value):
        render(code="deadline_moved", params={**samples("deadline_moved"), **change}, language="zh-hans")


def test_an_instant_without_a_zone_is_an_error() -> None:
    with pytest.raises(BadParameter, match="booked_for"):
        render(code="visit_booked", params={**samples("visit_booked"), "booked_for": "2026-10-09T09:30"}, language="en")


def test_a_catalogued_reason_is_put_into_words_and_any_other_is_shown_as_written() -> None:
    params = samples("non_acceptance_decision")
    catalogued = render(code="non_acceptance_decision", params={**params, "reason": "not_our_authority"}, language="en")
    written = render(code="non_acceptance_decision", params={**params, "reason": "too far away"}, language="en")
    assert "not within the powers" in catalogued.body
    assert "too far away" in written.body


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(UnknownKind):
        render(code="gossip", params={}, language="en")


def test_dates_and_instants_read_as_people_write_them_in_the_official_zone() -> None:
    chinese = render(code="visit_booked", params=samples("visit_booked"), language="zh-hans")
    english = render(code="visit_booked", params=samples("visit_booked"), language="en")
    assert "2026年10月9日 09:30" in chinese.body
    assert "9 October 2026, 09:30" in english.body
    assert "VALUE-A、VALUE-B" in chinese.body
    assert "VALUE-A, VALUE-B" in english.body


def test_a_value_may_come_in_both_languages_and_falls_back_to_chinese() -> None:
    params = {**samples("receipt"), "item": {"zh-hans": "经营许可", "en": "trade licence"}}
    assert "trade licence" in render(code="receipt", params=params, language="en").subject
    assert (
        "经营许可" in render(code="receipt", params={**params, "item": {"zh-hans": "经营许可"}}, language="en").subject
    )


def test_what_an_applicant_typed_cannot_break_a_line_of_the_subject() -> None:
    params = {**samples("receipt"), "item": "x\r\nBcc: y@example.test\u202e"}
    assert render(code="receipt", params=params, language="en").subject.isprintable()


def test_braces_in_a_value_are_only_text() -> None:
    assert "{number}" in render(code="receipt", params={**samples("receipt"), "item": "{number}"}, language="en").body


def test_legal_notices_go_to_inbox_and_mail_whatever_was_chosen() -> None:
    legal = [kind for kind in KINDS.values() if kind.legal]
    assert all(kind.compulsory(Channel.EMAIL) and kind.compulsory(Channel.IN_APP) for kind in legal)
    assert {"grant_decision", "refusal_decision", "supplement_notice", "termination_notice"} <= {k.code for k in legal}
    assert not KINDS["work_arrived"].compulsory(Channel.EMAIL)
    assert not KINDS["grant_decision"].compulsory(Channel.SMS)


def test_every_text_of_this_app_stands_in_the_english_catalogue() -> None:
    call_command("compile_texts", "--check", verbosity=0)
    catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if entry.translated()}
    assert marked_texts(ROOT / "notifications") <= known


def marked_texts(folder: Path) -> set[tuple[str | None, str]]:
    found: set[tuple[str | None, str]] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                if node.func.id == "_":
                    found.add((None, str(texts[0])))
                elif node.func.id == "pgettext_lazy":
                    found.add((str(texts[0]), str(texts[1])))
    return found
