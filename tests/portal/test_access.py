"""Who may open what: the table is complete, and the pages obey it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from portal.access import Person, allowed, person_of
from portal.policy import ANYONE, POLICY
from tests.browser.links import LINKS
from tests.browser.rooms import FILES, OF_MACHINES, OPENED_BY_LINK, PAGES, SENT_TO

PLAIN = [
    "start", "queue", "inbox", "applications", "lodge", "dues", "dues-list", "cards", "delegations",
    "approval", "head", "head-cases", "window", "kiosk", "orders", "efficiency", "outlook",
    "draws", "inspections", "follow-ups", "credit", "file-reviews",
]  # fmt: skip
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SENT = ["inbox-read", "inbox-channels", "card-contest", "card-rule", "delegate", "delegation-revoke", "sign-out"]
SENT += ["window-next", "window-take", "window-letter", "approval-view-save", "approval-bulk-check", "approval-bulk-confirm"]
SENT += ["inspection-plan", "inspection-announce", "file-review-announce"]


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        else:
            yield each.name or str(each.pattern)


def test_every_address_has_a_row_in_the_table():
    assert sorted(set(names(get_resolver().url_patterns)) - POLICY.keys()) == []


def test_every_address_is_looked_at_in_the_browser_or_is_no_page():
    looked_at = {match.view_name for rows in PAGES.values() for path in rows if (match := _matched(path))}
    known = looked_at | SENT_TO | OPENED_BY_LINK | FILES | OF_MACHINES
    assert sorted(set(names(get_resolver().url_patterns)) - known) == []
    assert set(LINKS) == OPENED_BY_LINK


def _matched(path: str) -> ResolverMatch | None:
    try:
        return resolve(path.partition("?")[0])
    except Resolver404:  # mounted in the demo only, or an address on purpose unknown
        return None


def test_an_address_without_a_row_is_nobodys():
    everybody = Person(1, "", frozenset({"bureau_head", "clerk"}), frozenset({1}))
    assert not allowed("forgotten", everybody)


def test_a_visitor_sees_the_public_pages_only(client: Client, db):
    for name in PLAIN:
        response = client.get(reverse(name))
        if ANYONE in POLICY[name]:
            assert response.status_code == 200, name
        else:
            assert response.status_code == 302, name
            assert response["Location"].startswith("/sign-in/?next=%2F"), name


def test_everybody_opens_what_the_table_gives_him_and_nothing_else(visit, people):
    for handle, user in people.items():
        client, person = visit(handle), person_of(user)
        for name in PLAIN:
            status = client.get(reverse(name)).status_code
            assert status == (302 if name == "start" else 200 if allowed(name, person) else 403), (handle, name)


def test_nobody_sends_a_form_that_is_not_his(visit, people):
    for handle, user in people.items():
        client, person = visit(handle), person_of(user)
        for name in set(SENT) - {"sign-out"}:
            address = reverse(name, args=[1] if name.startswith("card-") else [])
            if not allowed(name, person):
                assert client.post(address).status_code == 403, (handle, name)


def test_nothing_is_changed_by_following_a_link(visit):
    client = visit("deputy")
    for name in ("inbox-read", "inbox-channels", "delegate", "delegation-revoke", "sign-out"):
        assert client.get(reverse(name)).status_code == 405, name


def test_a_form_sent_after_the_session_was_lost_leads_back_to_its_page(client: Client, db):
    response = client.post("/inbox/read/", headers={"referer": "http://testserver/inbox/?before=7"})
    assert response.status_code == 303
    assert response["Location"] == "/sign-in/?next=%2Finbox%2F%3Fbefore%3D7&lost=1"
    assert "刚才填写的内容保存在本浏览器中" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)", "queue"])
def test_sign_in_leads_to_no_other_site(people, client: Client, settings, target: str):
    settings.PASSWORD_HASHERS = FAST
    people["clerk"].set_password("correct horse")
    people["clerk"].save()
    response = client.post("/sign-in/", {"username": "clerk", "password": "correct horse", "next": target})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_a_wrong_password_is_told_and_the_tenth_makes_one_wait(people, client: Client, settings):
    settings.PASSWORD_HASHERS = FAST
    for _ in range(10):
        page = client.post("/sign-in/", {"username": "clerk", "password": "wrong"}).content.decode()
        assert "用户名或者密码不正确" in page
    response = client.post("/sign-in/", {"username": "clerk", "password": "wrong"})
    assert response.status_code == 429


def test_everybody_begins_the_day_at_his_work(visit):
    homes = {
        handle: visit(handle).get("/")["Location"] for handle in ("clerk", "head", "monitor", "deputy", "applicant")
    }
    assert homes == {
        "clerk": "/queue/", "head": "/dues/", "monitor": "/dues/", "deputy": "/approval/", "applicant": "/applications/"
    }  # fmt: skip


def test_chinese_comes_first_and_the_choice_is_kept(visit, people):
    client = visit("clerk", headers={"accept-language": "en"})
    assert 'lang="zh-Hans"' in client.get("/queue/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "/queue/"})["Location"] == "/queue/"
    assert '<html lang="en">' in client.get("/queue/").content.decode()
    people["clerk"].refresh_from_db()
    assert people["clerk"].language == "en"
    assert client.post("/language/", {"language": "xx"}).status_code == 422
