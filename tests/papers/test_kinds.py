"""The kinds of documents are those of the common set of licensing forms, and each says what the law asks of it."""

import pytest

from approvals.documents import rendering
from approvals.documents.errors import ContentMissing, UnknownKind
from approvals.documents.kinds import AGENCY, COMMON, KINDS, LICENSING, check_content, lacking

# the common set of licensing forms, row by row, and what of it is printed with the licence
COMMON_SET = (
    "行政许可申请书", "申请材料收件凭证", "受理通知书", "不受理告知书", "不予受理决定书", "补正材料一次性告知书",
    "容缺受理承诺书", "容缺受理通知书", "容缺受理终止通知书", "告知承诺书", "利害关系人告知书", "陈述申辩笔录", "听证告知书",
    "听证公告", "听证通知书", "听证笔录", "不予听证通知书", "特别程序告知书", "延期决定告知书", "现场核查通知书", "现场核查记录",
    "整改通知书", "复查记录", "专家评审意见", "审批表", "准予行政许可决定书", "不予行政许可决定书", "准予变更决定书",
    "不予变更决定书", "准予延续决定书", "不予延续决定书", "撤销决定书", "撤回决定书", "注销决定书", "终止办理通知书", "送达回证",
    "责令限期整改通知书", "行政许可监督检查记录",
)  # fmt: skip
OF_OUR_OWN = {"许可证正本", "许可证副本", "备案登记表", "逾期申请延续提示书", "拟撤销行政许可告知书"}
DOOR = {"receipt", "acceptance_notice", "supplement_notice", "non_acceptance_decision"}
FORMS = [(code, variant) for code, kind in KINDS.items() for variant in kind.forms]


def test_every_row_of_the_common_set_has_a_kind_and_every_kind_a_row():
    rows = {form.row for kind in KINDS.values() for form in kind.forms.values()}
    assert rows == {*COMMON_SET, *OF_OUR_OWN}
    assert len(KINDS) >= 25


def test_each_kind_has_a_series_and_a_template_of_its_own():
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)
    assert [code for code, kind in KINDS.items() if not (rendering.TEMPLATES / f"{kind.template}.typ").is_file()] == []


def test_what_is_said_at_the_door_bears_the_special_seal_and_decisions_that_of_the_authority():
    assert {KINDS[code].seal for code in DOOR} == {LICENSING}
    decisions = [code for code in KINDS if code.endswith("_decision") and code not in DOOR]
    assert {KINDS[code].seal for code in (*decisions, "licence", "licence_duplicate")} == {AGENCY}


def test_each_variant_comes_out_of_the_tales(examples):
    assert set(examples) == set(FORMS)


@pytest.mark.parametrize(("kind", "variant"), FORMS)
def test_nothing_that_must_be_said_can_be_left_out(examples, kind, variant):
    content = examples[kind, variant].content
    assert check_content(kind, content) == KINDS[kind].template
    for path in (*COMMON, *KINDS[kind].forms[variant].needs):
        with pytest.raises(ContentMissing) as refused:
            check_content(kind, without(content, path))
        assert refused.value.field.replace("[0]", "[]") == path.replace("[]", "[]" if "." in path else "")


def without(value, path):
    """The content with this path emptied: of a list the field of its first row."""
    head, _dot, rest = path.partition(".")
    name = head.removesuffix("[]")
    found = value[name]
    if not rest:
        return {**value, name: type(found)()}
    inner = [without(found[0], rest), *found[1:]] if head.endswith("[]") else without(found, rest)
    return {**value, name: inner}


def test_blanks_say_nothing():
    assert list(lacking({"grounds": "  \n"}, "grounds")) == ["grounds"]


def test_a_kind_or_variant_that_is_not_known_is_an_error():
    with pytest.raises(UnknownKind):
        check_content("letter", {})
    with pytest.raises(UnknownKind):
        check_content("grant_decision", {"variant": "perhaps"})


def test_a_refusal_without_grounds_or_without_either_remedy_cannot_be_set(examples):
    content = examples["refusal_decision", "initial"].content
    for path in ("grounds[]", "remedies.government", "remedies.court", "remedies.days", "remedies.months"):
        with pytest.raises(ContentMissing):
            rendering.render(kind="refusal_decision", content=without(content, path))
