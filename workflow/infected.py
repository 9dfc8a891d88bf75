"""A file that was handed in and is found infected afterwards: it is gone, and nobody is left in the belief that it is there.

The material stays handed in: the law knows no silent change of what was received.  The applicant and whoever handles the
case are told, and whether it is asked for again (补正, 核对原件) is for the officials to say (行政许可法 32(4))."""

from datetime import datetime
from uuid import UUID

from approvals.files.models import EVIDENCE, MaterialFile
from approvals.people import User
from workflow import catalogue_versions, queue
from workflow.acts.register import tell
from workflow.models import Application, Visit
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import legal_day
from workflow.rules.visit_record import checklist_of


def tell_infected(key: UUID, *, at: datetime) -> None:
    """Messages about every application that used this file; in the transaction that marks it."""
    uses = MaterialFile.objects.filter(file=key).select_related("file").order_by("application_id", "id")
    for use in uses:
        application = Application.objects.get(pk=use.application_id)
        item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
        told = _officials(application, use, at) | (set() if _is_evidence(use) else _accounts(application))
        facts = {"number": application.number, "item": item.names, "material": _name(item, use), "file": use.file.name}
        event, link = f"file:{use.pk}:infected", f"/cases/{application.number}/"
        tell(event, "file_infected", to=sorted(told), at=at, link=link, **facts)


def _is_evidence(use: MaterialFile) -> bool:
    return use.material_code.startswith(EVIDENCE)


def _accounts(application: Application) -> set[int]:
    mine = User.objects.filter(applicant=application.applicant_id, is_active=True)
    return set(mine.values_list("id", flat=True))


def _officials(application: Application, use: MaterialFile, at: datetime) -> set[int]:
    """Who has worked on it and in whose queue it is; of a photograph, who took it."""
    known = {*([application.accepted_by_id] if application.accepted_by_id else []), *application.reviewed_by}
    if _is_evidence(use):
        known |= {key for row in Visit.objects.filter(application=application) for key in row.officials}
    holders = queue.holders(application.pk, legal_day(at))
    own = User.objects.filter(pk__in=holders, office__isnull=False).values_list("id", flat=True)
    return known | set(own)


def _name(item: SubItem, use: MaterialFile) -> object:
    """What it was handed in as, in both languages."""
    code = use.material_code.removeprefix(EVIDENCE)
    if _is_evidence(use):
        return next(({"zh-hans": x.text, "en": x.text_en} for x in checklist_of(item) if x.code == code), code)
    return item.materials[code].names if code in item.materials else code
