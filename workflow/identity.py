"""Numbers of enterprises and persons as people type them: full-width digits, spaces and a small x are put right, and the
check digit decides.

Sources: GB 32100-2015 (统一社会信用代码), GB 11643-1999 (公民身份号码)."""

from unicodedata import normalize

from django.utils.translation import gettext_noop as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from workflow.errors import BadInput

LENGTH = 18
_LENGTH = _("应为 18 位")
_USCC = _("统一社会信用代码有误：校验位不符，请核对营业执照")
_RESIDENT = _("公民身份号码有误：校验位、出生日期或者地区不符，请核对身份证")


def plain(text: str) -> str:
    """Half-width, without spaces, in capitals: `４４０１…x` becomes `4401…X`."""
    return "".join(normalize("NFKC", text).split()).upper()


def enterprise_code(text: str) -> str:
    """The USCC in its plain form.  Raises BadInput for a wrong length or check digit."""
    return _checked(text, uscc, _USCC)


def resident_id(text: str) -> str:
    """The resident ID number in its plain form.  Raises BadInput for a wrong length, day of birth or check digit."""
    return _checked(text, ric, _RESIDENT)


def _checked(text: str, kind: object, wrong: str) -> str:
    number = plain(text)
    if len(number) != LENGTH:
        raise BadInput(_LENGTH, field="number")
    try:
        return str(kind.validate(number))  # type: ignore[attr-defined]
    except ValidationError:
        raise BadInput(wrong, field="number") from None
