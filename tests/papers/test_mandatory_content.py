"""What each kind of document must say stands in the file, as its text is read out of it."""

import re
from datetime import date

import pytest

from approvals.documents.kinds import COMMON, KINDS
from tests.papers.conftest import BLANK
from tests.papers.test_kinds import FORMS

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
NUMERALS = "〇一二三四五六七八九"
# a certificate names the licence, not the case that it came from
NOT_ON_CERTIFICATES = {(kind, path) for kind in ("licence", "licence_duplicate") for path in ("item", "case_number")}


def worded(value):
    """How a value may stand in print: as it is, as a Chinese date or moment, as a Chinese numeral."""
    text = BLANK.sub("", str(value))
    yield text
    yield BLANK.sub("", DAY.sub(lambda m: f"{int(m[1])}年{int(m[2])}月{int(m[3])}日", str(value)))
    if isinstance(value, int) and value < 100:
        tens, ones = divmod(value, 10)
        yield (NUMERALS[tens] if tens > 1 else "") + "十" * (tens > 0) + (NUMERALS[ones] if ones or not tens else "")


def leaves(value, path):
    """The values at this path: of lists, those of every row."""
    head, _dot, rest = path.partition(".")
    found = value[head.removesuffix("[]")]
    rows = found if head.endswith("[]") else [found]
    for row in rows:
        yield from leaves(row, rest) if rest else ([row] if not isinstance(row, list | dict) else flat(row))


def flat(value):
    """The texts inside."""
    for each in value.values() if isinstance(value, dict) else value:
        yield from flat(each) if isinstance(each, dict | list) else [each]


@pytest.mark.parametrize(("kind", "variant"), FORMS)
def test_the_file_says_what_it_must(examples, kind, variant):
    example = examples[kind, variant]
    asked = [path for path in (*COMMON, *KINDS[kind].forms[variant].needs) if (kind, path) not in NOT_ON_CERTIFICATES]
    said = [(path, value) for path in asked for value in leaves(example.content, path) if value != ""]
    assert said
    assert [each for each in said if not any(word in example.text for word in worded(each[1]))] == []


REMEDY = (
    "可以自收到本决定书之日起六十日内向广州市人民政府申请行政复议；"
    "也可以自收到本决定书之日起六个月内向广州铁路运输法院提起行政诉讼"
)


@pytest.mark.parametrize(
    "key",
    [
        ("refusal_decision", "initial"), ("refusal_decision", "renewal"), ("non_acceptance_decision", "not_our_authority"),
        ("revocation_decision", ""), ("rescission_decision", ""), ("cancellation_decision", ""),
    ],
)  # fmt: skip
def test_who_is_refused_is_told_both_remedies_with_the_periods_in_force(examples, key):
    assert REMEDY in examples[key].text


PHRASES = {
    ("receipt", ""): ["不表示已经受理", "逾期不告知的，自收到申请材料之日起即为受理"],
    ("supplement_notice", ""): ["需要补正的全部内容一次告知", "逾期未补正的，视为撤回申请"],
    ("acceptance_notice", "deemed"): ["第三十二条第一款第四项", "视为受理"],
    ("tolerance_notice", ""): ["补齐期限（含当日）", "终止办理"],
    ("commitment_letter", "notification"): ["第一部分行政机关告知", "第二部分申请人承诺", "真实意思表示"],
    ("grant_decision", "deemed_renewal"): ["第五十条第二款", "视为准予延续"],
    ("grant_decision", "change"): ["原内容", "新内容", "明泰新材料贸易有限公司"],
    ("refusal_decision", "initial"): ["（一）不具备本事项规定的条件", "（三）租赁合同经向出租人核实不存在", "第七十八条"],
    ("revocation_decision", ""): ["第六十九条第二款", "利益不受保护", "3年内不得再次申请"],
    ("rescission_decision", ""): ["第八条第二款", "申请补偿"],
    ("hearing_rights_notice", ""): ["要求听证的权利", "听证费用由本机关承担"],
    ("hearing_record", ""): ["参加人（每页签字）"],
    ("expert_opinion", ""): ["已声明无利害关系"],
    ("extension_notice", ""): ["本行政机关负责人（局长）批准"],
    ("filing_record", "deemed"): ["视为已经备案"],
    ("application_form", ""): ["如实提交有关材料和反映真实情况"],
}


@pytest.mark.parametrize("key", list(PHRASES), ids=lambda key: "-".join(filter(None, key)))
def test_the_law_stands_in_its_own_words(examples, key):
    assert [phrase for phrase in PHRASES[key] if phrase not in examples[key].text] == []


def test_a_record_of_a_hearing_has_a_place_for_signatures_on_each_page(examples):
    record = examples["hearing_record", ""]
    assert record.text.count("参加人（每页签字）") == record.rendered.pages


def test_dates_are_written_out(examples):
    notice = examples["acceptance_notice", ""]
    accepted = date.fromisoformat(notice.content["accepted_on"])
    assert f"自{accepted.year}年{accepted.month}月{accepted.day}日起予以受理" in notice.text
