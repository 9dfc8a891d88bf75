"""From the sheet to the case: lodging by the clerk, and the act done on the spot.  Both through the doors of workflow/acts."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.files import sheets
from notifications.poke import poke
from portal.case_words import ACTS, said
from portal.lodging_form import query_code
from portal.uploads.handing_in import with_files
from portal.window import contacts
from portal.window.outlook import supplement
from portal.window.sheet import BAD, EXEMPT, IN, PROMISED, Desk, begin
from workflow import acts
from workflow.errors import BadInput, LicensingError
from workflow.models import Application
from workflow.prospect import Intent

Arguments = dict[str, Any]


def _supplement(desk: Desk) -> Arguments:
    """Every material that is not in, told in one go (行政许可法 32(4))."""
    listed = supplement(desk)
    if not listed:
        raise BadInput(_("没有暂缺或者不合格的材料，不需要补正"), field="materials")
    if bare := [code for code, reason in listed.items() if not reason]:
        names = "、".join(desk.item.materials[code].name for code in bare) if desk.item else ""
        raise BadInput(_("请写明不合格的原因：%(names)s") % {"names": names}, field="materials")
    return {"materials": listed}


def _decline(desk: Desk) -> Arguments:
    reason, competent = desk.answer("reason"), desk.answer("competent")
    if not reason:
        raise BadInput(_("请选择不予受理的理由"), field="reason")
    if reason == "not_our_authority" and not competent:
        raise BadInput(_("不属于本机关职权的，请写明有权机关"), field="competent")
    return {"reason": reason, "competent": competent}


# button → the act after lodging (none: only received) and what it is asked with; read before anything is lodged
ON_THE_SPOT: dict[str, tuple[str, Callable[[Desk], Arguments]]] = {
    "receive": ("", lambda desk: {}),
    "accept": ("accept", lambda desk: {}),
    "supplement": ("request_supplement", _supplement),
    "decline": ("decline", _decline),
}


def take_in(desk: Desk, button: str) -> tuple[Application, LicensingError | None]:
    """Lodges the sheet and does the act; the error is that of the act, when the application is in but the act was refused.

    Raises a Refusal or BadInput where nothing was lodged."""
    act, ask = ON_THE_SPOT[button]
    intent = desk.intent
    if intent is None:
        raise BadInput(_("请先选择申请人和事项"), field="item")
    arguments = ask(desk)
    in_hand = desk.codes(IN) if act == "accept" else desk.codes(IN, BAD)
    commit_missing = [] if act == "decline" else desk.codes(PROMISED)
    made = _lodged(desk, intent, in_hand, commit_missing)
    refused = _act(act, made, desk, arguments) if act else None
    with override("zh-hans"):  # the record is in the language of the files, whatever the clerk reads
        done = said(ACTS, act) if act and refused is None else _("收件")
    _put_away(desk, made, done=done)
    return made, refused


def _lodged(desk: Desk, intent: Intent, in_hand: list[str], commit_missing: list[str]) -> Application:
    """The application with what was scanned of the materials in hand: both are there, or neither."""
    sheet = sheets.window(desk.clerk)
    files = {code: [file.pk for file in lying] for code, lying in sheets.lying_on(sheet).items() if code in in_hand}

    def lodge() -> Application:
        return acts.lodge(
            by=desk.clerk,
            at=desk.at,
            item=intent.item,
            materials=in_hand,
            route=desk.route,
            commit_missing=commit_missing,
            channel="window",
            licence=intent.licence,
            facts=intent.facts,
            applicant_id=intent.applicant_id,
            query_code=query_code(),
            signed=desk.signed,
            delivery=desk.delivery,
            delivery_address=desk.answer("delivery_address") if desk.delivery == "post" else "",
            exempt=desk.codes(EXEMPT),
        )

    return with_files(lodge, by=desk.clerk, files=files, at=desk.at, sheet=sheet)


def _put_away(desk: Desk, made: Application, *, done: str) -> None:
    """The application remembers the first contact, and the counter is free."""
    ticket, visitor = desk.sheet.ticket, desk.answer("visitor")[:60]
    contacts.lodged(application=made, by=desk.clerk, at=desk.at, ticket=ticket, visitor=visitor, done=done)
    begin(clerk=desk.clerk)
    transaction.on_commit(poke, robust=True)


def _act(act: str, made: Application, desk: Desk, arguments: Arguments) -> LicensingError | None:
    try:
        acts.perform(act, made.pk, by=desk.clerk, at=desk.at, **arguments)
    except LicensingError as error:
        return error
    return None
