"""The pages of a working day: queue, inbox, dues, cards, delegations, applications."""

import re
from datetime import timedelta

import pytest

from approvals.people import Delegation, User
from notifications.models import Message
from supervision.models import Card
from supervision.sweep import judge
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import GRAVE, VISITED, Scene, next_day, working_days_ago
from workflow.queue import PAGE


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


@pytest.fixture
def carded(scene: Scene):
    """A case with cards: accepted by the clerk, and past its promised day."""
    case = scene.accepted(item=VISITED, at=working_days_ago(19))
    judge(moment())
    return case


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_line_of_the_queue_says_what_whose_and_by_when(scene, visit):
    case = scene.lodge("person", at=working_days_ago(2))
    page = read(visit("clerk"), "/queue/")
    shown = text_of(page)
    assert f"{case.number} · 440106********0013" in shown
    assert "440106199001010013" not in page
    assert "剩余 3 个工作日" in shown
    assert "收件审核" in shown
    assert f'class="chip soon" href="/cases/{case.number}/#clocks-heading"' in page


def test_the_chip_has_words_for_every_state(scene, visit):
    for who, days in (("applicant", 7), ("applicant2", 5), ("person", 0)):
        scene.lodge(who, at=working_days_ago(days))
    shown = text_of(read(visit("clerk"), "/queue/"))
    for words in ("超期 2 个工作日", "今日到期", "剩余 5 个工作日"):
        assert words in shown


def test_a_clock_that_stands_still_says_why_and_until_when(scene, visit):
    case = scene.accepted(item=VISITED, at=working_days_ago(2))
    scene.do("pause", case, "reviewer", at=working_days_ago(1), procedure="expert_review", planned_days=10)
    shown = text_of(read(visit("reviewer"), "/queue/"))
    assert re.search(r"中止计时（专家评审，至 2026-\d\d-\d\d）", shown)


def test_the_queue_goes_on_by_key_with_its_filters(scene, visit):
    cases = [scene.lodge() for _ in range(PAGE + 2)]
    client = visit("clerk")
    first = read(client, "/queue/?stage=examine")
    after = re.search(r'rel="next" href="\?(stage=examine&amp;after=[^"]+)"', first)
    assert after is not None
    second = read(client, "/queue/?" + after[1].replace("&amp;", "&"))
    assert first.count("<tr data-row") == PAGE
    assert second.count("<tr data-row") == 2
    assert all((case.number in first) != (case.number in second) for case in cases)


def test_the_queue_costs_few_statements_however_long_it_is(scene, visit, django_assert_max_num_queries):
    for _ in range(12):
        scene.lodge()
    client = visit("clerk")
    read(client, "/queue/")
    with django_assert_max_num_queries(14):
        read(client, "/queue/")


def test_the_inbox_shows_marks_and_leads_to_the_case(scene, visit):
    case = scene.lodge()
    client = visit("applicant")
    message = Message.objects.get(recipient=scene.people["applicant"])
    page = read(client, "/inbox/")
    assert case.number in page
    assert "未读 1 条" in page
    response = client.post("/inbox/read/", {"message": message.pk, "go": message.link})
    assert response["Location"] == f"/cases/{case.number}/"
    assert "未读 0 条" in read(client, "/inbox/")


def test_a_message_of_somebody_else_stays_unread(scene, visit):
    scene.lodge()
    message = Message.objects.get(recipient=scene.people["applicant"])
    visit("applicant2").post("/inbox/read/", {"message": message.pk})
    message.refresh_from_db()
    assert message.read_at is None


def test_ways_of_being_told_are_chosen_in_the_inbox(visit):
    client = visit("applicant")
    client.post("/inbox/channels/", {"email": "on"})
    page = read(client, "/inbox/")
    assert re.search(r'name="email" checked', page)
    assert not re.search(r'name="sms" checked', page)


def test_dues_count_and_lead_to_the_cases(scene, visit):
    late, due = scene.lodge(at=working_days_ago(7)), scene.lodge("applicant2", at=working_days_ago(5))
    client = visit("head")
    page = read(client, "/dues/")
    assert 'aria-label="已超期：1 件"' in page
    assert 'aria-label="今日：1 件"' in page
    assert late.number in read(client, "/dues/list/?state=overdue")
    listed = read(client, f"/dues/list/?due={moment().date()}&desk=window")
    assert due.number in listed
    assert late.number not in listed


def test_a_card_is_contested_and_ruled_on(carded, visit):
    card = Card.objects.filter(colour="yellow").latest("pk")
    clerk, monitor = visit("clerk"), visit("monitor")
    assert "申辩理由" in read(clerk, f"/cards/{card.pk}/")
    empty = clerk.post(f"/cards/{card.pk}/contest/", {"text": " "})
    assert empty.status_code == 422
    assert clerk.post(f"/cards/{card.pk}/contest/", {"text": "系统停机"}).status_code == 302
    assert "系统停机" in read(monitor, f"/cards/{card.pk}/")
    unclear = monitor.post(f"/cards/{card.pk}/rule/", {"text": "核实", "ruling": "perhaps"})
    assert unclear.status_code == 422
    assert "核实" in unclear.content.decode()
    assert monitor.post(f"/cards/{card.pk}/rule/", {"text": "属实", "ruling": "cancel"}).status_code == 302
    card.refresh_from_db()
    assert (card.state, card.ruling_text) == ("cancelled", "属实")


def test_cards_are_seen_by_those_who_watch_and_those_concerned(carded, visit):
    assert carded.number in read(visit("clerk"), "/cards/")
    assert carded.number in read(visit("auditor"), "/cards/?card=yellow")
    assert carded.number not in read(visit("clerk2"), "/cards/")
    assert carded.number in read(visit("reviewer"), "/queue/?card=yellow")


def test_a_deputy_lends_his_power_and_takes_it_back(scene, visit):
    case = scene.reviewed(item=GRAVE)
    deputy, lent = visit("deputy"), scene.people["deputy2"]
    form = {"to": lent.pk, "grade": "deputy_director", "from_on": moment().date(), "until_on": next_day(2)}
    missing = deputy.post("/delegations/new/", form)
    assert missing.status_code == 422
    assert "请选择全部事项" in missing.content.decode()
    assert deputy.post("/delegations/new/", {**form, "matters": [GRAVE]}).status_code == 302
    assert case.number in read(visit("deputy2"), "/queue/")
    assert GRAVE in read(visit("auditor"), "/delegations/")
    assert deputy.post("/delegations/revoke/", {"to": lent.pk}).status_code == 302
    assert Delegation.objects.get().revoked_at == moment()
    assert case.number not in read(visit("deputy2"), "/queue/")
    assert deputy.post("/delegations/revoke/", {"to": lent.pk}).status_code == 409


def test_a_power_that_cannot_be_lent_is_refused_and_the_form_kept(scene, visit):
    form = {"to": scene.people["chief"].pk, "grade": "deputy_director", "everything": "on"}
    form |= {"from_on": moment().date(), "until_on": next_day()}
    response = visit("deputy").post("/delegations/new/", form)
    assert response.status_code == 403
    assert f'value="{next_day()}"' in response.content.decode()
    backwards = visit("deputy").post("/delegations/new/", {**form, "until_on": moment().date() - timedelta(days=1)})
    assert backwards.status_code == 422


def test_an_applicant_lists_his_own_applications_and_an_official_all(scene, visit):
    mine, other = scene.lodge(), scene.lodge("applicant2")
    own = read(visit("applicant"), "/applications/")
    assert mine.number in own
    assert other.number not in own
    assert mine.number in read(visit("agent"), "/applications/")
    everything = read(visit("legal"), "/applications/?q=91440101MA9XYWT34X")
    assert other.number in everything
    assert mine.number not in everything


def test_a_person_is_found_by_his_number_and_not_by_a_part_of_it(scene, visit):
    case = scene.lodge("person")
    client = visit("clerk")
    assert case.number in read(client, "/applications/?q=440106199001010013")
    assert case.number not in read(client, "/applications/?q=4401061990")


def test_pages_run_no_inline_script_or_style_and_ask_no_other_site(scene, visit):
    scene.lodge()
    for handle, address in (
        ("clerk", "/queue/"),
        ("head", "/dues/"),
        ("deputy", "/delegations/"),
        ("clerk", "/inbox/"),
    ):
        page = read(visit(handle), address)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page), address
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), address


def test_english_pages_are_english(visit, people):
    for handle, address in (
        ("clerk", "/queue/"), ("clerk", "/inbox/"), ("head", "/dues/"), ("head", "/dues/list/"), ("monitor", "/cards/"),
        ("deputy", "/delegations/"), ("applicant", "/applications/"), ("clerk", "/dues/"),
    ):  # fmt: skip
        client = visit(handle)
        client.cookies["django_language"] = "en"
        shown = text_of(client.get(address).content.decode()).replace(str(people[handle]), "").replace("中文", "")
        names = [*(str(person) for person in people.values()), str(people["chief"].office)]
        for name in [*names, "许"]:
            shown = shown.replace(name, "")
        assert re.findall(r"[\u4e00-\u9fff]+", shown) == [], (handle, address)
