"""一企一档: what the bureau already knows of an applicant, so that nobody asks for it again.

Sources: 行政许可法 31 (nothing unrelated is asked for), 广东省优化营商环境条例 (materials once handed in are used again)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from approvals.licences import EXPIRED, VALID, Licence
from approvals.people import Applicant, Ban
from workflow import catalogue_versions
from workflow.licence_library import Holding, holdings_of
from workflow.lifecycle import OPEN
from workflow.models import Application, Material
from workflow.rules.catalogue import SubItem

MOST_MATERIALS, MOST_CASES = 300, 8


@dataclass(frozen=True, slots=True)
class Earlier:
    """A material that was handed in before: with which application, on which day."""

    number: str
    handed_in_on: date


@dataclass(frozen=True, slots=True)
class ApplicantFile:
    """The applicant with bans in force, licences held, applications (the newest first), materials by code and name, and
    what of the bureau's own serves in their place (免提交)."""

    applicant: Applicant
    bans: tuple[Ban, ...]
    licences: tuple[Licence, ...]
    applications: tuple[Application, ...]
    materials: Mapping[tuple[str, str], Earlier]
    holdings: Sequence[Holding] = ()

    def licences_for(self, item: SubItem) -> list[Licence]:
        """The licences a change, a renewal … of this item may be asked on."""
        return [licence for licence in self.licences if licence.item_code == item.item_code]

    @property
    def under_way(self) -> list[Application]:
        return [each for each in self.applications if each.status in OPEN]


def applicant_file(applicant: Applicant, *, on: date) -> ApplicantFile:
    """Read in five statements."""
    held = Licence.objects.filter(holder=applicant, status__in=(VALID, EXPIRED), number__isnull=False)
    return ApplicantFile(
        applicant=applicant,
        bans=tuple(Ban.objects.filter(Ban.not_over(on), applicant=applicant).order_by("until")),
        licences=tuple(held.order_by("valid_until", "id")),
        applications=tuple(Application.objects.filter(applicant=applicant).order_by("-id")[:MOST_CASES]),
        materials=_materials(applicant),
        holdings=holdings_of(applicant.pk, on=on),
    )


def _materials(applicant: Applicant) -> dict[tuple[str, str], Earlier]:
    """The latest of each; the same code may name another material in another item."""
    rows = Material.objects.filter(application__applicant=applicant, state=Material.HANDED_IN)
    found: dict[tuple[str, str], Earlier] = {}
    for row in rows.select_related("application").order_by("-handed_in_on", "-id")[:MOST_MATERIALS]:
        application = row.application
        item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
        known = item.materials.get(row.code)
        if known is not None and row.handed_in_on is not None:
            found.setdefault((row.code, known.name), Earlier(application.number, row.handed_in_on))
    return found
