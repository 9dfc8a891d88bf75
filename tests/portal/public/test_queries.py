"""Progress by number and code, licence check: what anybody learns, and how often he may ask."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from approvals.attempts import AttemptCount
from approvals.licences import Licence
from approvals.people import Applicant
from portal.client import client_address
from portal.public.attempts import LICENCE, PROGRESS, WINDOW
from tests.moments import moment
from tests.portal.desks import Desks, text_of
from tests.portal.scene import Scene
from workflow.acts import register_licence

CODE, ITEM = "ABCD2345", "EM13-01"
PERSON, NUMBER = "440106199001010013", "穗应急特作字〔2020〕5531号"


@pytest.fixture
def visitor(desks: Desks) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def scene(desks: Desks) -> Scene:
    return Scene(desks.people)


def ask(visitor: Client, number: str, code: str = CODE, **more: Any) -> Any:
    return visitor.post("/progress/", {"number": number, "code": code}, **more)


def words(response: Any) -> str:
    """The page without the token of its form, the language switch and the number that was typed."""
    return text_of(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()))


def test_number_and_code_show_where_the_case_stands(visitor: Client, scene: Scene):
    case = scene.lodge("applicant", item=ITEM, query_code=CODE)
    scene.do("accept", case, "clerk")
    response = ask(visitor, f" {case.number} ", " abcd2345 ")
    assert response.status_code == 200
    shown = words(response)
    assert "已受理 已经受理，正在办理" in shown
    assert re.search(r"当前步骤 审查 审查岗", shown)
    assert "法律规定的作出决定的最后一天" in shown
    assert "承诺办结期限" in shown
    assert "收件 收到申请材料的日子" in shown
    assert response["Cache-Control"].count("no-store") == 1


def test_nothing_personal_is_shown(visitor: Client, scene: Scene):
    case = scene.reviewed("applicant", item=ITEM)
    type(case).objects.filter(pk=case.pk).update(query_code=CODE)
    page = ask(visitor, case.number).content.decode()
    for handle in ("applicant", "reviewer", "clerk", "chief", "deputy"):
        user = scene.people[handle]
        assert user.display_name not in page, handle
        if user.applicant is not None:
            assert user.applicant.name not in page
            assert (user.applicant.uscc or "-") not in page
    assert "**" in page


@pytest.mark.parametrize("act", ["decline", "withdraw"])
def test_a_case_that_is_over_says_since_when(visitor: Client, scene: Scene, act: str):
    case = scene.lodge("applicant", item=ITEM, query_code=CODE)
    given: dict[str, Any] = {"reason": "no_licence_needed"} if act == "decline" else {}
    scene.do(act, case, "clerk" if act == "decline" else "applicant", **given)
    shown = words(ask(visitor, case.number))
    assert f"{moment():%Y-%m-%d} {'不予受理' if act == 'decline' else '已撤回'} 不再办理的日子" in shown
    assert "当前步骤" not in shown


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(visitor: Client, scene: Scene):
    case = scene.lodge("applicant", item=ITEM, query_code=CODE)
    without = scene.lodge("applicant2", item=ITEM)
    answers = [
        ask(visitor, case.number, "ZZZZ2345"),
        ask(visitor, "GZ20260924999999"),
        ask(visitor, without.number),
        ask(visitor, "GZ20260924999999", "--------"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({words(answer) for answer in answers}) == 1


def test_the_code_never_stands_in_an_address(visitor: Client, scene: Scene):
    case = scene.lodge("applicant", item=ITEM, query_code=CODE)
    page = visitor.get(f"/progress/?number={case.number}&code={CODE}").content.decode()
    assert f'value="{case.number}"' in page
    assert CODE not in page.replace(f"code={CODE}", "")
    assert "当前步骤" not in page


def test_what_cannot_be_a_number_and_a_code_is_told_and_not_counted(visitor: Client, desks: Desks):
    for number, code in (("", CODE), ("GZ1", ""), ("GZ1", "ABC"), ("\0", CODE)):
        assert ask(visitor, number, code).status_code == 422
    assert not AttemptCount.objects.exists()


def test_guessing_the_code_of_a_number_ends_after_ten_tries_wherever_they_come_from(
    visitor: Client, scene: Scene, desks: Desks
):
    case = scene.lodge("applicant", item=ITEM, query_code=CODE)
    for n in range(PROGRESS.by_number):
        assert ask(visitor, case.number, "ZZZZ2345", REMOTE_ADDR=f"10.0.0.{n}").status_code == 404
    desks.at += timedelta(minutes=4)
    response = ask(visitor, case.number, CODE, REMOTE_ADDR="10.0.1.1")
    assert (response.status_code, response["Retry-After"]) == (429, "360")
    assert "查询次数过多，为防止他人猜测，请在 10:10:00 以后再查。" in words(response)
    assert "已收件" not in words(response)
    desks.at += timedelta(minutes=6)
    assert ask(visitor, case.number, CODE, REMOTE_ADDR="10.0.1.1").status_code == 200


def test_an_unknown_number_is_limited_like_a_known_one(visitor: Client, desks: Desks):
    answers = [ask(visitor, "GZ1", REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(PROGRESS.by_number + 1)]
    assert answers == [404] * PROGRESS.by_number + [429]


def test_one_address_may_ask_about_so_many_numbers_only(visitor: Client, desks: Desks):
    answers = [ask(visitor, f"GZ{n}").status_code for n in range(PROGRESS.by_address + 1)]
    assert answers == [404] * PROGRESS.by_address + [429]
    assert ask(visitor, "GZ0", REMOTE_ADDR="10.0.0.1").status_code == 404


def test_counts_hold_no_address_and_no_number_and_go_away(visitor: Client, desks: Desks):
    ask(visitor, "GZ1")
    kept = set(AttemptCount.objects.values_list("key", flat=True))
    assert len(kept) == 2
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in kept)
    desks.at += WINDOW
    ask(visitor, "GZ2", REMOTE_ADDR="10.0.0.9")
    assert not kept & set(AttemptCount.objects.values_list("key", flat=True))


def test_behind_the_proxy_only_what_the_proxy_saw_counts(rf, settings):
    def seen(remote: str, forwarded: str = "") -> str:
        more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
        return client_address(rf.get("/", REMOTE_ADDR=remote, **more))

    assert seen("10.0.0.1", "1.2.3.4") == "10.0.0.1"
    assert seen("2001:db8:1:2:3::4") == seen("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert seen("127.0.0.1", "6.6.6.6, 1.2.3.4") == "1.2.3.4"
    assert seen("127.0.0.1") == "127.0.0.1"


@pytest.fixture
def licence(desks: Desks) -> Licence:
    holder = desks.people["person"].applicant_id
    assert holder is not None
    first = date(2020, 10, 1)
    return register_licence(
        at=moment(hour=8), number=NUMBER, item="EM09-01", holder=holder, valid_from=first, valid_until=date(2026, 9, 30)
    )


def check(visitor: Client, number: str, **more: Any) -> Any:
    return visitor.get("/check/", {"number": number}, **more)


def test_a_licence_shows_what_to_compare_and_masks_the_person(visitor: Client, licence: Licence):
    response = check(visitor, "穗应急特作字[2020] ５５３１号")
    shown, holder = words(response), licence.holder
    assert response.status_code == 200
    assert "特种作业操作证 有效 今天有效" in shown
    assert "2020-10-01 至 2026-09-30" in shown
    assert f"{holder.name[0]}*" in shown
    assert "**************0013" in shown
    assert holder.name not in shown
    assert PERSON[:6] not in shown


def test_an_enterprise_is_shown_as_it_is_registered(visitor: Client, desks: Desks):
    holder = Applicant.objects.filter(kind="enterprise").order_by("id")[0]
    register_licence(
        at=moment(hour=8),
        number="GZ-1",
        item="EM06-01",
        holder=holder.pk,
        valid_from=date(2026, 10, 1),
        valid_until=None,
    )
    shown = words(check(visitor, "GZ-1"))
    assert f"{holder.name} 证件号 {holder.uscc}" in shown
    assert "尚未生效" in shown


def test_the_state_is_of_today_whether_or_not_a_sweep_came_by(visitor: Client, licence: Licence, desks: Desks):
    desks.at = moment(date(2026, 10, 1))
    assert "已经到期 有效期已经届满" in words(check(visitor, NUMBER))
    assert Licence.objects.get(pk=licence.pk).status == "valid"


@pytest.mark.parametrize("state", ["revoked", "cancelled", "rescinded"])
def test_what_was_taken_away_says_so(visitor: Client, licence: Licence, state: str):
    moved = Licence.objects.get(pk=licence.pk)
    {"revoked": moved.revoke, "cancelled": moved.cancel, "rescinded": moved.rescind}[state]()
    moved.save()
    assert "此证无效" in words(check(visitor, NUMBER))


def test_a_number_nobody_gave_is_told_and_copying_the_register_is_stopped(visitor: Client, licence: Licence):
    assert check(visitor, "GZ-2").status_code == 404
    answers = [check(visitor, NUMBER).status_code for _ in range(LICENCE.by_address)]
    assert answers[-2:] == [200, 429]
    assert check(visitor, NUMBER, REMOTE_ADDR="10.0.0.1").status_code == 200
