"""A whole catalogue in one file, in the older words, reads as the files of the shipped one do."""

from typing import Any

import pytest
import yaml

from workflow.catalogue_io.older_words import OLDER_WORDS
from workflow.catalogue_io.problems import CatalogueError
from workflow.catalogue_io.reader import Source, read_files, read_sources, shipped_files
from workflow.rules.catalogue import sub_items

NO_OLDER_WORD = {
    "steps",
    "grounds",
    "basis_check",
    "statutory_basis",
    "devolved",
    "third_party",
    "visit",
    "reapplication",
    "conditions",
    "form",
    "checklist",
    "guide",
    "licence",
    "library",
}
META = {"schema": "catalogue/0.1", "title": "事项目录", "day_unit": "working_day"}


def older(value: Any, context: str) -> Any:
    """Today's content in the older words, turned by the very table that the reader uses."""
    words = {str(new): old for old, new in OLDER_WORDS.get(context, {}).items()}
    if isinstance(value, list):
        return [older(entry, context) for entry in value]
    if not isinstance(value, dict):
        return words.get(str(value), value) if isinstance(value, str) else value
    kept = {word: given for word, given in value.items() if context != "items" or word != "defaults"}
    return {words.get(word, word): older(given, f"{context}.{word}") for word, given in kept.items()}


def without_new_words(value: Any) -> Any:
    if isinstance(value, list):
        return [without_new_words(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {word: without_new_words(given) for word, given in value.items() if word not in NO_OLDER_WORD}


def older_defaults(defaults: dict[str, Any]) -> dict[str, Any]:
    plain = {
        "receipt_check_working_days": defaults["notice"]["days"],
        "supplement_working_days": defaults["supplement"]["days"],
        "certificate_delivery_working_days": defaults["delivery"]["days"],
        "publicity_working_days": defaults["publication"]["days"],
    }
    sections = {name: defaults[name] for name in ("extension", "joint_handling", "tolerance", "hearing", "rating")}
    commitment = older(defaults["commitment"], "defaults.commitment")
    turned = {name: older(values, f"defaults.{name}") for name, values in sections.items()}
    policy = next(old for old, new in OLDER_WORDS["defaults.tolerance.lead_days"].items() if new == 1)
    turned["tolerance"]["max_days_policy"] = policy
    return {**plain, **turned, "notification_commitment": commitment}


def older_item(content: dict[str, Any]) -> dict[str, Any]:
    visits = [row.pop("visit") for row in content["sub_items"]]
    item = without_new_words(older(content, "items"))
    for row, visit, now in zip(item["sub_items"], visits, content["sub_items"], strict=True):
        row["on_site"] = visit
        after = row.pop("post_decision_check", None) or row.pop("post_check", None)
        if now["follow_up"]:
            row["post_decision_check"] = after
        if now["renewal_window"]:
            row["renewal_window"].pop("legal_basis")
    return item


@pytest.fixture
def whole() -> dict[str, Any]:
    contents = read_files(shipped_files())
    defaults = older_defaults(contents[0]["defaults"])
    parts: dict[str, Any] = {"meta": META, "defaults": defaults, "materials_note": "主要材料不得容缺"}
    devolved = [content["devolved"] for content in contents]
    items = [older_item(content) for content in contents]
    parts["items"] = [item for item, down in zip(items, devolved, strict=True) if not down]
    parts["devolved_items"] = [item for item, down in zip(items, devolved, strict=True) if down]
    return parts


def read(whole: dict[str, Any]):
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
    return read_sources([Source("whole.yaml", text.encode())])


def test_the_file_is_written_in_the_older_words(whole):
    row = whole["items"][0]["sub_items"][0]
    assert {"on_site", "special_procedures", "certificate_validity"} <= set(row)
    assert row["clock_start"] == "receipt_of_complete_material"
    assert row["special_procedures"][1]["type_en"] == "on_site_verification"
    assert {"key", "tolerance_working_days", "original_or_copy", "source_channel"} <= set(row["materials"][0])
    assert not NO_OLDER_WORD & set(row)
    assert len(whole["devolved_items"]) == 2


def test_a_whole_catalogue_reads_as_the_shipped_files_do(whole):
    found = [one for content in read(whole) for one in sub_items(content)]
    assert found == [one for content in read_files(shipped_files()) for one in sub_items(content)]


def test_a_number_changed_there_changes_and_leaves_its_old_basis(whole):
    row = whole["items"][0]["sub_items"][0]
    assert row["statutory_days"] == 45
    row["statutory_days"] = 40
    found = sub_items(read(whole)[0])[0]
    assert (found.statutory_days, found.statutory_basis) == (40, None)


def test_a_fault_there_is_told_in_the_words_of_the_file(whole):
    whole["items"][0]["sub_items"][0]["materials"][0]["tolerance_working_days"] = 5
    with pytest.raises(CatalogueError) as caught:
        read(whole)
    (problem,) = caught.value.problems
    assert problem.key == "items[EM01].sub_items[EM01-01].materials[APP].tolerance_working_days"


def test_the_older_and_the_newer_word_for_one_thing_do_not_stand_together(whole):
    whole["items"][0]["sub_items"][0]["visit"] = whole["items"][0]["sub_items"][0]["on_site"]
    with pytest.raises(CatalogueError, match="on_site"):
        read(whole)


def test_an_unknown_part_of_the_whole_is_an_error(whole):
    with pytest.raises(CatalogueError, match="appendix"):
        read({**whole, "appendix": []})
    with pytest.raises(CatalogueError, match="schema"):
        read({**whole, "meta": {**META, "schema": "catalogue/9"}})


def test_a_field_that_stands_twice_there_is_told_under_its_item(whole):
    field = {"code": "A", "kind": "text", "label": "甲", "label_en": "a"}
    whole["items"][0]["form"] = [{"section": "段", "section_en": "part", "fields": [field, dict(field)]}]
    with pytest.raises(CatalogueError) as caught:
        read(whole)
    assert [problem.key for problem in caught.value.problems] == ["items[EM01].form[0].fields[A].code"]


def test_an_item_unknown_here_has_the_guide_of_the_bureau_and_no_other_block(whole):
    item = whole["items"][0]
    item["code"] = "ZZ01"
    for row in item["sub_items"]:
        row["code"] = row["code"].replace("EM01", "ZZ01")
    found = sub_items(read({**whole, "items": [item]})[0])[0]
    assert (found.conditions, found.form, found.checklist) == ((), (), ())
    assert found.guide
    assert found.guide.faq == ()
