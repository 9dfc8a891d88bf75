"""A year's schedule through the browser: what would move is seen first, and nothing moves before it is confirmed."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.integrity.run import check_rows
from notifications.models import Message
from tests.moments import moment
from tests.portal.desks import text_of
from tests.portal.scene import EASY, Scene, working_days_ago
from workflow import acts, calendar
from workflow.models import Clock, RegisterEntry
from workflow.models.calendar import CalendarYear

NOTICE = "国办发明电〔2026〕3号"
YEAR = moment().year


@pytest.fixture
def scene(people) -> Scene:
    return Scene(people)


def schedule(*closed: str, opened: str = "") -> str:
    """This year with some more days off, or one more worked."""
    row = CalendarYear.objects.get(year=YEAR)
    days = [*(f"  {day}: {name}" for day, name in row.names.items()), *(f"  {day}: 临时放假" for day in closed)]
    worked = "".join(f"\n  - {day}" for day in sorted([*row.opened, *filter(None, [opened])]))
    return f"year: {YEAR}\nclosed:\n" + "\n".join(days) + f"\nopened:{worked or ' []'}\n"


def off() -> str:
    """The next working day."""
    return calendar.current().add(moment().date(), 1).isoformat()


def upload(client, text: str, *, name: str = "year.yaml", notice: str = NOTICE):
    return client.post("/calendar/preview/", {"file": SimpleUploadedFile(name, text.encode()), "notice": notice})


def fields(page: str) -> dict[str, str]:
    form = page[page.index('action="/calendar/import/"') :]
    from_page = re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', form)
    return {name: value.replace("&#x27;", "'").replace("&quot;", '"') for name, value in from_page}


def test_what_would_move_is_shown_and_nothing_moves_until_it_is_confirmed(scene, visit):
    case = scene.lodge(item=EASY)
    before = Clock.objects.get(application=case, kind="notice").due_on
    client = visit("monitor")
    response = upload(client, schedule(off()))
    page = response.content.decode()
    assert response.status_code == 200, text_of(page)
    after = calendar.current().add(before, 1)
    assert f"受理告知期限 {before} {after}" in text_of(page)
    assert "1 件申请的" in text_of(page)
    assert Clock.objects.get(application=case, kind="notice").due_on == before
    assert RegisterEntry.objects.filter(register="calendar").count() == 0

    assert client.post("/calendar/import/", fields(page))["Location"] == "/calendar/"
    left = client.get("/calendar/")
    assert "还有 1 件" in text_of(left.content.decode())
    assert left["Refresh"] == "5"
    assert [(each.application, each.after) for each in acts.recompute_stale(at=moment()) if each.kind == "notice"] == [
        (case.number, after)
    ]
    assert Clock.objects.get(application=case, kind="notice").due_on == after
    assert "Refresh" not in client.get("/calendar/")
    assert RegisterEntry.objects.get(register="calendar").actor_id == scene.people["monitor"].pk
    assert Message.objects.filter(kind="deadline_moved", recipient=scene.people["applicant"]).exists()
    assert list(check_rows(at=moment())) == []


def test_a_confirmation_after_another_import_is_refused(scene, visit):
    client = visit("head")
    sent = fields(upload(client, schedule(off())).content.decode())
    assert client.post("/calendar/import/", sent).status_code == 302
    assert client.post("/calendar/import/", sent).status_code == 409


def test_dates_that_would_come_before_today_are_pointed_out(scene, visit):
    late = scene.lodge(item=EASY, at=working_days_ago(5))
    row = CalendarYear.objects.get(year=YEAR)
    worked = next(
        day for n in range(1, 8) if (day := moment().date() - timedelta(days=n)).weekday() >= 5 and str(day) not in row.opened
    )
    shown = text_of(upload(visit("head"), schedule(opened=str(worked))).content.decode())
    assert "其中 1 个期限将提前到今日之前" in shown
    assert late.number in shown


def test_a_csv_of_the_next_year_is_read_too(people, visit):
    text = f"date,kind,name\n{YEAR + 1}-01-01,closed,元旦\n"
    shown = text_of(upload(visit("head"), text, name="y.CSV").content.decode())
    assert f"{YEAR + 1} 年日历：预览" in shown
    assert "放假 1 天" in shown


@pytest.mark.parametrize(
    ("text", "notice", "said"),
    [
        ("year: 2026\n", NOTICE, "缺少键 closed"),
        ("&a [1]", NOTICE, "不允许锚点"),
        ("year: 2026\nclosed: [2026-13-01]\n", NOTICE, "没有这一天"),
        ("year: 2099\nclosed: [2099-01-01]\n", NOTICE, "不相连"),
        ("year: 2026\nclosed: [2026-01-01]\n", "七号", "文号应写作"),
        ("year: 2026\nclosed: [2026-01-01]\n", "", "不能改回暂定"),
        ("x" * 70_000, NOTICE, "64 KB"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words(people, visit, text, notice, said):
    response = upload(visit("monitor"), text, notice=notice)
    assert response.status_code in (409, 422)
    assert said in text_of(response.content.decode())


def test_only_the_head_and_the_monitor_import(people, visit):
    for handle in ("clerk", "deputy", "applicant"):
        assert visit(handle).get("/calendar/").status_code == 403
        assert visit(handle).post("/calendar/import/").status_code == 403
    assert visit("monitor").post("/calendar/import/", {}).status_code == 422
