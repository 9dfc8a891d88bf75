"""A document made by mistake: its number is voided and stays in the register; what takes its place has a number of its own."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from approvals.documents.models import Document, DocumentFile, DocumentVoid, NumberSeries, SealUse
from config.integrity.run import check_rows
from notifications.kinds import render
from notifications.models import Message
from tests.documents.scene import Bureau, content_of, data_of, file_of, number_of
from tests.signing import Signer
from workflow.errors import BadInput, Refusal
from workflow.models import Application, LedgerEntry
from workflow.papers.making import make_due
from workflow.papers.verifying import verify

pytestmark = pytest.mark.django_db
WHY = "印章压盖正文，重新制作"


@pytest.fixture
def bureau(signer: Signer) -> Bureau:
    made = Bureau()
    signer.enrol()
    return made


def findings(bureau: Bureau) -> list[Any]:
    return [each for each in check_rows(at=bureau.at) if each.check != "delivery"]


def resealed(bureau: Bureau, application: Application, kind: str = "licence", **given: Any) -> str:
    """The number that was voided."""
    number = number_of(application, kind)
    bureau.do(application, "reseal", "chief", **{"number": number, "reason": WHY, **given})
    return number


def test_a_sealed_document_is_drawn_up_anew_under_a_new_number(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    signer.work(bureau.at)
    old = file_of(application)
    number = resealed(bureau, application)
    void = DocumentVoid.objects.get(document__number=number)
    assert (void.reason, void.by_id, void.voided_at) == (WHY, bureau.people["chief"], bureau.at)
    assert void.replaced_by is not None
    assert void.replaced_by.number == number_of(application) != number
    signer.work(bureau.at)
    new = file_of(application)
    assert new.state == DocumentFile.SEALED
    assert (content_of(new)["licence_number"], content_of(new)["valid_until"]) == (
        content_of(old)["licence_number"],
        content_of(old)["valid_until"],
    )
    report = verify(data_of(old))
    assert (report.status, report.replaced_by) == ("voided", void.replaced_by.number)
    assert [finding.code for finding in report.findings] == ["voided"]
    assert verify(data_of(new)).findings == ()
    assert findings(bureau) == []


def test_numbers_have_no_gap_and_each_use_of_the_seal_its_file(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    signer.work(bureau.at)
    for _ in range(3):
        resealed(bureau, application)
    signer.work(bureau.at)
    series = NumberSeries.objects.get(series="穗应急许证", year=bureau.at.year)
    assert series.last == Document.objects.filter(kind="licence").count() == 4
    assert SealUse.objects.count() == DocumentFile.objects.filter(state=DocumentFile.SEALED).count()
    assert DocumentFile.objects.filter(state=DocumentFile.VOID).count() == 2
    assert findings(bureau) == []


def test_what_is_voided_before_it_is_sealed_is_never_made(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    waiting = resealed(bureau, application)
    make_due(at=bureau.at, inside_transaction=True)
    rendered = resealed(bureau, application)
    signer.work(bureau.at)
    states = dict(DocumentFile.objects.filter(document__kind="licence").values_list("document__number", "state"))
    assert states == {waiting: "void", rendered: "void", number_of(application): "sealed"}
    assert bureau.do(application, "serve", "clerk").served_on is not None
    assert findings(bureau) == []


def test_what_the_act_had_fixed_is_printed_again(bureau: Bureau, signer: Signer) -> None:
    application = bureau.lodge()
    bureau.do(application, "accept", "clerk")
    signer.work(bureau.at)
    before = content_of(file_of(application, "receipt"))
    resealed(bureau, application, "receipt")
    signer.work(bureau.at)
    after = content_of(file_of(application, "receipt"))
    differing = {name for name in before if before[name] != after.get(name)}
    assert differing == {"number", "code", "link"}


def test_a_revoked_document_has_nothing_in_its_place(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    signer.work(bureau.at)
    number, file = number_of(application, "approval_form"), file_of(application, "approval_form")
    bureau.do(application, "revoke_document", "head", number=number, reason="误制")
    assert DocumentVoid.objects.get(document__number=number).replaced_by is None
    assert number_of(application, "approval_form") == number
    assert [finding.code for finding in verify(data_of(file)).findings] == ["voided"]
    assert findings(bureau) == []


def test_the_applicant_is_told_and_the_ledger_says_who_and_why(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    number = resealed(bureau, application)
    entry = LedgerEntry.objects.get(application_id=application.pk, act="reseal")
    assert (entry.actor_id, entry.authority) == (bureau.people["chief"], "chief_representative")
    assert entry.inputs == {"number": number, "reason": WHY}
    (told,) = Message.objects.filter(kind="document_replaced")
    assert told.recipient_id == bureau.people["applicant"]
    text = render(code=told.kind, params=told.params, language="zh-hans")
    assert number in text.subject
    assert WHY in text.body


def test_a_notice_that_was_not_served_is_awaited_anew(bureau: Bureau, signer: Signer) -> None:
    application = bureau.lodge()
    bureau.do(application, "accept", "clerk")
    bureau.do(application, "pause", "reviewer", procedure="expert_review", planned_days=5, notice=False)
    resealed(bureau, application, "special_procedure_notice")
    unserved = Document.objects.filter(application_id=application.pk, served_on=None, voided=None)
    assert [document.kind for document in unserved] == ["special_procedure_notice"]
    bureau.do(application, "serve_notice", "reviewer", document="special_procedure_notice")
    assert not Document.objects.filter(application_id=application.pk, served_on=None, voided=None).exists()
    assert findings(bureau) == []


def test_only_who_may_with_a_reason_once_and_in_its_own_case(bureau: Bureau) -> None:
    application, other = bureau.issued(), bureau.lodge(who="applicant2")
    number = number_of(application)
    with pytest.raises(Refusal) as refused:
        bureau.do(application, "reseal", "clerk", number=number, reason=WHY)
    assert refused.value.code == "not_authorised"
    with pytest.raises(Refusal) as refused:
        bureau.do(application, "reseal", "chief", number=number, reason="  ")
    assert refused.value.code == "grounds_missing"
    with pytest.raises(BadInput):
        bureau.do(other, "reseal", "chief", number=number, reason=WHY)
    resealed(bureau, application)
    with pytest.raises(Refusal) as refused:
        bureau.do(application, "revoke_document", "chief", number=number, reason=WHY)
    assert refused.value.code == "not_in_order"


def test_the_register_of_voided_numbers_only_grows(bureau: Bureau) -> None:
    application = bureau.issued()
    resealed(bureau, application)
    for harm in (DocumentVoid.objects.all().delete, lambda: DocumentVoid.objects.update(reason="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            harm()


def test_both_can_be_asked_for_by_command(bureau: Bureau, signer: Signer) -> None:
    application = bureau.issued()
    number, out = number_of(application), io.StringIO()
    call_command("reseal", number, "--reason", WHY, "--by", "chief", stdout=out)
    new = number_of(application)
    assert number in out.getvalue()
    assert new in out.getvalue()
    call_command("revoke_document", new, "--reason", "误制", "--by", "head", stdout=out)
    assert DocumentVoid.objects.count() == 2
    for wrong in (["穗应急许证〔2026〕99号", "--by", "chief"], [new, "--by", "nobody"], [new, "--by", "clerk"]):
        with pytest.raises(CommandError):
            call_command("reseal", *wrong, "--reason", WHY, stdout=out)
    assert findings(bureau) == []


def test_what_was_set_aside_is_listed_and_taken_up_by_command(bureau: Bureau, signer: Signer) -> None:
    application, out = bureau.lodge(), io.StringIO()
    file = file_of(application, "receipt")
    DocumentFile.objects.filter(pk=file.pk).update(state=DocumentFile.SET_ASIDE, fault="文书含有无法印出的字符")
    call_command("make_document_again", stdout=out)
    assert f"{file.document.number} receipt: 文书含有无法印出的字符" in out.getvalue()
    call_command("make_document_again", file.document.number, "--by", "clerk", "--note", "已更正", stdout=out)
    signer.work(bureau.at)
    assert file_of(application, "receipt").state == DocumentFile.SEALED
    with pytest.raises(CommandError):
        call_command("make_document_again", file.document.number, "--by", "clerk", "--note", "已更正", stdout=out)
