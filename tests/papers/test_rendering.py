"""The sheet: format, typefaces, the place of the seal, pages; and what cannot be printed."""

import statistics
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp

from approvals.documents.errors import UnprintableCharacter
from approvals.documents.rendering import press_of, render
from tests.documents.tales import LONG_NAME
from tests.papers.conftest import text_of

MM = 72 / 25.4
A4 = (210, 297)
LEFT, TOP, WIDE, HIGH = 28, 37, 156, 225  # GB/T 9704: 订口, 天头, 版心
SEAL_RADIUS = 21
LINE = HIGH / 22
LETTERS = ("acceptance_notice", ""), ("refusal_decision", "initial"), ("supplement_notice", ""), ("hearing_notice", "")


def lines_of(pdf, number=0):
    """Of each line of text of a page: its words, and its box in millimetres from the left and upper edge."""
    found = []
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[number]
        text = page.get_textpage()
        for n in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(n)
            words = text.get_text_bounded(left, bottom, right, top).strip()
            high = page.get_height()
            if words:
                found.append((words, left / MM, (high - top) / MM, right / MM, (high - bottom) / MM))
    return found


@pytest.mark.parametrize("key", LETTERS)
def test_a_letter_keeps_to_the_type_area_of_the_standard(examples, key):
    rendered = examples[key].rendered
    with pypdfium2.PdfDocument(rendered.pdf) as opened:
        assert {tuple(round(each / MM) for each in page.get_size()) for page in opened} == {A4}
    for number in range(rendered.pages):
        within = [each for each in lines_of(rendered.pdf, number) if "—" not in each[0]]
        assert min(left for _, left, *_ in within) >= LEFT - 0.3
        assert max(right for _, _, _, right, _ in within) <= LEFT + WIDE + 0.3
        assert min(top for _, _, top, *_ in within) >= TOP - 0.3
        assert max(bottom for *_, bottom in within) <= TOP + HIGH + 0.3


def test_the_body_is_set_in_size_three_on_lines_of_the_standard(examples):
    notice = examples["special_procedure_notice", ""].rendered
    body = [(words, top) for words, left, top, right, _ in lines_of(notice.pdf) if right - left > 140 and len(words) > 20]
    steps = [after - before for (_, before), (_, after) in pairwise(body) if after > before]
    assert statistics.median(steps) == pytest.approx(LINE, abs=0.25)
    with pypdfium2.PdfDocument(notice.pdf) as opened:
        sizes = {round(pdfium.FPDFText_GetFontSize(opened[0].get_textpage(), n), 1) for n in range(60, 200)}
    assert 15.8 in sizes


@pytest.mark.parametrize("lines", [22, 27])
def test_lines_draw_together_rather_than_leave_the_signature_alone(examples, lines):
    """One page: as few as 22 lines where they are enough, and never more than 27."""
    steps = []
    for example in examples.values():
        if example.rendered.pages == 1 and example.kind.endswith("_notice"):
            tops = [top for words, left, top, right, _ in lines_of(example.rendered.pdf) if right - left > 150 and len(words) > 22]
            steps += [round(after - before, 2) for before, after in pairwise(tops) if 7 < after - before < 12]
    assert min(steps) >= HIGH / 27 - 0.3
    assert max(steps) <= HIGH / 22 + 0.3


def test_the_seal_presses_over_name_and_date(examples):
    for example in examples.values():
        place, agency, day = example.rendered.place, example.content["agency"], date_of(example)
        found = lines_of(example.rendered.pdf, place.page - 1)
        name = [each for each in found if each[0].replace(" ", "") == agency][-1]
        date = next(each for each in reversed(found) if each[0].replace(" ", "") == day)
        assert (date[1] + date[3]) / 2 == pytest.approx(place.x_mm, abs=1), example.kind
        assert (name[1] + name[3]) / 2 == pytest.approx(place.x_mm, abs=1), example.kind
        middle = (name[2] + date[4]) / 2
        assert place.y_mm < middle <= place.y_mm + 3, example.kind  # name and date a little below the middle of the seal
        assert abs(name[2] - place.y_mm) < SEAL_RADIUS
        assert abs(date[4] - place.y_mm) < SEAL_RADIUS


def date_of(example):
    year, month, day = map(int, example.content["drawn_on"].split("-"))
    return f"{year}年{month}月{day}日"


@pytest.mark.parametrize("key", [key for key in LETTERS if key[0] != "supplement_notice"])
def test_the_top_of_the_seal_is_within_one_line_of_the_text(examples, key):
    rendered = examples[key].rendered
    place = rendered.place
    top = place.y_mm - SEAL_RADIUS
    body = [each for each in lines_of(rendered.pdf, place.page - 1) if each[1] < LEFT + 20 and each[4] <= top]
    last = max(bottom for words, *_, bottom in body if "号：" not in words)
    assert 0 <= top - last <= LINE


def test_the_seal_stands_whole_on_its_page(examples):
    for example in examples.values():
        place = example.rendered.place
        with pypdfium2.PdfDocument(example.rendered.pdf) as opened:
            assert len(opened) == example.rendered.pages
            wide, high = (each / MM for each in opened[place.page - 1].get_size())
        assert SEAL_RADIUS < place.x_mm < wide - SEAL_RADIUS
        assert SEAL_RADIUS < place.y_mm < high - SEAL_RADIUS
        assert place.page == example.rendered.pages or example.kind == "licence_duplicate"


@pytest.mark.parametrize("key", [("licence", ""), ("refusal_decision", "initial"), ("visit_record", "")])
def test_a_phone_reads_the_link_off_the_print(examples, key):
    example = examples[key]
    with pypdfium2.PdfDocument(example.rendered.pdf) as opened:
        last = opened[len(opened) - 1].render(scale=150 / 72).to_pil()  # an office printer and a camera see more
    (found,) = zxingcpp.read_barcodes(last)
    assert (found.format.name, found.text) == ("QRCode", example.content["link"])


def test_no_page_holds_nothing_but_the_signature(examples):
    for example in examples.values():
        if example.rendered.pages > 1:
            first = min(top for _, _, top, *_ in lines_of(example.rendered.pdf, example.rendered.pages - 1))
            assert example.rendered.place.y_mm - SEAL_RADIUS > first, example.kind


def test_every_typeface_is_embedded_and_the_file_says_pdf_a_2b(examples):
    for example in examples.values():
        with pypdfium2.PdfDocument(example.rendered.pdf) as opened:
            for page in opened:
                fonts = [pdfium.FPDFTextObj_GetFont(each) for each in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])]
                assert fonts
                assert all(pdfium.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)
                page.close()
        assert b"pdfaid:part>2<" in example.rendered.pdf
        assert b"pdfaid:conformance>B<" in example.rendered.pdf


def test_no_picture_comes_from_outside_and_no_action_is_in_the_file(examples):
    for example in examples.values():
        assert not any(word in example.rendered.pdf for word in (b"/JavaScript", b"/Launch", b"/URI", b"/EmbeddedFile"))


def test_the_same_content_gives_the_same_bytes(examples):
    example = examples["grant_decision", "initial"]
    again = render(kind=example.kind, content=example.content)
    press_of.cache_clear()
    afresh = render(kind=example.kind, content=example.content)
    assert again.pdf == afresh.pdf == example.rendered.pdf


def test_a_preview_says_so_on_each_page(examples):
    example = examples["refusal_decision", "initial"]
    preview = render(kind=example.kind, content=example.content, mark="预览")
    assert "预览" not in example.text
    assert text_of(preview.pdf).count("预览") == preview.pages == example.rendered.pages
    assert preview.place == example.rendered.place


@pytest.mark.parametrize(
    ("character", "named", "why"),
    [
        ("\U00020bb7", "U+20BB7", "所用字体中没有这个字"),
        ("\ue863", "U+E863", "私用区字符"),
        ("\U000f0001", "U+F0001", "私用区字符"),
        ("\u0378", "U+0378", "未分配的码位"),
        ("\u202e", "U+202E", "不可见的格式字符"),
        ("\u200b", "U+200B", "不可见的格式字符"),
        ("\x07", "U+0007", "控制字符"),
        ("\ud842", "U+D842", "不成对的代理码位"),
    ],
)
def test_what_cannot_be_printed_is_an_error_that_names_character_and_field(examples, character, named, why):
    example = examples["supplement_notice", ""]
    rows = [dict(row) for row in example.content["materials"]]
    rows[1]["reason"] = f"法定代表人李{character}签名不清"
    with pytest.raises(UnprintableCharacter) as refused:
        render(kind=example.kind, content={**example.content, "materials": rows})
    assert refused.value.field == "materials[1].reason"
    assert refused.value.character == character
    assert named in str(refused.value)
    assert why in str(refused.value)


def test_a_rare_character_that_the_typefaces_have_is_printed(examples):
    example = examples["licence", ""]
    holder = {**example.content["holder"], "representative": "欧阳㐂", "name": "镕喆堃芃商行"}
    text = text_of(render(kind="licence", content={**example.content, "holder": holder}).pdf)
    assert "欧阳㐂" in text
    assert "镕喆堃芃商行" in text


def test_a_name_of_sixty_characters_is_printed_whole(examples):
    assert len(LONG_NAME) >= 60
    for key in (("acceptance_notice", ""), ("refusal_decision", "initial")):
        content = {**examples[key].content, "addressee": LONG_NAME}
        rendered = render(kind=key[0], content=content)
        assert f"{LONG_NAME}：" in text_of(rendered.pdf)
    holder = {**examples["licence", ""].content["holder"], "name": LONG_NAME}
    licence = render(kind="licence", content={**examples["licence", ""].content, "holder": holder})
    assert LONG_NAME in text_of(licence.pdf)
    assert licence.pages == 1


def test_an_authority_with_a_long_name_fits_its_head_and_its_signature(examples):
    long = "广东省珠江三角洲城市群经济技术开发区应急管理和行政审批服务局"
    rendered = render(kind="acceptance_notice", content={**examples["acceptance_notice", ""].content, "agency": long})
    parts = [each for each in lines_of(rendered.pdf) if each[0].replace(" ", "") in long and len(each[0]) > 8]
    assert "".join(words for words, *_ in parts).replace(" ", "") == 2 * long
    assert all(left >= LEFT - 0.3 and right <= LEFT + WIDE + 0.3 for _, left, _, right, _ in parts)
    assert (parts[-2][1] + parts[-2][3]) / 2 == pytest.approx(rendered.place.x_mm, abs=1)


@pytest.mark.parametrize("key", [("receipt", ""), ("supplement_notice", ""), ("tolerance_notice", "")])
def test_forty_materials_run_over_pages_with_their_heading(examples, key):
    content = examples[key].content
    many = [{**content["materials"][0], "name": f"第 {n} 项材料：建设项目安全设施竣工验收报告和整改确认书"} for n in range(1, 41)]
    rendered = render(kind=key[0], content={**content, "materials": many})
    text = text_of(rendered.pdf)
    assert all(f"第{n}项材料" in text for n in range(1, 41))
    assert rendered.pages > 1
    assert text.count("序号") == rendered.pages - (1 if "序号" not in text_on(rendered.pdf, rendered.pages - 1) else 0)


def text_on(pdf, number):
    return "".join(words for words, *_ in lines_of(pdf, number))


def test_pages_are_numbered_where_there_is_more_than_one(examples):
    for example in examples.values():
        if example.kind.startswith("licence"):
            continue
        assert ("—1—" in example.text) == (example.rendered.pages > 1), example.kind


def test_a_preview_needs_no_check_page(examples):
    content = {**examples["acceptance_notice", ""].content, "link": "", "code": ""}
    assert "扫码" not in text_of(render(kind="acceptance_notice", content=content, mark="预览").pdf)


def test_what_the_machine_knows_of_a_character_is_what_the_compiler_can_print(examples):
    """Every code point that passes is set without an error by the compiler itself: a sample of each plane and block."""
    points = sorted(press_of(None).typefaces.points)
    sample = "".join(chr(point) for point in points[::97] if chr(point).isprintable())
    content = {**examples["extension_notice", ""].content, "reason": sample}
    assert render(kind="extension_notice", content=content).pages >= 1
