"""Whose file somebody may open: officials that of whoever has dealt with their bureau, an account its own.  Others: there is none.

Sources: 个人信息保护法 6 (no more than the duty needs), 行政许可法 61 (supervision keeps a file of each licence holder)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.licences import Licence
from approvals.people import Applicant
from portal.access import Person
from portal.offices import bureaus
from portal.policy import ENTERPRISE_READERS
from workflow.errors import NotFound
from workflow.models import Application


@dataclass(frozen=True, slots=True)
class File:
    """The file of an applicant as somebody may see it; `offices`: of which bureaus, None: all of it, for it is his own."""

    applicant: Applicant
    offices: frozenset[int] | None

    @property
    def is_official(self) -> bool:
        return self.offices is not None

    def of_office(self) -> Q:
        """The condition on rows that name their office."""
        return Q() if self.offices is None else Q(office_id__in=self.offices)

    def applications(self) -> QuerySet[Application]:
        """His applications that may be seen."""
        return Application.objects.filter(self.of_office(), applicant=self.applicant)

    def licences(self) -> QuerySet[Licence]:
        """His licences that may be seen; one that is granted and not made out has no number yet."""
        return Licence.objects.filter(self.of_office(), holder=self.applicant).select_related("office", "holder")


def known_to(offices: Collection[int]) -> Q:
    """Applicants who have applied to these bureaus, or hold a licence of theirs."""
    applied = Application.objects.filter(applicant=OuterRef("pk"), office_id__in=offices)
    holds = Licence.objects.filter(holder=OuterRef("pk"), office_id__in=offices)
    return Q(Exists(applied)) | Q(Exists(holds))


def offices_of(person: Person, *, on: date) -> frozenset[int]:
    """The bureaus whose files he may read."""
    return frozenset(bureaus(person.id, on=on, roles=ENTERPRISE_READERS))


def file_of(person: Person, key: int, *, on: date) -> File:
    """Raises NotFound where there is no such file for this person."""
    if person.actor.own == key:
        return File(Applicant.objects.get(pk=key), None)
    offices = offices_of(person, on=on)
    found = Applicant.objects.filter(known_to(offices), pk=key).first() if offices else None
    if found is None:
        raise NotFound(str(key))
    return File(found, offices)


def licence_of(person: Person, key: int, *, on: date) -> Licence:
    """A licence for its holder, an agent whose power covers it, or an official of its bureau.  Raises NotFound."""
    licence = Licence.objects.select_related("holder", "office").filter(pk=key).first()
    if licence is None:
        raise NotFound(str(key))
    codes = (licence.sub_item_code, licence.item_code)
    agent = any(
        each.principal == licence.holder_id and each.in_force(on) and each.covers(codes) for each in person.actor.agencies
    )
    if person.actor.own != licence.holder_id and not agent and licence.office_id not in offices_of(person, on=on):
        raise NotFound(str(key))
    return licence
