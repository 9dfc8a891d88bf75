"""许可证: numbered by its own series, made out edition by edition, corrected without being changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from approvals import application_forms
from approvals.documents.models import Document, NumberSeries
from approvals.licence_editions import LicenceEdition
from approvals.licences import Licence
from approvals.people import Office, User
from approvals.rules.licence_identifier import parsed
from config.integrity.run import check_rows
from config.play.cast import OFFICE_USCC
from tests.moments import moment
from tests.portal.scene import Scene
from workflow import acts
from workflow.editions import said_by
from workflow.errors import BadInput, Refusal
from workflow.models import Application

TRADE, AGENCY, OPINION = "EM06-01", "EM16-01", "EM03-02"


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def granted(scene: Scene, item: str = TRADE, *, by: str = "applicant", at: Any = None, **given: Any) -> Application:
    case = scene.lodge(by, item=item, at=at, **given)
    scene.do("accept", case, "clerk", at=at)
    if item == AGENCY:
        officials = [scene.people["verifier_a"].pk, scene.people["verifier_b"].pk]
        scene.do("book_visit", case, "reviewer", at=at, for_at=(at or moment()) + timedelta(hours=1), officials=officials)
        scene.do("record_visit", case, "verifier_a", at=at, result="passed", officials=officials)
    scene.do("record_opinion", case, "reviewer", at=at, opinion="grant")
    scene.do("grant", case, "deputy", at=at)
    return case


def issued(scene: Scene, item: str = TRADE, **given: Any) -> Application:
    case = granted(scene, item, **given)
    scene.do("issue", case, "clerk", at=given.get("at"))
    return case


def licence_of(case: Application) -> Licence:
    return Licence.objects.get(application_id=case.pk)


def answered(case: Application, **answers: str) -> None:
    application_forms.hand_in(
        application=case.pk, office=case.office_id, item_version=case.item_version_id, answers=answers, at=moment()
    )


def differs() -> list[str]:
    return [str(each) for each in check_rows(at=moment()) if each.check != "delivery"]


def test_a_licence_is_numbered_by_the_pattern_of_its_item_and_not_by_its_document(scene):
    numbers = [licence_of(issued(scene)).number for _ in range(2)]
    assert numbers == ["粤穗危化经字〔2026〕000001号", "粤穗危化经字〔2026〕000002号"]
    documents = Document.objects.filter(kind="licence").order_by("id").values_list("number", flat=True)
    assert list(documents) == ["穗应急许证〔2026〕1号", "穗应急许证〔2026〕2号"]
    assert differs() == []


def test_each_year_begins_again_and_a_pattern_without_a_year_runs_on(scene):
    assert licence_of(issued(scene)).number == "粤穗危化经字〔2026〕000001号"
    assert licence_of(issued(scene)).number == "粤穗危化经字〔2026〕000002号"
    assert licence_of(issued(scene, at=moment(date(2027, 3, 1)))).number == "粤穗危化经字〔2027〕000001号"
    assert licence_of(issued(scene, AGENCY)).number == "APJ-(粤)-001"
    assert licence_of(issued(scene, AGENCY, at=moment(date(2027, 3, 1)))).number == "APJ-(粤)-002"
    rows = NumberSeries.objects.filter(series__contains="{serial").order_by("series", "year")
    assert [(row.year, row.last) for row in rows] == [(0, 2), (2026, 2), (2027, 1)]
    assert differs() == []


def test_where_the_item_sets_no_pattern_the_document_has_the_number(scene):
    licence = licence_of(issued(scene, OPINION))
    assert licence.number == Document.objects.get(kind="licence").number
    assert LicenceEdition.objects.get(licence=licence).identifier is None
    assert differs() == []


def test_each_edition_has_an_identifier_of_its_own_and_the_number_stays(scene):
    first = licence_of(issued(scene))
    change = issued(scene, "EM06-02", licence=first.number)
    reissue = issued(scene, "EM06-05", licence=first.number)
    editions = list(LicenceEdition.objects.filter(licence=first).order_by("edition"))
    assert [(e.edition, e.cause, e.number) for e in editions] == [
        (1, "issued", first.number),
        (2, "changed", first.number),
        (3, "reissued", first.number),
    ]
    assert [e.application_id for e in editions][1:] == [change.pk, reissue.pk]
    named = [parsed(e.identifier or "") for e in editions]
    assert [(n.issuer, n.serial, n.edition) for n in named if n] == [
        (OFFICE_USCC, f"{first.pk:010d}", edition) for edition in (1, 2, 3)
    ]
    assert [e.document.kind for e in editions if e.document] == ["licence"] * 3
    assert Licence.objects.get(pk=first.pk).edition == 3
    assert differs() == []


def test_an_office_without_a_code_makes_out_licences_without_an_identifier(scene):
    Office.objects.update(uscc="")
    assert LicenceEdition.objects.get(licence=licence_of(issued(scene))).identifier is None


def test_what_is_changed_stands_in_the_next_edition_and_the_one_before_stays(scene):
    first = licence_of(issued(scene))
    case = granted(scene, "EM06-02", licence=first.number)
    answered(case, CHANGE="name", NEW_NAME="宏达新材料有限公司")
    scene.do("issue", case, "clerk")
    before, after = LicenceEdition.objects.filter(licence=first).order_by("edition")
    assert before.says["holder"] == "宏达化工贸易有限公司"
    assert after.says["holder"] == "宏达新材料有限公司"
    again = granted(scene, "EM06-05", licence=first.number)
    scene.do("issue", again, "clerk")
    assert LicenceEdition.objects.get(licence=first, edition=3).says == after.says


def test_a_renewal_keeps_the_old_term_in_its_edition(scene):
    holder = scene.people["applicant"].applicant_id
    assert holder is not None
    old = acts.register_licence(
        at=moment(hour=8), number="旧证7号", item=TRADE, holder=holder,
        valid_from=date(2023, 12, 1), valid_until=date(2026, 11, 30),
    )  # fmt: skip
    case = granted(scene, "EM06-03", licence="旧证7号", at=moment(date(2026, 8, 3)))
    assert Licence.objects.get(pk=old.pk).edition == 1
    scene.do("issue", case, "clerk", at=moment(date(2026, 8, 3)))
    terms = LicenceEdition.objects.filter(licence=old).order_by("edition").values_list("cause", "valid_from", "valid_until")
    assert list(terms) == [
        ("registered", date(2023, 12, 1), date(2026, 11, 30)),
        ("renewed", date(2026, 12, 1), date(2029, 11, 30)),
    ]
    assert differs() == []


def test_a_slip_of_the_pen_is_corrected_in_a_new_edition_with_a_new_document(scene):
    case = issued(scene)
    licence = licence_of(case)
    given = {"field": "address", "after": "广州市越秀区东风中路1号", "reason": "住所笔误"}
    scene.do("correct_licence", case, "clerk", **given)
    edition = LicenceEdition.objects.get(licence=licence, edition=2)
    assert (edition.cause, edition.says["address"], edition.reason) == ("corrected", "广州市越秀区东风中路1号", "住所笔误")
    assert edition.document is not None
    assert edition.document.number == "穗应急许证〔2026〕2号"
    assert licence_of(case).number == licence.number
    scene.do("correct_licence", case, "clerk", field="CHEMICALS", after="甲苯", reason="品名笔误")
    says = LicenceEdition.objects.get(licence=licence, edition=3).says
    assert (says["address"], says["form"]) == ("广州市越秀区东风中路1号", {"CHEMICALS": "甲苯"})
    scene.do("serve", case, "clerk", without_files=True)
    assert differs() == []


def test_a_licence_document_is_read_as_what_its_edition_says(scene):
    case = granted(scene)
    answered(case, CHEMICALS="乙醇", STAFF="12")
    scene.do("issue", case, "clerk")
    first = licence_of(case)
    scene.do("correct_licence", case, "clerk", field="CHEMICALS", after="甲醇", reason="品名笔误")
    change = granted(scene, "EM06-02", licence=first.number)
    answered(change, CHANGE="principal", NEW_PRINCIPAL="周明")
    scene.do("issue", change, "clerk")
    found = [said_by(each) for each in Document.objects.filter(kind="licence_duplicate").order_by("id")]
    told = [(each.answers["CHEMICALS"], each.answers["STAFF"], each.legal_representative) for each in found if each]
    assert told == [("乙醇", "12", ""), ("甲醇", "12", ""), ("甲醇", "12", "周明")]
    assert said_by(Document.objects.filter(kind="grant_decision")[0]) is None


def test_a_correction_says_what_and_why_and_only_of_a_valid_licence(scene):
    case = issued(scene)
    for wrong in ({"field": "valid_until", "after": "2099-01-01"}, {"field": "address", "after": " "}):
        with pytest.raises(BadInput):
            scene.do("correct_licence", case, "clerk", reason="笔误", **wrong)
    for by, code, reason in (("clerk", "grounds_missing", " "), ("reviewer", "not_authorised", "笔误")):
        with pytest.raises(Refusal) as caught:
            scene.do("correct_licence", case, by, field="address", after="新址", reason=reason)
        assert caught.value.code == code
    scene.do("cancel_licence", case, "head", grounds="企业终止")
    with pytest.raises(Refusal) as caught:
        scene.do("correct_licence", case, "clerk", field="address", after="新址", reason="笔误")
    assert caught.value.code == "not_in_order"


def test_a_registered_number_of_the_pattern_is_gone_past(scene):
    holder = scene.people["applicant2"].applicant_id
    assert holder is not None
    for number in ("粤穗危化经字〔2026〕000041号", "粤穗危化经字〔2026〕000040号", "外省证1号"):
        acts.register_licence(
            at=moment(hour=8), number=number, item=TRADE, holder=holder,
            valid_from=date(2026, 1, 5), valid_until=date(2029, 1, 4),
        )  # fmt: skip
    assert licence_of(issued(scene)).number == "粤穗危化经字〔2026〕000042号"
    assert differs() == []


def test_a_licence_is_kept_under_the_item_that_changes_and_renews_it(scene):
    holder = scene.people["applicant"].applicant_id
    assert holder is not None
    made = acts.register_licence(
        at=moment(), number="旧批发证1号", item="EM05-01", holder=holder, valid_from=date(2026, 1, 5), valid_until=None
    )
    assert made.item_code == "EM08"


@pytest.mark.parametrize("change", ["UPDATE approvals_licenceedition SET number = 'x'", "DELETE FROM approvals_licenceedition"])
def test_editions_are_added_and_never_changed(scene, change):
    issued(scene)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
