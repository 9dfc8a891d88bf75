"""Versions of the catalogue are immutable, numbered, and loaded all or not at all."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.moments import moment
from workflow import catalogue_versions
from workflow.catalogue_io.problems import CatalogueError
from workflow.catalogue_io.reader import SHIPPED
from workflow.catalogue_versions import Difference, UnknownSubItem, digest_of
from workflow.errors import NotFound
from workflow.models.catalogue import ItemVersion

pytestmark = pytest.mark.django_db


def load(*files: Path, dry_run: bool = False):
    return catalogue_versions.load(files=files or [SHIPPED], at=moment(), by="tester", dry_run=dry_run)


@pytest.fixture(autouse=True)
def _shipped():
    load()


@pytest.fixture
def shorter(tmp_path) -> Path:
    """EM06 with a promise of the same day for the first application."""
    text = (SHIPPED / "EM06.yaml").read_text(encoding="utf-8")
    path = tmp_path / "EM06.yaml"
    path.write_text(text.replace("promised_days: 1", "promised_days: 0", 1), encoding="utf-8")
    return path


def rows():
    return list(ItemVersion.objects.order_by("item_code", "number").values_list("item_code", "number", "is_current"))


def test_the_shipped_catalogue_is_loaded_once():
    before = rows()
    assert {change.kind for change in load()} == {"unchanged"}
    assert rows() == before
    assert len(catalogue_versions.all_current()) == 53


def test_a_version_says_who_loaded_it_and_its_digest_is_that_of_its_content():
    for version in ItemVersion.objects.all():
        assert version.digest == digest_of(version.content)
        assert version.loaded_by
        assert version.loaded_at


def test_a_changed_file_becomes_the_next_version_and_the_old_one_stays_readable(shorter):
    old_id, old = catalogue_versions.current("EM06-01")
    number = ItemVersion.objects.get(id=old_id).number
    (change,) = load(shorter)
    new_id, new = catalogue_versions.current("EM06-01")
    assert (change.kind, change.number) == ("changed", number + 1)
    assert change.differences == (Difference("sub_items[EM06-01].promised_days", 1, 0),)
    assert new_id != old_id
    assert (old.promised_days, new.promised_days) == (1, 0)
    assert catalogue_versions.sub_item(old_id, "EM06-01") is old
    assert ItemVersion.objects.filter(item_code="EM06", is_current=True).count() == 1


def test_going_back_is_a_new_version_too(shorter):
    first = ItemVersion.objects.get(item_code="EM06", is_current=True)
    load(shorter)
    (change,) = load(SHIPPED / "EM06.yaml")
    last = ItemVersion.objects.get(item_code="EM06", is_current=True)
    assert change.number == last.number == first.number + 2
    assert last.digest == first.digest


def test_a_dry_run_tells_the_change_and_saves_nothing(shorter):
    before = rows()
    (change,) = load(shorter, dry_run=True)
    assert change.kind == "changed"
    assert rows() == before


def test_one_bad_file_keeps_all_files_out(shorter, tmp_path):
    bad = tmp_path / "EM07.yaml"
    text = (SHIPPED / "EM07.yaml").read_text(encoding="utf-8")
    bad.write_text(text.replace("promised_days: 3", "promised_days: 300", 1), encoding="utf-8")
    before = rows()
    with pytest.raises(CatalogueError, match=r"EM07\.yaml:\d+: .*promised_days"):
        load(shorter, bad)
    assert rows() == before


def test_an_unknown_sub_item_is_an_error_of_its_field():
    for code in ("EM06-99", "XX01-01", "", "EM06"):
        with pytest.raises(UnknownSubItem) as caught:
            catalogue_versions.current(code)
        assert caught.value.field == "item"
    with pytest.raises(NotFound):
        catalogue_versions.sub_item(0, "EM06-01")


def test_the_version_pinned_is_read_once(django_assert_num_queries):
    version_id, _item = catalogue_versions.current("EM06-01")
    with django_assert_num_queries(0):
        catalogue_versions.sub_item(version_id, "EM06-02")


@pytest.mark.parametrize("change", [{"content": {}}, {"digest": "0"}, {"number": 99}, {"loaded_by": "another"}])
def test_the_database_keeps_a_version_as_it_is(change):
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        ItemVersion.objects.filter(item_code="EM06").update(**change)


def test_the_database_keeps_every_version():
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        ItemVersion.objects.filter(item_code="EM18").delete()


def test_two_versions_of_an_item_are_never_current_together(shorter):
    load(shorter)
    with pytest.raises(DatabaseError), transaction.atomic():
        ItemVersion.objects.filter(item_code="EM06").update(is_current=True)


def test_the_command_prints_what_changes(shorter):
    out = StringIO()
    call_command("load_catalogue", "--dry-run", str(shorter), stdout=out)
    assert "sub_items[EM06-01].promised_days: 1 → 0" in out.getvalue()
    assert ItemVersion.objects.get(item_code="EM06", is_current=True).content["sub_items"][0]["promised_days"] == 1
    call_command("load_catalogue", str(shorter), "--by", "李某", stdout=out)
    assert ItemVersion.objects.get(item_code="EM06", is_current=True).loaded_by == "李某"


def test_the_command_prints_a_common_number_once_for_all_items(tmp_path):
    path, out = tmp_path / "numbers.yaml", StringIO()
    path.write_text("supplement: {days: 15, legal_basis: 某规定}\n", encoding="utf-8")
    files = [str(file) for file in SHIPPED.glob("EM*.yaml")]
    call_command("load_catalogue", "--dry-run", str(path), *files, stdout=out)
    assert out.getvalue().count("defaults.supplement.days: 30 → 15") == 1


def test_the_command_fails_with_every_fault_and_saves_nothing(tmp_path):
    path = tmp_path / "XX.yaml"
    path.write_text("code: no\nsub_item: []\n", encoding="utf-8")
    before = rows()
    with pytest.raises(CommandError) as caught:
        call_command("load_catalogue", str(path))
    assert caught.value.returncode == 1
    assert f"{path}:1: code: " in str(caught.value)
    assert f"{path}:2: sub_item: " in str(caught.value)
    assert rows() == before


def test_the_command_says_what_to_do_before_the_tables_are_made(monkeypatch):
    out = StringIO()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    call_command("load_catalogue", "--dry-run", stdout=out)
    assert "新增 20 项" in out.getvalue()
    with pytest.raises(CommandError, match=r"manage\.py prepare"):
        call_command("load_catalogue")
