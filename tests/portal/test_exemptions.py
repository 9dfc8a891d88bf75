"""免提交 and 送达 at the desks: what the bureau has is offered with its number, counted, and how the result goes out is chosen."""

import pytest

from approvals.documents.models import Document
from approvals.documents.service import Opening
from approvals.licences import Licence
from tests.portal.desks import Desks, refusal, text_of
from tests.portal.scene import Scene
from tests.portal.test_window import Counter
from tests.signing import Signer
from workflow import acts
from workflow.models import Application, Material

TRADE, CHANGE, PLAN = "EM06-01", "EM06-02", "PLANREG"


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


@pytest.fixture
def counter(desks: Desks) -> Counter:
    return Counter(desks)


def filed(scene: Scene) -> str:
    case = scene.accepted(item="EM11-01")
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    return str(Document.objects.get(application_id=case.pk, kind="filing_record").number)


def licensed(desks: Desks, number: str = "旧证1号") -> Licence:
    day = desks.at.date()
    holder = desks.people["applicant"].applicant_id or 0
    return acts.register_licence(
        at=desks.at, number=number, item=TRADE, holder=holder, valid_from=day, valid_until=day.replace(year=2028)
    )


def exempted(number: str) -> dict[str, str]:
    rows = Material.objects.filter(application__number=number).exclude(exempted="")
    return dict(rows.values_list("code", "exempted"))


def test_online_a_plan_on_file_is_offered_with_its_number_and_the_case_counts_it(desks: Desks, scene: Scene) -> None:
    assert "本局证照库中没有可用的有效证照" in desks.get("applicant", f"/lodge/{TRADE}/").content.decode()
    record = filed(scene)
    page = desks.get("applicant", f"/lodge/{TRADE}/").content.decode()
    assert f"免提交：生产经营单位生产安全事故应急预案备案登记表 {record}" in page
    number = desks.lodged("applicant", TRADE, m_PLANREG="exempt", m_BL="exempt")
    assert set(exempted(number)) == {PLAN, "BL"}
    shown = text_of(desks.page("clerk", number))
    assert "免提交 2 件" in shown
    assert record in shown


def test_a_claim_without_a_source_is_not_offered_and_not_taken(desks: Desks) -> None:
    assert desks.lodge("applicant", TRADE, m_PLANREG="exempt").status_code == 422
    assert not Application.objects.exists()


def test_the_licence_applied_on_need_not_be_handed_in_at_the_counter(desks: Desks, counter: Counter) -> None:
    licence = licensed(desks)
    counter.begin(CHANGE)
    assert f"免提交：危险化学品经营许可证 {licence.number}" in text_of(counter.page)
    made = counter.finish("accept", m_APP="in", m_CHG="in")
    assert made.status == "accepted"
    assert set(exempted(made.number)) == {"OLD", "BL"}


def test_everything_in_leaves_what_need_not_be_handed_in(desks: Desks, counter: Counter) -> None:
    licensed(desks)
    counter.begin(CHANGE)
    counter.press("do", "all")
    assert {name: value for name, value in counter.fields().items() if name.startswith("m-")} == {
        "m-APP": "in", "m-BL": "exempt", "m-CHG": "in", "m-OLD": "exempt",
    }  # fmt: skip


def test_how_the_result_goes_out_is_chosen_when_lodging(desks: Desks, counter: Counter) -> None:
    number = desks.lodged("applicant", TRADE, delivery="post", delivery_address="东风中路1号")
    case = desks.application(number)
    assert (case.delivery, case.delivery_address) == ("post", "东风中路1号")
    refused = desks.lodge("applicant", TRADE, delivery="post", delivery_address="")
    assert "邮寄送达的，请填写收件地址" in refusal(refused)
    assert desks.application(desks.lodged("applicant", TRADE)).delivery == "electronic"
    counter.begin("EM07-01")
    assert counter.finish("receive").delivery == "window"


def test_the_address_label_is_for_the_clerk_of_the_bureau(desks: Desks, scene: Scene) -> None:
    case = scene.lodge(item=TRADE, delivery="post", delivery_address="东风中路1号")
    page = text_of(desks.get("clerk", f"/window/label/{case.number}/").content.decode())
    for text in ("宏达化工贸易有限公司", "东风中路1号", case.number):
        assert text in page
    assert desks.get("reviewer", f"/window/label/{case.number}/").status_code == 403
    assert desks.get("clerk", "/window/label/440100YJ0/").status_code == 404


def test_the_case_tells_how_it_was_served_and_when_it_was_first_opened(
    desks: Desks, scene: Scene, signer: Signer
) -> None:
    case = scene.lodge(item=TRADE)
    scene.do("accept", case, "clerk")
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    signer.enrol()
    signer.work(desks.at)
    desks.do("clerk", case.number, "serve", method="electronic")
    licence = Document.objects.get(application_id=case.pk, kind="licence")
    address = f"/cases/{case.number}/documents/{licence.pk}/"
    assert address in desks.page("applicant", case.number)
    assert desks.get("clerk", address).status_code == 200
    assert not Opening.objects.exists()
    for _ in range(2):
        assert desks.get("applicant", address).status_code == 200
    assert [(row.document_id, row.account_id) for row in Opening.objects.all()] == [(licence.pk, desks.key("applicant"))]
    shown = text_of(desks.page("clerk", case.number))
    assert "电子送达 已送达" in shown
    assert "首次打开" in shown
