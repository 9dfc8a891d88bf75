"""Whose files are whose: asked at every request, by the power, the sheet on the counter or the visit of whoever asks.

An applicant's account acts for its applicants; a clerk for the one on his sheet; a verifier for the one of a visit of his,
and only with photographs of it."""

from django.db.models import Q

from approvals.files import sheets
from approvals.files.models import EVIDENCE, StoredFile
from portal import moment
from portal.access import Person
from portal.window.models import CounterSheet
from workflow import visit_sheets
from workflow.models import Application
from workflow.reading import within


def may_upload(person: Person, *, applicant: int, material: str) -> bool:
    """May he hand in a file of this applicant, for this material or as a photograph of a visit?"""
    if material.startswith(EVIDENCE):
        return "verifier" in person.roles and bool(visit_sheets.visits_of(official=person.id, applicant=applicant))
    if applicant in person.parties:
        return True
    return _at_his_counter(person, applicant)


def _at_his_counter(person: Person, applicant: int) -> bool:
    return "clerk" in person.roles and CounterSheet.objects.filter(clerk=person.id, applicant=applicant).exists()


def is_own(person: Person, file: StoredFile) -> bool:
    """Is it his upload, and may he still act for that applicant?"""
    mine = file.owner_id == person.id
    return mine and may_upload(person, applicant=file.applicant_id, material=file.material_code)


def may_read(person: Person, file: StoredFile) -> bool:
    """His own; what his applicant, or the one at his counter, handed in before; what a colleague put on the sheet of a visit
    of his."""
    return is_own(person, file) or _handed_in(person, file) or _on_his_visit(person, file)


def _handed_in(person: Person, file: StoredFile) -> bool:
    handed_in = file.uses.filter(~Q(material_code__startswith=EVIDENCE))
    if _at_his_counter(person, file.applicant_id):
        return handed_in.exists()
    if file.applicant_id not in person.parties:
        return False
    seen = Application.objects.filter(within(person.actor, on=moment.today()))
    return handed_in.filter(application_id__in=seen.values("id")).exists()


def _on_his_visit(person: Person, file: StoredFile) -> bool:
    if "verifier" not in person.roles:
        return False
    visits = visit_sheets.visits_of(official=person.id, applicant=file.applicant_id)
    return file.sheets.filter(sheet__in=[sheets.visit(key) for key in visits]).exists()
