"""印章登记: which seals a bureau uses, from when to when; each change is an entry in the chain of the register."""

from datetime import datetime

from approvals.documents.models import Seal
from approvals.documents.sealing.appearance import missing
from approvals.documents.sealing.protocol import Holding, provider
from approvals.people import Office
from workflow.acts.register import perform_register
from workflow.errors import BadInput
from workflow.papers.sealing import in_use

REGISTER = "seals"


def enrol(*, at: datetime, by: int | None = None) -> list[Seal]:
    """启用: every seal whose key this process has is the one in use from `at`; returns those that were not before.

    The one used until then ends.  Raises BadInput for an office that is not there, or a name that cannot be drawn."""
    return [seal for holding in provider().holdings() if (seal := _enrolled(holding, at=at, by=by)) is not None]


def _enrolled(holding: Holding, *, at: datetime, by: int | None) -> Seal | None:
    office = Office.objects.filter(code=holding.office_code).first()
    if office is None:
        raise BadInput(f"没有代码为 {holding.office_code} 的机构", field="office")
    if undrawn := missing(office.name):
        raise BadInput(f"字库中没有“{undrawn[0]}”，无法刻制“{office.name}”的印章", field="name")
    before = in_use(office, holding.purpose, at=at)
    if before is not None and before.fingerprint == holding.fingerprint:
        return None
    if Seal.objects.filter(office=office, purpose=holding.purpose, fingerprint=holding.fingerprint).exists():
        raise BadInput(f"印章 {holding.fingerprint[:16]} 已经停用，不能再次启用", field="seal")

    def change() -> Seal:
        Seal.objects.filter(office=office, purpose=holding.purpose, until_at=None).update(until_at=at)
        return Seal.objects.create(
            office=office,
            purpose=holding.purpose,
            name=office.name[:60],
            certificate=holding.certificate,
            fingerprint=holding.fingerprint,
            is_test=holding.is_test,
            from_at=at,
        )

    inputs = {"office": office.code, "purpose": holding.purpose, "seal": holding.fingerprint, "test": holding.is_test}
    return perform_register("enrol_seal", REGISTER, by=by, at=at, inputs=inputs, change=change)
