"""The directory of matters and the guides: found by two characters, made from the catalogue, the same as the flow."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import translation

from portal.case_words import said
from portal.catalogue_lines import check_lines, condition_lines
from portal.public import masks
from portal.public.chart import WIDTH, draw, size, wide, wrapped
from portal.public.guide import stage_lines
from portal.public.guide_blocks import asked_sections, questions, whereabouts
from portal.public.guide_page import of_pages
from portal.public.words import MEANINGS, STATIONS, WHEN
from tests.portal.desks import text_of
from workflow import catalogue_versions
from workflow.outline import ENDING_ACTS, ROWS, STEPS, TURNINGS, outline
from workflow.rules.catalogue import SubItem
from workflow.steps import Step

pytestmark = pytest.mark.django_db


def codes(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return re.findall(r'href="/matters/([A-Z0-9-]+)/"', response.content.decode())


def test_everything_in_force_is_listed_without_a_session(client: Client, django_assert_num_queries):
    assert len(codes(client, "/matters/")) == len(catalogue_versions.all_current()) == 53
    assert not client.cookies.get("sessionid")
    with django_assert_num_queries(1):
        client.get("/matters/")


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ("烟花", {"EM05", "EM08", "EMD1"}),
        ("危化", {"EM01", "EM02", "EM03", "EM06", "EM07", "EM15", "EMD2"}),
        ("ｅｍ０９", {"EM09"}),
        ("fireworks retail", {"EMD1"}),
        ("特种 复审", {"EM09"}),
    ],
)
def test_a_word_or_two_characters_find_the_matters(client: Client, asked: str, items: set[str]):
    assert {code.split("-")[0] for code in codes(client, f"/matters/?q={asked}")} == items


def test_a_material_finds_its_matters_and_says_so(client: Client):
    page = client.get("/matters/?q=竣工验收").content.decode()
    assert "材料中有" in page
    assert all(f"/matters/{item.code}/" in page for item in needing("竣工验收"))


def needing(word: str) -> list[SubItem]:
    items = catalogue_versions.all_current()
    return [item for item in items if any(word in each.name for each in item.materials.values())]


def test_filters_narrow_and_unknown_ones_are_refused(client: Client):
    given = [item.code for item in catalogue_versions.all_current() if item.kind == "renewal" and item.instant]
    assert codes(client, "/matters/?kind=renewal&way=instant") == given
    assert client.get("/matters/?kind=x").status_code == 422
    assert "没有符合条件的事项" in client.get("/matters/?q=火箭%00").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_sub_item_has_a_guide_of_its_own_data(client: Client, language: str):
    client.post("/language/", {"language": language})
    for item in catalogue_versions.all_current():
        response = client.get(f"/matters/{item.code}/")
        assert response.status_code == 200, item.code
        page = text_of(response.content.decode())
        english = language == "en"
        for material in item.materials.values():
            assert (material.name_en if english else material.name) in page, item.code
        assert all(law in page for law in item.legal_basis), item.code
        assert item.result_name in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_guide_tells_conditions_questions_checks_and_whereabouts(client: Client, language: str):
    client.post("/language/", {"language": language})
    for item in catalogue_versions.all_current():
        page = text_of(client.get(f"/matters/{item.code}/").content.decode())
        with translation.override(language):
            told = [*condition_lines(item), *check_lines(item, "review"), *check_lines(item, "verification")]
            words = [text for line in told for text in (line.text, line.basis)]
            words += [line.label for _section, lines in asked_sections(item) for line in lines]
            words += [text for pair in questions(item.guide) for text in pair]
            where = whereabouts(item.guide)
        assert where is not None, item.code
        words += [where.place, where.hours, where.contact, where.complaint]
        assert [word for word in words if " ".join(word.split()) not in page] == [], item.code


def test_an_illustrative_check_is_marked_and_the_derived_sentence_gives_way_to_conditions(client: Client):
    page = text_of(client.get("/matters/EM07-01/").content.decode())
    assert "储罐液位、温度报警和紧急切断有效 示例" in page
    assert "有符合国家标准、行业标准的经营场所和储存设施 危险化学品安全管理条例 第34条" in page
    assert "申请条件" in page
    assert "谁可以申请" not in page


def test_a_guide_of_a_version_without_these_blocks_says_who_may_apply():
    item = replace(catalogue_versions.current("EM07-01")[1], conditions=(), form=(), checklist=(), guide=None)
    facts = of_pages(item)
    assert facts["who"].startswith("符合下列法律依据规定的条件")
    assert not any(facts[name] for name in ("conditions", "asked", "checks", "where", "questions"))


def test_a_guide_of_nothing_is_not_found(client: Client):
    assert client.get("/matters/EM99-01/").status_code == 404
    assert client.get("/matters/%00/").status_code == 404


def test_the_chart_shows_what_the_sub_item_has_and_nothing_else():
    names = {item.code: {s.name for s in stations(item)} for item in catalogue_versions.all_current()}
    for item in catalogue_versions.all_current():
        assert ("verification" in names[item.code]) == (item.visit != "none"), item.code
        assert ("cure" in names[item.code]) == (item.tolerance and bool(item.tolerable)), item.code
        assert ("publish" in names[item.code]) == item.publish, item.code
        assert ("follow_up" in names[item.code]) == item.commitment, item.code


def stations(item: SubItem) -> Iterator:
    for row in outline(item):
        for lane in row:
            for station in lane:
                yield station
                yield from station.turnings


def test_the_outline_is_the_flow():
    placed = {name for row in ROWS for lane in row for name in lane} | {t for each in TURNINGS.values() for t in each}
    works = {name for name, step in STEPS.by_name.items() if step.kind in ("human", "start")}
    assert placed - ENDING_ACTS == works
    for before, after in pairwise(ROWS):
        reached = set().union(*(onward(STEPS.by_name[lane[-1]]) for lane in before))
        assert {lane[0] for lane in after} <= reached, after
    for row in ROWS:
        for lane in row:
            assert all(second in onward(STEPS.by_name[first]) for first, second in pairwise(lane))
    for name, turned in TURNINGS.items():
        offers = set(STEPS.by_name[name].node.offers)
        assert set(turned) <= onward(STEPS.by_name[name]) | (offers & ENDING_ACTS)
    assert "examine" in onward(STEPS.by_name["supplement"])


def onward(step: Step, seen: frozenset[str] = frozenset()) -> set[str]:
    """The work items a step leads to through gates alone."""
    found: set[str] = set()
    for target, _condition in step.out:
        if target.kind == "human":
            found.add(target.name)
        elif target.name not in seen:
            found |= onward(target, seen | {target.name})
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_chart_keeps_its_letters_inside_and_its_boxes_apart(language: str):
    with translation.override(language):
        _is_in_order()


def _is_in_order() -> None:
    for item in catalogue_versions.all_current():
        made = draw(item, outline(item))
        solid = [box for box in made.boxes if box.level not in ("frame", "label")]
        for box in solid:
            assert box.x >= 0, item.code
            assert box.x + box.width <= WIDTH, item.code
            assert box.y + box.height <= made.height, item.code
        for line in made.words:
            around = [b for b in made.boxes if b.x <= line.x <= b.x + b.width and b.y <= line.y <= b.y + b.height]
            assert wide(line.text) * size(line.level) <= min(box.width for box in around), (item.code, line)
        for n, one in enumerate(solid):
            for other in solid[n + 1 :]:
                apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
                apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert apart_x or apart_y, (item.code, one, other)


def test_lines_break_between_words_and_characters():
    assert wrapped("Refusal, service of the decision", 90, size("name")) == [
        "Refusal,",
        "service",
        "of the",
        "decision",
    ]
    assert wrapped("需要核查的", 200, 13.5) == ["需要核查的"]


def test_every_station_has_its_words():
    for item in catalogue_versions.all_current():
        assert all(line.meaning and line.name != line.desk for line in stage_lines(outline(item))), item.code
        for station in stations(item):
            assert {station.name} <= STATIONS.keys() & MEANINGS.keys()
            assert not station.sometimes or said(WHEN, station.name) != station.name


def test_names_are_masked():
    assert masks.masked_name("person", "陈小明") == "陈**"
    assert masks.masked_name("person", "陈") == "陈*"
    assert masks.masked_name("enterprise", "广州测试化工有限公司") == "广州****有限公司"
    assert masks.masked_name("enterprise", "甲公司") == "甲**"
