"""An applicant who is not yet known is entered at the window: number, name, and what else the clerk reads off the papers.

Source: 行政许可法 29 (whoever wants a licence may ask for it)."""

from datetime import datetime

from django.db import IntegrityError

from approvals.fields import blind_index
from approvals.people import Applicant
from approvals.rules import authority
from workflow.acts.register import perform_register, read_actor
from workflow.errors import BadInput, refuse
from workflow.identity import is_known, is_resident_id, kind_of, newcomer, plain, recorded
from workflow.rules.clock import legal_day


def enter_applicant(
    *, by: int, at: datetime, number: str, name: str, legal_representative: str = "", address: str = ""
) -> Applicant:
    """Raises not_authorised for whoever is no clerk, BadInput for a wrong check digit or a number that is known."""
    if not read_actor(by, legal_day(at)).roles(legal_day(at)) & authority.WINDOW:
        raise refuse("not_authorised")
    name, known = name.strip(), BadInput("此号码已经登记，请查找后选择", field="number")
    if not name:
        raise BadInput("请填写名称或者姓名", field="name")
    kind = kind_of(number)
    made = newcomer(kind, number, name=name, representative=legal_representative.strip())
    made.address = address.strip()
    inputs = {"kind": kind, "uscc": None, "resident_id_index": None, **recorded(made)}

    def change() -> Applicant:
        if is_known(kind, plain(number)):
            raise known
        made.save()
        return made

    try:
        return perform_register("enter_applicant", "applicants", by=by, at=at, inputs=inputs, change=change)
    except IntegrityError:
        raise known from None


def look_up(text: str, *, most: int) -> list[Applicant]:
    """Applicants by number (a person's only whole, by its digest) or by a part of the name or of the code."""
    words = text.replace("\0", "").split()
    number = plain("".join(words))
    if not words:
        return []
    if is_resident_id(number):
        return list(Applicant.objects.filter(resident_id_index=blind_index(number)))
    if number.isalnum() and number.isascii():
        return list(Applicant.objects.filter(uscc__startswith=number).order_by("uscc")[:most])
    found = Applicant.objects.all()
    for word in words:
        found = found.filter(name__icontains=word)
    return list(found.order_by("name", "id")[:most])
