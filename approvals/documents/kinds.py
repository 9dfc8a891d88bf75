"""Every kind of document: its name, the word in its number (文号), whose seal it bears, and what it must say.

Source: the common set of licensing forms (申请书 … 送达回证) and the articles named below; numbers read 穗应急许准〔2026〕1号.
A kind has one form or several (`variant` in the content); `needs` names the fields of the content without which it is void:
`a.b` a field in a field, `rows[]` a list that is not empty, `rows[].a` a field of each of its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.documents.errors import ContentMissing, UnknownKind

AGENCY, LICENSING = "agency", "licensing"  # 机关印章; 行政许可专用章 for what is said at the door (行政许可法 32(2))
COMMON = ("title", "number", "agency", "addressee", "drawn_on", "case_number", "item", "applicant.name")
REMEDIES = ("remedies.government", "remedies.court", "remedies.days", "remedies.months")
LICENCE = ("licence_number", "scope", "valid_from", "holder.name", "holder.number")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a kind: its row in the common set, the title printed, and what it must say beyond the common part."""

    row: str
    title: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """`notice`: it goes to the applicant as a message when drawn up; `template`: the file that sets it; `forms`: by variant."""

    code: str
    name: str | Promise
    word: str
    notice: bool
    seal: str
    forms: Mapping[str, Form]

    @property
    def template(self) -> str:
        return self.code


_CHANGES = ("changes[].name", "changes[].old", "changes[].new")
_GRANT = ("basis", "licence_number", "scope", "conditions[]", "validity", "publication")
_REFUSAL = ("facts", "grounds[]", "basis", *REMEDIES)
_ENDING = ("facts", "basis", "licence_number", "effective_on", "returning", *REMEDIES)
_VISIT = ("officials", "visited_at", "mode", "place", "result", "basis")
_DRAWN: tuple[tuple[str, str | Promise, str, str, Mapping[str, Form]], ...] = (
    # at the door: 行政许可法 29–32
    ("receipt", _("申请材料收件凭证"), "收", LICENSING, {
        "": Form("申请材料收件凭证", "申请材料收件凭证", ("materials[].name", "materials[].form", "receiver", "received_at")),
    }),
    ("supplement_notice", _("补正材料一次性告知书"), "补", LICENSING, {
        "": Form(
            "补正材料一次性告知书", "补正材料一次性告知书",
            ("materials[].name", "materials[].reason", "materials[].required", "due_on", "effect"),
        ),
    }),
    ("acceptance_notice", _("受理通知书"), "受", LICENSING, {
        variant: Form(
            "受理通知书", "行政许可申请受理通知书",
            ("accepted_on", "statutory_due", "promised_due", "handler", "query_code", "procedures"),
        )
        for variant in ("", "deemed")
    }),
    ("commitment_letter", _("承诺书"), "承", LICENSING, {
        "tolerance": Form(
            "容缺受理承诺书", "容缺受理承诺书",
            ("materials[].name", "materials[].due", "consequences", "signed_at", "signer", "digest"),
        ),
        "notification": Form(
            "告知承诺书", "行政许可告知承诺书",
            (
                "basis", "conditions[].text", "materials[].name", "verification", "consequences", "publicity",
                "signed_at", "signer", "digest",
            ),
        ),
    }),
    ("tolerance_notice", _("容缺受理通知书"), "容", LICENSING, {
        "": Form(
            "容缺受理通知书", "容缺受理通知书",
            ("materials[].name", "materials[].due_on", "way", "consequences", "statutory_due", "promised"),
        ),
    }),
    ("termination_notice", _("终止办理通知书"), "终", LICENSING, {
        "withdrawn": Form("终止办理通知书", "行政许可申请终止办理通知书", ("reason", "ended_on")),
        "deemed_withdrawn": Form("终止办理通知书", "行政许可申请终止办理通知书", ("reason", "ended_on", "basis")),
        "broken_promise": Form(
            "容缺受理终止通知书", "容缺受理终止通知书", ("facts", "ended_on", "basis", "credit", "materials[].name", *REMEDIES)
        ),
    }),
    ("non_acceptance_decision", _("不予受理决定书"), "不受", LICENSING, {
        "no_licence_needed": Form("不受理告知书", "行政许可申请不受理告知书", ("grounds", "basis", *REMEDIES)),
        "not_our_authority": Form("不予受理决定书", "行政许可申请不予受理决定书", ("grounds", "basis", "competent", *REMEDIES)),
    }),
    ("late_renewal_warning", _("逾期申请延续提示书"), "提", LICENSING, {
        "": Form("逾期申请延续提示书", "逾期申请延续提示书", ("licence_number", "valid_until", "apply_before", "effect")),
    }),
    # between acceptance and decision: 行政许可法 34, 36, 42, 45–48
    ("special_procedure_notice", _("特别程序告知书"), "特", LICENSING, {
        "": Form("特别程序告知书", "特别程序告知书", ("procedure", "basis", "begins_on", "planned_days", "effect")),
    }),
    ("extension_notice", _("延期决定告知书"), "延", AGENCY, {
        "": Form("延期决定告知书", "延长办理期限决定告知书", ("before", "reason", "approver", "days", "due_on", "basis")),
    }),
    ("visit_notice", _("现场核查通知书"), "查", LICENSING, {
        "": Form("现场核查通知书", "现场核查通知书", ("booked_for", "mode", "place", "officials", "basis")),
    }),
    ("visit_record", _("现场核查记录"), "核", LICENSING, {
        "": Form("现场核查记录", "现场核查记录", _VISIT),
        "again": Form("复查记录", "现场核查整改复查记录", _VISIT),
    }),
    ("rectification_order", _("限期整改通知书"), "改", AGENCY, {
        "visit": Form("整改通知书", "限期整改通知书", ("problems", "days", "due_on", "basis", "effect")),
        "follow_up": Form("责令限期整改通知书", "责令限期整改通知书", ("problems", "days", "due_on", "basis", "effect")),
    }),
    ("third_party_notice", _("利害关系人告知书"), "利", AGENCY, {
        "": Form("利害关系人告知书", "行政许可利害关系人告知书", ("interest", "rights", "due_on")),
    }),
    ("hearing_rights_notice", _("听证告知书"), "听告", AGENCY, {
        "": Form("听证告知书", "行政许可听证告知书", ("interest", "rights", "due_on", "basis")),
    }),
    ("statement_record", _("陈述申辩笔录"), "陈", LICENSING, {
        "": Form("陈述申辩笔录", "陈述申辩笔录", ("party", "role", "stated_at", "statement", "treatment", "recorder")),
    }),
    ("hearing_announcement", _("听证公告"), "听公", AGENCY, {
        "": Form("听证公告", "行政许可听证公告", ("day", "hour", "place", "chair", "matter", "basis")),
    }),
    ("hearing_notice", _("听证通知书"), "听", AGENCY, {
        "": Form("听证通知书", "行政许可听证通知书", ("day", "hour", "place", "chair", "matter", "basis")),
    }),
    ("hearing_declined", _("不予听证通知书"), "不听", AGENCY, {
        "": Form("不予听证通知书", "不予听证通知书", ("party", "asked_on", "grounds", "basis", *REMEDIES)),
    }),
    ("hearing_record", _("听证笔录"), "听录", AGENCY, {
        "": Form("听证笔录", "行政许可听证笔录", ("held_on", "place", "chair", "parties[].name", "statements")),
    }),
    ("expert_opinion", _("专家评审意见"), "评", LICENSING, {
        "": Form(
            "专家评审意见", "专家评审意见",
            ("experts[].name", "experts[].qualification", "experts[].interest", "opinion", "dissent", "reviewed_on"),
        ),
    }),
    ("approval_form", _("审批表"), "审", AGENCY, {
        "": Form("审批表", "行政许可审批表", ("steps[].name", "steps[].opinion", "steps[].by", "steps[].at")),
    }),
    # the decision and what carries it out: 行政许可法 37–41, 44, 49, 50
    ("grant_decision", _("准予行政许可决定书"), "准", AGENCY, {
        "initial": Form("准予行政许可决定书", "准予行政许可决定书", _GRANT),
        "change": Form("准予变更决定书", "准予变更行政许可决定书", (*_GRANT, *_CHANGES)),
        "renewal": Form("准予延续决定书", "准予延续行政许可决定书", (*_GRANT, *_CHANGES)),
        "deemed_renewal": Form("准予延续决定书", "视为准予延续行政许可决定书", (*_GRANT, *_CHANGES, "deemed")),
        "review": Form("准予行政许可决定书", "准予通过复审决定书", _GRANT),
        "reissue": Form("准予行政许可决定书", "准予补发（更正）证件决定书", _GRANT),
        "cancel": Form("准予行政许可决定书", "准予注销行政许可决定书", ("basis", "licence_number", "publication")),
        "filing": Form("准予行政许可决定书", "准予备案决定书", ("basis", "scope", "validity", "publication")),
    }),
    ("refusal_decision", _("不予行政许可决定书"), "不准", AGENCY, {
        "initial": Form("不予行政许可决定书", "不予行政许可决定书", _REFUSAL),
        "change": Form("不予变更决定书", "不予变更行政许可决定书", _REFUSAL),
        "renewal": Form("不予延续决定书", "不予延续行政许可决定书", _REFUSAL),
        "review": Form("不予行政许可决定书", "不予通过复审决定书", _REFUSAL),
        "reissue": Form("不予行政许可决定书", "不予补发（更正）证件决定书", _REFUSAL),
        "cancel": Form("不予行政许可决定书", "不予注销行政许可决定书", _REFUSAL),
        "filing": Form("不予行政许可决定书", "不予备案决定书", _REFUSAL),
    }),
    ("licence", _("许可证"), "证", AGENCY, {"": Form("许可证正本", "许可证", LICENCE)}),
    ("licence_duplicate", _("许可证副本"), "副", AGENCY, {"": Form("许可证副本", "许可证", LICENCE)}),
    ("filing_record", _("备案登记表"), "备", AGENCY, {
        variant: Form("备案登记表", "备案登记表", ("scope", "filed_on", "holder.name", "holder.number", "validity"))
        for variant in ("", "deemed")
    }),
    ("service_receipt", _("送达回证"), "送", LICENSING, {
        "": Form("送达回证", "送达回证", ("documents[].title", "documents[].number", "method", "place", "served_at")),
    }),
    # afterwards: 行政许可法 8, 61, 69, 70
    ("inspection_record", _("行政许可监督检查记录"), "监", AGENCY, {
        "": Form("行政许可监督检查记录", "行政许可监督检查记录", ("inspected_on", "inspectors", "findings", "result", "basis")),
    }),
    ("revocation_notice", _("拟撤销行政许可告知书"), "撤告", AGENCY, {
        "": Form("拟撤销行政许可告知书", "拟撤销行政许可告知书", ("facts", "basis", "licence_number", "rights", "due_on")),
    }),
    ("revocation_decision", _("撤销行政许可决定书"), "撤", AGENCY, {
        "": Form("撤销决定书", "撤销行政许可决定书", (*_ENDING, "compensation")),
    }),
    ("cancellation_decision", _("注销行政许可决定书"), "注", AGENCY, {
        "": Form("注销决定书", "注销行政许可决定书", _ENDING),
        "requested": Form("注销决定书", "注销行政许可决定书", _ENDING),
    }),
    ("rescission_decision", _("撤回行政许可决定书"), "回", AGENCY, {
        "": Form("撤回决定书", "撤回行政许可决定书", (*_ENDING, "compensation")),
    }),
    ("application_form", _("行政许可申请书"), "申", LICENSING, {
        "": Form("行政许可申请书", "行政许可申请书", ("applicant.number", "scope", "materials[].name", "truth", "signer")),
    }),
)  # fmt: skip
# what goes to nobody as a message of its own: papers of the file, and those that go with another
QUIET = frozenset(
    {
        "application_form", "hearing_record", "statement_record", "expert_opinion", "approval_form", "inspection_record",
        "hearing_rights_notice", "hearing_announcement", "hearing_declined", "licence_duplicate",
    }
)  # fmt: skip
KINDS = {
    code: DocumentKind(code, name, word, code not in QUIET, seal, forms) for code, name, word, seal, forms in _DRAWN
}


def form_of(kind: str, variant: str) -> Form:
    """The form of this kind.  Raises UnknownKind where there is no such kind or variant."""
    known = KINDS.get(kind)
    form = known.forms.get(variant) if known is not None else None
    if form is None:
        raise UnknownKind(f"{kind} {variant}".strip(), field="variant")
    return form


def check_content(kind: str, content: Mapping[str, Any]) -> str:
    """The name of the template that sets this document.

    Raises UnknownKind, or ContentMissing for the first field that must be there and is not."""
    form = form_of(kind, str(content.get("variant", "")))
    for path in (*COMMON, *form.needs):
        for field in lacking(content, path):
            raise ContentMissing(field, field=field)
    return KINDS[kind].template


def lacking(value: Any, path: str, done: str = "") -> Iterator[str]:
    """Where in the content this path leads to nothing.

    >>> list(lacking({"rows": [{"name": "甲"}, {"name": ""}]}, "rows[].name"))
    ['rows[1].name']
    """
    head, _dot, rest = path.partition(".")
    name = head.removesuffix("[]")
    found = value.get(name) if isinstance(value, Mapping) else None
    here = f"{done}.{name}" if done else name
    if not found or (isinstance(found, str) and not found.strip()):
        yield here
    elif head.endswith("[]"):
        for n, row in enumerate(found if rest else ()):
            yield from lacking(row, rest, f"{here}[{n}]")
    elif rest:
        yield from lacking(found, rest, here)
