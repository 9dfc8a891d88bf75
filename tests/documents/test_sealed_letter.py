"""承诺书: what the applicant signed is bound to its content, and the sealed letter prints by whom, when, and the digest."""

import pypdfium2
import pytest
from django.db import connection

from approvals.documents import disk
from approvals.people import Applicant
from config.integrity.run import check_rows
from tests.documents.scene import Bureau, file_of
from tests.signing import Signer
from workflow import catalogue_versions
from workflow.models import Application, Commitment
from workflow.papers.dossier import local
from workflow.papers.verifying import verify
from workflow.rules.letters import letter_digest

pytestmark = pytest.mark.django_db
PROMISED = "PLANREG"


@pytest.fixture
def letters(signer: Signer) -> list[Application]:
    """One promised what is missing, one that the conditions are met; both sealed."""
    bureau = Bureau()
    signer.enrol()
    made = [
        bureau.lodge(materials={"all-but": [PROMISED]}, commit_missing=[PROMISED]),
        bureau.lodge(who="applicant2", route="commitment"),
    ]
    signer.work(bureau.at)
    return made


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as opened:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in opened)


def test_the_sealed_letter_prints_signer_instant_and_digest(letters: list[Application]) -> None:
    for application in letters:
        letter = Commitment.objects.get(application_id=application.pk)
        file = file_of(application, "commitment_letter")
        assert file.key is not None
        data = disk.read(file.key)
        text = text_of(data)
        assert letter.digest in text
        assert "2026年9月24日10:00" in text
        assert Applicant.objects.get(pk=application.applicant_id).name in text
        assert file.content is not None
        assert file.content["signed_at"] == local(letter.signed_at)
        assert verify(data).findings == ()


def test_the_digest_is_that_of_what_the_letter_says(letters: list[Application]) -> None:
    for application in letters:
        letter = Commitment.objects.get(application_id=application.pk)
        item = catalogue_versions.sub_item(application.item_version_id, application.sub_item_code)
        assert letter.digest == letter_digest(
            number=application.number,
            applicant=application.applicant_id,
            item=item,
            kind=letter.kind,
            materials=letter.materials,
            signed_at=letter.signed_at,
        )


def test_a_letter_changed_behind_the_ledger_is_found(letters: list[Application]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workflow_commitment SET signed_at = signed_at + interval '1 hour' WHERE kind = 'tolerance'")
    found = {(each.check, each.table, each.application) for each in check_rows(at=letters[0].lodged_at)}
    assert ("commitment", "workflow_commitment", letters[0].number) in found
