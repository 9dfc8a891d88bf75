"""What a power of attorney covers, in words; and for the officials of a case, who may act for its applicant today."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from approvals.people import PowerOfAttorney
from approvals.rules.agency import COLLECT, LODGE, SCOPES, SIGN, SUPPLY, WITHDRAW
from portal import moment
from portal.case_words import Words
from portal.matter_choice import matter_words
from workflow.models import Application

SCOPE_WORDS: Words = {
    LODGE: _("提出申请、陈述申辩和申请听证"),
    SUPPLY: _("补正、补齐材料和预约核查"),
    WITHDRAW: _("撤回申请"),
    COLLECT: _("领取文书、证照和评价"),
    SIGN: _("签署承诺书"),
}


def scope_of(row: PowerOfAttorney) -> tuple[str, list[str]]:
    """Matters and acts in words."""
    return matter_words(row.matters), [str(SCOPE_WORDS[each]) for each in SCOPES if each in row.acts]


def agents_of(application: Application) -> Iterator[tuple[PowerOfAttorney, list[str]]]:
    """The agents whose powers are in force today and cover this application, each with what he may do."""
    today = moment.today()
    codes = ["*", application.item_code, application.sub_item_code]
    rows = PowerOfAttorney.objects.filter(
        principal=application.applicant_id, revoked_at=None, from_on__lte=today, until_on__gte=today, matters__overlap=codes
    )
    for row in rows.select_related("agent").order_by("id"):
        yield row, scope_of(row)[1]
