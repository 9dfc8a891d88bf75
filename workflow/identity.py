"""Numbers of enterprises and persons as people type them: full-width digits, spaces and a small x are put right, and the
check digit decides.

Sources: GB 32100-2015 (统一社会信用代码), GB 11643-1999 (公民身份号码)."""

from unicodedata import normalize

from django.db.models import Q
from django.utils.translation import gettext_noop as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from approvals.fields import blind_index
from approvals.people import Applicant, ApplicantKind
from workflow.errors import BadInput

LENGTH = 18
_LENGTH = _("应为 18 位")
_USCC = _("统一社会信用代码有误：校验位不符，请核对营业执照")
_EITHER = _("统一社会信用代码或者身份证号有误（校验位不符）")
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


def checked(kind: str, number: str) -> str:
    """The number of an enterprise or of a person in its plain form.  Raises BadInput as the two above."""
    return enterprise_code(number) if kind == ApplicantKind.ENTERPRISE else resident_id(number)


def is_resident_id(text: str) -> bool:
    """Is this a resident ID number, by its check digit?"""
    return bool(ric.is_valid(plain(text)))


def is_number(text: str) -> bool:
    """Is this a USCC or a resident ID number, by its check digit?"""
    return bool(uscc.is_valid(plain(text))) or is_resident_id(text)


def kind_of(text: str) -> str:
    """Whose number it is: an enterprise's or a person's, by its check digit.  Raises BadInput where it is neither's."""
    if not is_number(text):
        raise BadInput(_EITHER, field="number")
    return ApplicantKind.PERSON if is_resident_id(text) else ApplicantKind.ENTERPRISE


def is_known(kind: str, number: str) -> bool:
    """Is there an applicant with this number already?"""
    same = Q(uscc=number) if kind == ApplicantKind.ENTERPRISE else Q(resident_id_index=blind_index(number))
    return Applicant.objects.filter(same).exists()


def newcomer(kind: str, number: str, *, name: str, representative: str) -> Applicant:
    """An applicant not yet saved; a person has no legal representative.  Raises BadInput for a wrong number."""
    number = checked(kind, number)
    if kind == ApplicantKind.PERSON:
        return Applicant.person(name=name, resident_id=number)
    return Applicant(kind=kind, name=name, uscc=number, legal_representative=representative)


def recorded(applicant: Applicant) -> dict[str, str | None]:
    """What a register says of who was entered; never a resident ID number (个人信息保护法 6)."""
    digest = {"resident_id_index": applicant.resident_id_index}
    return digest if applicant.kind == ApplicantKind.PERSON else {"uscc": applicant.uscc}


def _checked(text: str, kind: object, wrong: str) -> str:
    number = plain(text)
    if len(number) != LENGTH:
        raise BadInput(_LENGTH, field="number")
    try:
        return str(kind.validate(number))  # type: ignore[attr-defined]
    except ValidationError:
        raise BadInput(wrong, field="number") from None
