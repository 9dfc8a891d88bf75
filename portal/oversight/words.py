"""The words of strata and grades, and what was refused, as everybody reads them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflow.errors import BadInput, LicensingError

RISK_WORDS = {"high": _("高风险"), "medium": _("中风险"), "low": _("低风险")}
GRADE_WORDS = {"good": _("信用良好"), "fair": _("信用一般"), "poor": _("信用较差")}


def told(fault: LicensingError | None) -> str:
    """What is wrong, in the reader's language: at a field its own words, else the refusal and its detail."""
    if fault is None:
        return ""
    text, detail = gettext(fault.text), gettext(fault.detail) if fault.detail else ""
    if not detail:
        return text
    at_field = isinstance(fault, BadInput) and fault.field
    return detail if at_field else gettext("%(text)s：%(detail)s") % {"text": text, "detail": detail}
