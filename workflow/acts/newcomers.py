"""An applicant who is not yet known is entered at the window: number, name, and what else the clerk reads off the papers.

Sources: GB 32100-2015 (统一社会信用代码), GB 11643-1999 (公民身份号码); 行政许可法 29 (whoever wants a licence may ask for it)."""

from datetime import datetime

from django.db import IntegrityError
from stdnum.cn import ric, uscc

from approvals.fields import blind_index
from approvals.people import Applicant, ApplicantKind
from approvals.rules import authority
from workflow.acts.register import perform_register, read_actor
from workflow.errors import BadInput, refuse
from workflow.rules.clock import legal_day


def enter_applicant(
    *, by: int, at: datetime, number: str, name: str, legal_representative: str = "", address: str = ""
) -> Applicant:
    """Raises not_authorised for whoever is no clerk, BadInput for a wrong check digit or a number that is known."""
    if not read_actor(by, legal_day(at)).roles(legal_day(at)) & authority.WINDOW:
        raise refuse("not_authorised")
    plain, name = "".join(number.split()).upper(), name.strip()
    if not name:
        raise BadInput("请填写名称或者姓名", field="name")
    made = _made(plain, name)
    made.address = address.strip()
    if made.kind == ApplicantKind.ENTERPRISE:
        made.legal_representative = legal_representative.strip()
    inputs = {"kind": made.kind, "uscc": made.uscc, "resident_id_index": made.resident_id_index}

    def change() -> Applicant:
        made.save()
        return made

    try:
        return perform_register("enter_applicant", "applicants", by=by, at=at, inputs=inputs, change=change)
    except IntegrityError:
        raise BadInput("此号码已经登记，请查找后选择", field="number") from None


def _made(number: str, name: str) -> Applicant:
    if uscc.is_valid(number):
        return Applicant(kind=ApplicantKind.ENTERPRISE, name=name, uscc=number)
    if ric.is_valid(number):
        return Applicant.person(name=name, resident_id=number)
    raise BadInput("统一社会信用代码或者身份证号有误（校验位不符）", field="number")


def is_number(text: str) -> bool:
    """Is this a USCC or a resident ID number, by its check digit?"""
    plain = "".join(text.split()).upper()
    return bool(uscc.is_valid(plain) or ric.is_valid(plain))


def look_up(text: str, *, most: int) -> list[Applicant]:
    """Applicants by number (a person's only whole, by its digest) or by a part of the name or of the code."""
    plain = " ".join(text.replace("\0", "").split())
    if not plain:
        return []
    number = plain.replace(" ", "").upper()
    if ric.is_valid(number):
        return list(Applicant.objects.filter(resident_id_index=blind_index(number)))
    if number.isalnum() and number.isascii():
        return list(Applicant.objects.filter(uscc__startswith=number).order_by("uscc")[:most])
    found = Applicant.objects.all()
    for word in plain.split():
        found = found.filter(name__icontains=word)
    return list(found.order_by("name", "id")[:most])
