"""The bureau's own folder: its words, typefaces and templates go before what is shipped; what is wrong there is told."""

import shutil

import pylopdf_fonts_zh_cn as shipped
import pytest

from approvals.documents.errors import BureauDataWrong, ContentMissing, TemplateFault
from approvals.documents.rendering import licence_words, office_words, press_of, render
from tests.papers.conftest import text_of
from workflow.rules.remedies import remedies

OWN = """#import "frame.typ": *
#show: letter
本局自定格式：自#day(d.accepted_on)起受理。
#sign()
"""


@pytest.fixture
def folder(tmp_path, settings):
    for name in ("fonts", "templates"):
        (tmp_path / name).mkdir()
    settings.LICENSING_DOCUMENTS_DIR = str(tmp_path)
    press_of.cache_clear()
    yield tmp_path
    press_of.cache_clear()


def test_a_template_of_its_own_takes_the_place_of_the_shipped_one_and_of_no_other(folder, examples):
    (folder / "templates" / "acceptance_notice.typ").write_text(OWN, "utf-8")
    example = examples["acceptance_notice", ""]
    own = render(kind="acceptance_notice", content=example.content)
    assert "本局自定格式：自2026年3月6日起受理。" in text_of(own.pdf)
    assert own.place.x_mm == pytest.approx(example.rendered.place.x_mm, abs=0.1)
    other = examples["extension_notice", ""]
    assert text_of(render(kind="extension_notice", content=other.content).pdf) == other.text


@pytest.mark.parametrize("text", [OWN.replace("#sign()", ""), OWN.replace("day(", "noday("), '#import "other.typ": *'])
def test_a_template_that_cannot_be_set_or_reports_no_place_of_the_seal_is_named(folder, examples, text):
    (folder / "templates" / "acceptance_notice.typ").write_text(text, "utf-8")
    with pytest.raises(TemplateFault, match=r"acceptance_notice\.typ"):
        render(kind="acceptance_notice", content=examples["acceptance_notice", ""].content)


def test_typefaces_of_its_own_are_used_for_the_role_they_are_chosen_for(folder, examples):
    shutil.copy(shipped.sans_path(), folder / "fonts" / "own.otf")
    (folder / "bureau.toml").write_text('[typefaces]\nbody = "Noto Sans SC"\n', "utf-8")
    assert press_of(str(folder)).typefaces.families["body"][0] == "Noto Sans SC"
    assert press_of(None).typefaces.families["body"][0] == "Noto Serif SC"
    example = examples["extension_notice", ""]
    assert text_of(render(kind="extension_notice", content=example.content).pdf) == example.text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[typefaces]\nbody = "FangSong"\n', "typefaces.body"),
        ('[typefaces]\nfoot = "Noto Sans SC"\n', "typefaces.foot"),
        ('court = ["甲", "乙"]\n', "court"),
        ('telephone = "1"\n', "telephone"),
        ('[offices.X]\nname = "甲"\n', "offices.X.name"),
        ('[licences.EM06]\nnumber = "甲"\n', "licences.EM06.number"),
        ("offices = 1\n", "offices"),
        ("= 1\n", "bureau.toml"),
    ],
)
def test_what_cannot_be_used_is_named(folder, text, field):
    (folder / "bureau.toml").write_text(text, "utf-8")
    with pytest.raises(BureauDataWrong) as wrong:
        press_of(str(folder))
    assert wrong.value.field == field


def test_a_file_that_is_no_typeface_is_named(folder):
    (folder / "fonts" / "broken.ttf").write_bytes(b"not a font")
    with pytest.raises(BureauDataWrong, match=r"broken\.ttf"):
        press_of(str(folder))


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(BureauDataWrong):
        press_of(str(tmp_path / "nowhere"))


def test_an_office_has_its_own_words_and_else_those_of_the_bureau(folder):
    (folder / "bureau.toml").write_text('court = "甲法院"\nphone = "1"\n[offices.A]\nphone = "2"\n', "utf-8")
    assert office_words("A")["court"] == "甲法院"
    assert office_words("A")["phone"] == "2"
    assert office_words("B")["phone"] == "1"
    assert office_words("440100YJ")["government"] == "广州市人民政府"


def test_a_bureau_that_has_not_said_which_court_is_competent_cannot_refuse(examples):
    words = office_words("an office of which nothing is known")
    content = examples["refusal_decision", "initial"].content
    told = remedies(government="某市人民政府", court=words["court"])
    with pytest.raises(ContentMissing) as refused:
        render(kind="refusal_decision", content={**content, "remedies": told})
    assert refused.value.field == "remedies.court"


def test_a_sub_item_may_have_another_licence_than_its_item(folder):
    (folder / "bureau.toml").write_text('[licences.EM05]\ntitle = "甲"\n[licences.EM05-02]\ntitle = "乙"\n', "utf-8")
    assert licence_words("EM05-02", "EM05")["title"] == "乙"
    assert licence_words("EM05-03", "EM05")["title"] == "甲"
    assert licence_words("EM99-01") == {}
