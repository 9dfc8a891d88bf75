"""免提交: what the bureau has issued or filed need not be handed in, as long as it is in force; each with its reason, counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.documents.models import Document
from approvals.licences import Licence
from approvals.people import User
from config.integrity.run import check_rows
from config.play.cast import assemble
from tests.moments import moment
from tests.portal.scene import Scene
from workflow import acts, store
from workflow.catalogue_versions import current
from workflow.errors import Refusal
from workflow.licence_library import exemptions, holdings_of
from workflow.models import Application, Material
from workflow.rules.clock import last_valid_day, legal_day

PLAN, FILED, CHANGE, TRADE = "PLANREG", "EM11-01", "EM06-02", "EM06-01"


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def party(scene: Scene, handle: str = "applicant") -> int:
    key = scene.people[handle].applicant_id
    assert key is not None
    return key


def filed(scene: Scene, by: str = "applicant") -> str:
    """A plan filed; the number of its record."""
    case = scene.accepted(by, item=FILED)
    scene.do("record_opinion", case, "reviewer", opinion="grant")
    scene.do("grant", case, "chief")
    scene.do("issue", case, "clerk")
    return str(Document.objects.get(application_id=case.pk, kind="filing_record").number)


def licence(scene: Scene, number: str = "旧证1号", *, until: date | None = date(2027, 12, 31), item: str = TRADE) -> Licence:
    return acts.register_licence(
        at=moment(hour=8), number=number, item=item, holder=party(scene), valid_from=date(2025, 1, 1), valid_until=until
    )


def materials(case: Application) -> dict[str, str]:
    return dict(Material.objects.filter(application=case).exclude(exempted="").values_list("code", "exempted"))


def refused(scene: Scene, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        scene.lodge(**given)
    return caught.value.code


def test_a_filing_of_the_bureau_serves_for_the_paper_of_it(scene):
    number = filed(scene)
    case = scene.lodge(item=TRADE, materials={"all-but": [PLAN]}, exempt=[PLAN])
    until = last_valid_day(moment().date(), 36)
    assert materials(case) == {PLAN: f"生产经营单位生产安全事故应急预案备案登记表 {number}，有效期至 {until}"}
    read = store.load(case.pk, by=None, at=moment(), today=legal_day(moment())).case
    assert [m.code for m in read.exempt] == [PLAN]
    assert Document.objects.get(application_id=case.pk, kind="receipt").facts["exempt"] == materials(case)
    scene.do("accept", case, "clerk")
    assert [str(each) for each in check_rows(at=moment()) if each.check != "delivery"] == []


def test_the_licence_applied_on_serves_for_itself(scene):
    licence(scene)
    case = scene.lodge(item=CHANGE, licence="旧证1号", materials={"all-but": ["OLD", "BL"]}, exempt=["OLD", "BL"])
    assert materials(case) == {"OLD": "危险化学品经营许可证 旧证1号，有效期至 2027-12-31", "BL": "营业执照电子证照（免提交）"}


def test_what_is_over_or_another_s_or_not_there_serves_for_nothing(scene):
    assert refused(scene, item=TRADE, exempt=[PLAN]) == "not_in_library"
    filed(scene, by="applicant2")
    assert refused(scene, item=TRADE, exempt=[PLAN]) == "not_in_library"
    filed(scene)
    later = moment(last_valid_day(moment().date(), 36) + timedelta(days=1))
    assert refused(scene, item=TRADE, exempt=[PLAN], at=later) == "not_in_library"
    assert refused(scene, item=TRADE, exempt=["RULES"]) == "not_in_library"


def test_a_licence_serves_for_another_matter_while_it_is_in_force(scene):
    made = licence(scene)
    assert materials(scene.lodge(item="EM12-02", exempt=["LIC"]))["LIC"].endswith("旧证1号，有效期至 2027-12-31")
    row = Licence.objects.get(pk=made.pk)
    row.revoke()
    row.save()
    assert refused(scene, item="EM12-02", exempt=["LIC"]) == "not_in_library"


def test_of_several_what_lasts_longest_is_named(scene):
    for number, until in (("旧证1号", date(2027, 1, 1)), ("旧证2号", date(2029, 1, 1)), ("旧证3号", date(2028, 1, 1))):
        licence(scene, number, until=until)
    _version, item = current("EM12-02")
    held = holdings_of(party(scene), on=moment().date())
    assert [each.number for each in held] == ["旧证2号", "旧证3号", "旧证1号"]
    assert exemptions(item, held, own=None)["LIC"] == "危险化学品经营许可证 旧证2号，有效期至 2029-01-01"


def test_what_is_found_wanting_has_to_be_handed_in_after_all(scene):
    filed(scene)
    case = scene.lodge(item=TRADE, exempt=[PLAN])
    scene.do("request_supplement", case, "clerk", materials={PLAN: "预案已经修订"})
    assert materials(case) == {}
    scene.do("supply", case, "applicant", materials=[PLAN])
    assert Material.objects.get(application=case, code=PLAN).exempted == ""


def test_lodging_with_exemptions_is_still_one_read_and_one_write(committed_database):
    scene = Scene(assemble())
    current("EM12-02")  # what a process has read of the catalogue it keeps
    filed(scene)
    licence(scene)
    with CaptureQueriesContext(connection) as captured:
        scene.lodge(item="EM12-02", exempt=["LIC"])
    assert [query["sql"].split()[0] for query in captured.captured_queries] == ["SELECT", "WITH"]
