"""Search for cases: by number, name and identification number; exact matches first; pages by key."""

import re

import pytest

from approvals.people import Applicant, User
from config.play.cast import ENTERPRISES, PERSON
from portal.start_page import LIMIT
from tests.portal.scene import Scene

NAME, USCC = ENTERPRISES["applicant"]


@pytest.fixture
def scene(people: dict[str, User]) -> Scene:
    return Scene(people)


def numbers(client, asked: str) -> list[str]:
    response = client.get(f"/applications/?{asked}")
    assert response.status_code == 200
    return re.findall(r'class="no">(\w+)<', response.content.decode())


def test_a_case_is_found_by_number_name_and_identification_number(scene, visit):
    one, two, three = scene.lodge("applicant"), scene.lodge("applicant2"), scene.lodge("person")
    client = visit("clerk")
    for asked, found in (
        (one.number, [one]),
        (one.number[-4:], [one]),
        (NAME, [one]),
        ("永安", [two]),
        (USCC, [one]),
        (USCC.lower(), [one]),
        ("９１440101MA9ABCD124", [one]),
        ("9144 0101 MA9A BCD1 24", [one]),
        (USCC[:12], [one]),
        (PERSON[2], [three]),
        (PERSON[2][:17], []),
        ("no such", []),
    ):
        assert numbers(client, f"q={asked}") == [case.number for case in found], asked


def test_what_is_exactly_asked_for_comes_first_over_all_pages(scene, visit):
    exact = scene.lodge("applicant")
    Applicant.objects.filter(uscc=ENTERPRISES["applicant2"][1]).update(name=f"{NAME}分公司")
    others = [scene.lodge("applicant2") for _ in range(LIMIT + 1)]
    client = visit("clerk")
    page = client.get(f"/applications/?q={NAME}").content.decode()
    following = re.search(r'rel="next" href="\?([^"]+)"', page)
    assert following is not None
    first, second = numbers(client, f"q={NAME}"), numbers(client, following[1].replace("&amp;", "&"))
    assert first[0] == exact.number
    assert first[1:] + second == [case.number for case in reversed(others)]


@pytest.mark.parametrize("key", ["x", "1", "2.7", "1.x", "0.99999999999999999999"])
def test_what_is_no_key_is_bad_input(people, visit, key: str):
    assert visit("clerk").get(f"/applications/?before={key}").status_code == 422


def test_an_applicant_finds_his_own_only(scene, visit):
    scene.lodge("applicant2")
    mine = scene.lodge("applicant")
    assert numbers(visit("applicant"), "q=2026") == [mine.number]
