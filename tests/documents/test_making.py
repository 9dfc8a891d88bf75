"""A document is made surely: once, in order, and never served before it bears the seal."""

from datetime import timedelta
from typing import Any

import pytest

from approvals.documents import disk
from approvals.documents.models import Document, DocumentFile, SealUse
from approvals.documents.rendering import Place
from approvals.documents.sealing.errors import NoSeal
from approvals.documents.sealing.protocol import provider
from approvals.people import Applicant
from config.integrity.run import check_rows
from tests.documents.scene import Bureau, data_of, file_of
from tests.moments import days_later
from tests.signing import Signer, later
from workflow.errors import BadInput, NotFound, Refusal
from workflow.models import LedgerEntry, RegisterEntry
from workflow.papers.making import MAKING, make_due
from workflow.papers.mending import make_again, set_aside
from workflow.papers.sealing import SEALING, Lost, record, seal_due, seal_for
from workflow.papers.work import LEASE, InsideTransaction, claim, run

pytestmark = pytest.mark.django_db
PRIVATE = chr(0xE123)


@pytest.fixture
def bureau(signer: Signer) -> Bureau:
    made = Bureau()
    signer.enrol()
    return made


def findings(at: Any) -> list[Any]:
    return [each for each in check_rows(at=at) if each.check != "delivery"]


def test_what_an_act_drew_up_is_rendered_sealed_and_entered_in_the_register(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    files = signer.work(bureau.at)
    assert len(files) == DocumentFile.objects.count() >= 6
    file = file_of(application)
    data = data_of(file)
    use = SealUse.objects.select_related("seal").get(document=file.document)
    issuing = LedgerEntry.objects.get(application_id=application.pk, act="issue")
    assert (use.asked_by_id, use.sha256, use.used_at) == (issuing.actor_id, file.sha256, file.sealed_at)
    assert use.decision_id is not None
    assert (use.seal.purpose, file.size) == ("agency", len(data))
    entry = RegisterEntry.objects.get(register="documents", inputs__document=file.pk)
    assert entry.inputs == {
        "document": file.pk, "number": file.document.number, "sha256": file.sha256, "code": file.code,
        "seal": use.seal.fingerprint,
    }  # fmt: skip
    assert SealUse.objects.count() == len(files)
    assert findings(bureau.at) == []


def test_what_is_said_at_the_door_bears_the_seal_for_licensing_and_decisions_the_agencys(
    bureau: Bureau, signer: Signer
) -> None:
    application = bureau.issued()
    signer.work(bureau.at)
    purposes = {
        use.document.kind: use.seal.purpose
        for use in SealUse.objects.select_related("document", "seal").filter(document__application_id=application.pk)
    }
    assert purposes["acceptance_notice"] == "licensing"
    assert purposes["grant_decision"] == purposes["licence"] == "agency"


def test_serving_waits_for_the_seal(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    make_due(at=bureau.at, inside_transaction=True)
    with pytest.raises(Refusal) as refused:
        bureau.do(application, "serve", "clerk")
    assert refused.value.code == "document_not_ready"
    assert "许可证" in refused.value.detail
    signer.work(bureau.at)
    assert bureau.do(application, "serve", "clerk").served_on is not None


def test_a_refusal_is_served_only_under_the_seal_too(bureau: Bureau, signer: Signer) -> None:
    application = bureau.lodge()
    bureau.do(application, "accept", "clerk")
    bureau.do(application, "record_opinion", "reviewer", opinion="refuse", grounds="场所不符合条件")
    bureau.do(application, "refuse", "deputy", grounds="经营场所为居民住宅，依据行政许可法第三十八条第二款")
    with pytest.raises(Refusal) as refused:
        bureau.do(application, "serve", "clerk")
    assert refused.value.code == "document_not_ready"
    signer.work(bureau.at)
    assert bureau.do(application, "serve", "clerk").served_on is not None


def test_a_rehearsal_that_makes_no_files_waits_for_none(bureau: Bureau) -> None:
    application = bureau.issued()
    assert bureau.do(application, "serve", "clerk", without_files=True).served_on is not None


def test_working_again_changes_nothing(bureau: Bureau, signer: Signer) -> None:
    bureau.issued()
    before = {file.pk: (file.sha256, file.key) for file in signer.work(bureau.at)}
    assert {file.pk: (file.sha256, file.key) for file in signer.work(later(bureau.at, 600))} == before
    assert SealUse.objects.count() == len(before)


def test_what_a_dead_worker_had_claimed_is_taken_up_when_its_lease_has_ended(bureau: Bureau, signer: Signer) -> None:
    bureau.lodge()
    first = claim(DocumentFile.WAITING, now=bureau.at)
    assert first is not None
    assert make_due(at=bureau.at, inside_transaction=True).done == DocumentFile.objects.count() - 1
    assert claim(DocumentFile.WAITING, now=bureau.at + LEASE / 2) is None
    assert make_due(at=bureau.at + LEASE, inside_transaction=True).done == 1
    signer.work(bureau.at + LEASE)
    assert not DocumentFile.objects.exclude(state=DocumentFile.SEALED).exists()


def test_a_file_that_ends_every_worker_is_set_aside_after_five_and_holds_up_nobody(bureau: Bureau) -> None:
    bureau.lodge()
    at, poison = bureau.at, DocumentFile.objects.earliest("pk").pk
    for n in range(5):
        claimed = claim(DocumentFile.WAITING, now=at)
        assert claimed is not None
        assert (claimed.file.pk, claimed.file.crashes) == (poison, n)
        at += LEASE
    make_due(at=at, inside_transaction=True)
    assert [file.pk for file in set_aside()] == [poison]
    assert "5" in set_aside()[0].fault
    assert not DocumentFile.objects.filter(state=DocumentFile.WAITING).exists()


def test_a_file_sealed_but_not_recorded_is_sealed_again_and_only_the_recorded_one_counts(
    bureau: Bureau, signer: Signer
) -> None:
    application = bureau.issued()
    make_due(at=bureau.at, inside_transaction=True)
    claimed = claim(DocumentFile.RENDERED, now=bureau.at)
    assert claimed is not None
    lost = provider().seal(
        data_of(claimed.file),
        place=Place(**dict(claimed.file.place or {})),
        seal=seal_for(claimed.file.document, at=bureau.at),
        reason="-",
        at=bureau.at,
    )
    orphan = disk.keep(lost)
    signer.work(bureau.at + LEASE)
    file = DocumentFile.objects.get(pk=claimed.file.pk)
    assert file.state == DocumentFile.SEALED
    assert file.key != orphan
    assert SealUse.objects.filter(document_id=file.pk).count() == 1
    assert findings(bureau.at) == []
    assert bureau.do(application, "serve", "clerk").served_on is not None


def test_a_signer_whose_lease_has_passed_on_records_nothing(bureau: Bureau, signer: Signer) -> None:
    bureau.lodge()
    make_due(at=bureau.at, inside_transaction=True)
    slow = claim(DocumentFile.RENDERED, now=bureau.at)
    assert slow is not None
    signer.work(bureau.at + LEASE)
    before = SealUse.objects.count(), RegisterEntry.objects.count()
    chosen = seal_for(slow.file.document, at=bureau.at)
    with pytest.raises(Lost):
        record(slow, key=slow.lease, data=b"another", seal=chosen, at=bureau.at)
    assert (SealUse.objects.count(), RegisterEntry.objects.count()) == before
    assert findings(bureau.at) == []


def test_a_character_that_cannot_be_printed_sets_the_document_aside_and_names_it(
    bureau: Bureau, signer: Signer
) -> None:
    Applicant.objects.filter(name__startswith="宏达").update(name=f"宏{PRIVATE}化工")
    application = bureau.lodge()
    signer.work(bureau.at)
    waiting = list(set_aside())
    assert len(waiting) == DocumentFile.objects.filter(application_id=application.pk).count()
    assert all("U+E123" in file.fault and file.attempts == 1 for file in waiting)
    assert make_due(at=days_later(1), inside_transaction=True).done == 0


def test_once_mended_it_is_taken_up_again_by_somebody_who_may_and_says_how(bureau: Bureau, signer: Signer) -> None:
    Applicant.objects.filter(name__startswith="宏达").update(name=f"宏{PRIVATE}化工")
    application = bureau.lodge()
    signer.work(bureau.at)
    file, clerk = file_of(application, "receipt"), bureau.people["clerk"]
    with pytest.raises(Refusal):
        make_again(document_id=file.pk, by=bureau.people["applicant"], note="改好了", at=bureau.at)
    with pytest.raises(BadInput):
        make_again(document_id=file.pk, by=clerk, note=" ", at=bureau.at)
    Applicant.objects.filter(name__startswith="宏").update(name="宏达化工贸易有限公司")
    make_again(document_id=file.pk, by=clerk, note="企业名称中的私用区字符已按营业执照更正", at=bureau.at)
    signer.work(bureau.at)
    assert file_of(application, "receipt").state == DocumentFile.SEALED
    with pytest.raises(NotFound):
        make_again(document_id=file.pk, by=clerk, note="再来", at=bureau.at)
    assert RegisterEntry.objects.get(register="documents", act="make_document_again").inputs["document"] == file.pk
    assert findings(bureau.at) == []


def test_a_rendered_file_that_is_gone_is_rendered_anew(bureau: Bureau, signer: Signer) -> None:
    bureau.lodge()
    make_due(at=bureau.at, inside_transaction=True)
    gone = DocumentFile.objects.earliest("pk")
    assert gone.key is not None
    disk.remove(gone.key)
    signer.work(bureau.at)
    assert DocumentFile.objects.get(pk=gone.pk).state == DocumentFile.WAITING
    signer.work(bureau.at)
    assert DocumentFile.objects.get(pk=gone.pk).state == DocumentFile.SEALED


def test_a_process_without_the_keys_claims_nothing(bureau: Bureau, settings: Any) -> None:
    bureau.lodge()
    make_due(at=bureau.at, inside_transaction=True)
    settings.LICENSING_SEAL_DIR = ""
    with pytest.raises(NoSeal):
        seal_due(at=bureau.at, inside_transaction=True)
    assert not DocumentFile.objects.exclude(attempts=0).exists()


def test_while_no_seal_is_valid_documents_wait_and_are_not_set_aside(bureau: Bureau, signer: Signer) -> None:
    bureau.lodge()
    make_due(at=bureau.at, inside_transaction=True)
    far = days_later(4000)
    tried = seal_due(at=far, inside_transaction=True)
    assert (tried.done, tried.set_aside) == (0, 0)
    assert {file.state for file in DocumentFile.objects.all()} == {DocumentFile.RENDERED}
    assert all("seal_not_valid" in file.fault for file in DocumentFile.objects.all())
    assert seal_due(at=far, inside_transaction=True).put_off == 0
    assert seal_due(at=far + timedelta(minutes=6), inside_transaction=True).put_off == tried.put_off


def test_what_goes_wrong_unforeseen_is_tried_five_times_and_no_more(bureau: Bureau) -> None:
    bureau.lodge()
    broken = Document.objects.earliest("pk")
    Document.objects.filter(pk=broken.pk).update(kind="unheard_of")
    tried, at = 0, bureau.at
    for _ in range(12):
        tried += make_due(at=at, inside_transaction=True).put_off
        at += timedelta(minutes=6)
    assert tried == 5
    assert [(file.pk, "KeyError" in file.fault) for file in set_aside()] == [(broken.pk, True)]


def test_work_is_refused_inside_a_transaction_that_may_be_taken_back(bureau: Bureau) -> None:
    for kind in (MAKING, SEALING):
        with pytest.raises(InsideTransaction):
            run(kind, at=bureau.at)
