"""Every kind of message: whom it is for, on which channels it goes out by itself, and whether one may switch it off.

A legal notice always stands in the inbox and always goes to the e-mail address, where there is one; a choice governs
only what goes beyond that. A kind that is not a legal notice heeds every choice, but the inbox shows all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.utils import translation

from notifications.errors import UnknownKind
from notifications.models import Channel
from notifications.texts.account import ACCOUNT
from notifications.texts.desk import DESK
from notifications.texts.door import DOOR
from notifications.texts.outcome import OUTCOME
from notifications.texts.oversight import OVERSIGHT
from notifications.texts.procedure import PROCEDURE
from notifications.wording import Wording, fill, missing, one_line, places

WORDINGS: Mapping[str, Wording] = MappingProxyType({**DOOR, **PROCEDURE, **OUTCOME, **DESK, **ACCOUNT, **OVERSIGHT})

INBOX = (Channel.IN_APP,)
INBOX_AND_MAIL = (Channel.IN_APP, Channel.EMAIL)
ALL_PARTY_CHANNELS = (Channel.IN_APP, Channel.EMAIL, Channel.SMS)
ALL_STAFF_CHANNELS = (Channel.IN_APP, Channel.EMAIL, Channel.WEBHOOK)


class Audience(Enum):
    PARTY = "party"
    STAFF = "staff"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Text:
    """A message made whole in one language: plain text, the subject in one line."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    audience: Audience
    channels: tuple[Channel, ...]
    legal: bool = False

    @property
    def wording(self) -> Wording:
        return WORDINGS[self.code]

    @property
    def required(self) -> frozenset[str]:
        """Names of the params without which the message cannot be sent."""
        return self.wording.required()

    @property
    def optional(self) -> frozenset[str]:
        """Names of params that each let the message say one sentence more."""
        return self.wording.optional()

    def compulsory(self, channel: str) -> bool:
        """Whether no choice of the recipient can switch this channel off for this kind."""
        return channel == Channel.IN_APP or (self.legal and channel == Channel.EMAIL)


def _notice(code: str, audience: Audience = Audience.PARTY) -> Kind:
    return Kind(code, audience, ALL_PARTY_CHANNELS, legal=True)


def _copy(code: str) -> Kind:
    return Kind(code, Audience.PARTY, INBOX_AND_MAIL)


def _work(code: str) -> Kind:
    return Kind(code, Audience.STAFF, INBOX)


def _call(code: str) -> Kind:
    return Kind(code, Audience.STAFF, INBOX_AND_MAIL)


def _alarm(code: str) -> Kind:
    return Kind(code, Audience.STAFF, ALL_STAFF_CHANNELS)


ALL: tuple[Kind, ...] = (
    _notice("receipt"),
    _notice("supplement_notice"),
    _notice("acceptance_notice"),
    _copy("commitment_letter"),
    _notice("tolerance_notice"),
    _notice("termination_notice"),
    _notice("non_acceptance_decision"),
    _notice("special_procedure_notice"),
    _notice("extension_notice"),
    _notice("visit_notice"),
    _notice("visit_missed"),
    _copy("visit_record"),
    _notice("rectification_order"),
    _notice("third_party_notice"),
    _notice("hearing_notice", Audience.BOTH),
    _copy("hearing_record"),
    _notice("late_renewal_warning"),
    _notice("grant_decision"),
    _notice("refusal_decision"),
    _notice("licence"),
    _notice("filing_record"),
    _copy("service_receipt"),
    _notice("revocation_notice"),
    _notice("revocation_decision"),
    _notice("cancellation_decision"),
    _notice("rescission_decision"),
    _notice("document_replaced"),
    _notice("document_voided"),
    _notice("deadline_moved", Audience.BOTH),
    _notice("material_rejected"),
    _notice("file_infected", Audience.BOTH),
    _notice("ban_imposed"),
    _notice("inspection_rectify"),
    _notice("plea_decided"),
    Kind("reminder", Audience.BOTH, ALL_PARTY_CHANNELS),
    Kind("withdrawn", Audience.BOTH, INBOX_AND_MAIL),
    Kind("licence_expiring", Audience.PARTY, ALL_PARTY_CHANNELS),
    Kind("licence_expired", Audience.PARTY, ALL_PARTY_CHANNELS),
    _copy("power_given"),
    _copy("power_revoked"),
    _copy("pre_check_answered"),
    _copy("rating_answered"),
    _notice("password_code", Audience.BOTH),
    _alarm("overdue"),
    _alarm("card_issued"),
    _call("card_ruled"),
    _alarm("order_given"),
    _call("order_answered"),
    _call("order_closed"),
    _call("visit_booked"),
    _call("delegation_given"),
    _call("delegation_revoked"),
    _call("substitute_named"),
    _call("hearing_requested"),
    _call("bad_rating"),
    _call("ticket_assigned"),
    _call("follow_up_due"),
    _call("inspection_assigned"),
    _call("inspection_to_sign"),
    _call("plea_made"),
    _call("file_reviewed"),
    _work("work_arrived"),
    _work("returned_to_review"),
    _work("materials_supplied"),
    _work("pre_check_asked"),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in ALL})


def kind_of(code: str) -> Kind:
    """The kind of that code. Raises UnknownKind."""
    try:
        return KINDS[code]
    except KeyError as error:
        raise UnknownKind(code) from error


def lacking(code: str, params: Mapping[str, Any]) -> list[str]:
    """Names of required params that are absent, sorted; for acts to ask before they write. Raises UnknownKind."""
    return missing(kind_of(code).required, params)


def render(*, code: str, params: Mapping[str, Any], language: str) -> Text:
    """The whole text in that language. Raises UnknownKind, MissingParameter or BadParameter."""
    wording = kind_of(code).wording
    with translation.override(language):
        subject = one_line(fill(wording.subject, params))
        first = fill(wording.body, params)
        rest = [fill(sentence, params) for sentence in wording.more if not missing(places(sentence), params)]
    return Text(subject=subject, body="\n".join([first, *rest]))
