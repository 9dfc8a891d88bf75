"""补录: licences issued before the system, so that they can be changed, renewed, ended and shown.  行政许可法 40, 49, 50."""

from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Greatest

from approvals.documents.models import NumberSeries
from approvals.licence_editions import LicenceEdition
from approvals.licences import EXPIRED, VALID, Licence
from approvals.people import Applicant, Office
from approvals.rules.licence_number import pattern
from workflow import catalogue_versions
from workflow.acts.register import perform_register
from workflow.errors import BadInput
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import legal_day


def register_licence(
    *, at: datetime, number: str, item: str, holder: int, valid_from: date, valid_until: date | None, by: int | None = None
) -> Licence:
    """A licence issued before the system.  Raises BadInput for a number that is taken, dates in the wrong order …"""
    _version, sub_item = catalogue_versions.current(item)
    if valid_until is not None and valid_until < valid_from:
        raise BadInput("有效期的起止日期有误", field="valid_until")
    if Licence.objects.filter(number=number).exists():
        raise BadInput(f"许可证编号 {number} 已经存在", field="number")
    if not Applicant.objects.filter(pk=holder).exists():
        raise BadInput("没有找到持证人", field="holder")
    over = valid_until is not None and valid_until < legal_day(at)
    inputs = {"number": number, "item": item, "holder": holder, "valid_from": valid_from, "valid_until": valid_until}

    def change() -> Licence:
        made = Licence.objects.create(
            number=number,
            office=Office.objects.order_by("id")[0], holder_id=holder,
            item_code=(sub_item.licence and sub_item.licence.kept_under) or sub_item.item_code,
            sub_item_code=item,
            status=EXPIRED if over else VALID,
            valid_from=valid_from,
            valid_until=valid_until,
            edition=1,
        )
        _first_edition(made, at=at, by=by)
        _serials_go_on_after(number, sub_item)
        return made

    return perform_register("register_licence", "licences", by=by, at=at, inputs=inputs, change=change)


def _first_edition(licence: Licence, *, at: datetime, by: int | None) -> None:
    """What it says of the holder is what is registered of him; an identifier is for what this system makes out."""
    holder = Applicant.objects.get(pk=licence.holder_id)
    words = {"holder": holder.name, "legal_representative": holder.legal_representative, "address": holder.address}
    LicenceEdition.objects.create(
        licence=licence,
        edition=1,
        cause=LicenceEdition.REGISTERED,
        number=licence.number or "",
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        from_on=licence.valid_from,
        says={**words, "form": {}},
        made_at=at,
        by_id=by,
    )


def _serials_go_on_after(number: str, item: SubItem) -> None:
    """A number of the item's own pattern is taken: the system's own numbers stand after it."""
    if item.licence is None or item.licence.number is None:
        return
    known = pattern(item.licence.number)
    if (read := known.read(number)) is None:
        return
    year, serial = read
    NumberSeries.objects.bulk_create([NumberSeries(series=known.text, year=year, last=0)], ignore_conflicts=True)
    NumberSeries.objects.filter(series=known.text, year=year).update(last=Greatest(F("last"), serial))
