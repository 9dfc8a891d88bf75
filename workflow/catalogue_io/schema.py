"""Every key that a catalogue file may have, and what may stand there."""

from django.utils.translation import gettext_noop as _

from approvals.rules.licence_identifier import TYPE_CODE
from workflow.catalogue_io import item_rules, page_rules, page_schema
from workflow.catalogue_io.fields import (
    Field,
    Table,
    checked,
    choice,
    clock_time,
    flag,
    licence_number,
    listed,
    mapping,
    maybe,
    only,
    period,
    text,
    unique,
    whole,
)

ITEM_CODE = r"[A-Z][A-Z0-9]{1,15}"
SUB_ITEM_CODE = r"[A-Z][A-Z0-9]{1,15}-[0-9]{2}"
WORD_CODE = page_schema.WORD_CODE
DESKS = ("window", "review", "verification", "decision", "issue", "delivery")
PROCEDURES = (
    "expert_review", "hearing", "inspection", "testing", "quarantine", "appraisal", "tender", "auction", "site_visit",
    "rectification",
)  # fmt: skip
KINDS = ("initial", "change", "renewal", "review", "cancel", "reissue", "filing")
USES = ("decline", "supplement", "return", "refuse")
OF_THE_ITEM = "of the item"  # what a sub-item does not say itself
NECESSITIES = ("必要", "非必要", "容缺后补")

words = Field(text())
basis = Field(text())

STEP: Table = {
    "desk": Field(choice(*DESKS, what=_("办理环节"))),
    "name": words,
    "name_en": words,
    "days": Field(whole(0, 366)),
    "illustrative": Field(flag, False),
}
GROUND: Table = {
    "code": Field(text(pattern=WORD_CODE)),
    "use": Field(choice(*USES, what=_("理由的用途"))),
    "text": words,
    "text_en": words,
    "legal_basis": Field(maybe(text()), None),
    "material": Field(maybe(text(pattern=WORD_CODE)), None),
    "illustrative": Field(flag, False),
}
MATERIAL: Table = {
    "code": Field(text(pattern=WORD_CODE)),
    "name": words,
    "name_en": words,
    "essential": Field(flag),
    "tolerable": Field(flag, False),
    "tolerance_days": Field(whole(0, 366), 0),
    "form": words,
    "copies": Field(whole(1, 99), 1),
    "source": words,
    "exempt": Field(maybe(text()), None),
    "library": Field(listed(text(pattern=rf"own|{ITEM_CODE}|{SUB_ITEM_CODE}")), ()),
    "necessity": Field(maybe(choice(*NECESSITIES)), None),
}
PROCEDURE: Table = {
    "kind": Field(choice(*PROCEDURES, what=_("特别程序"))),
    "name": words,
    "basis": Field(maybe(text()), None),
    "max_days": Field(maybe(whole(0, 366)), None),
    "stops_clock": Field(flag),
}
PATHS: Table = {
    "standard": Field(flag),
    "tolerate_missing": Field(flag),
    "notification_commitment": Field(flag),
    "instant": Field(flag),
}
VISIT: Table = {
    "requirement": Field(choice("required", "conditional", "none")),
    "min_officials": Field(whole(0, 20)),
    "video_allowed": Field(flag),
}
VALIDITY: Table = {
    "years": Field(whole(1, 99)),
    "kind": Field(maybe(choice("licence", "opinion")), None),
    "max": Field(flag, False),
    "review_every_years": Field(maybe(whole(1, 99)), None),
}
WINDOW: Table = {
    "open_before": Field(period),
    "apply_before": Field(period),
    "grace_after_expiry": Field(maybe(period), None),
    "late_policy": Field(choice("accept_flag_no_deemed_renewal", "accept_within_grace")),
    "legal_basis": Field(maybe(text()), None),
}
LICENCE: Table = {
    "number": Field(maybe(licence_number), None),
    "type_code": Field(maybe(text(pattern=TYPE_CODE)), None),
    "kept_under": Field(maybe(text(pattern=ITEM_CODE)), None),
}
FOLLOW_UP: Table = {"length": Field(period), "legal_basis": basis, "on_fail": Field(maybe(text()), None)}
BASIS_CHECK: Table = {"mark": Field(choice("依据待核")), "reason": words, "reason_en": words}
APPROVERS = choice("chief_representative", "deputy_director", what=_("有人担任的审批层级"))

SUB_ITEM: Table = {
    "code": Field(text(pattern=SUB_ITEM_CODE)),
    "name": words,
    "name_en": words,
    "kind": Field(choice(*KINDS)),
    "statutory_days": Field(whole(0, 366)),
    "statutory_basis": Field(maybe(text()), None),
    "promised_days": Field(whole(0, 366)),
    "clock_start": Field(choice("acceptance", "receipt")),
    "processing_type": Field(choice("即办件", "承诺件")),
    "paths": Field(mapping(PATHS)),
    "approver": Field(APPROVERS),
    "visit": Field(mapping(VISIT)),
    "procedures": Field(unique("kind", checked(mapping(PROCEDURE), item_rules.basis_of_a_pause)), ()),
    "materials": Field(unique("code", checked(mapping(MATERIAL), *item_rules.OF_A_MATERIAL), least=1)),
    "validity": Field(maybe(mapping(VALIDITY)), None),
    "renewal_window": Field(maybe(checked(mapping(WINDOW), *item_rules.OF_A_WINDOW)), None),
    "follow_up": Field(maybe(mapping(FOLLOW_UP)), None),
    "silence": Field(maybe(choice("deemed_filed")), None),
    "licence": Field(maybe(mapping(LICENCE)), OF_THE_ITEM),
    "steps": Field(maybe(unique("desk", mapping(STEP), least=1)), None),
    "grounds": Field(maybe(unique("code", mapping(GROUND))), None),
    **page_schema.of_a_sub_item,
    "verification": Field(text(empty=True), ""),
    "note": Field(maybe(text()), None),
}
READ_SUB_ITEM = checked(mapping(SUB_ITEM), *item_rules.OF_A_SUB_ITEM, page_rules.checklist_fits_the_visit)
ITEM: Table = {
    "code": Field(text(pattern=ITEM_CODE)),
    "name": words,
    "name_en": words,
    "item_type": words,
    "level": words,
    "devolved": Field(flag, False),
    "risk_class": Field(choice("high", "medium", "low")),
    "legal_basis": Field(listed(text())),
    "basis_check": Field(maybe(mapping(BASIS_CHECK)), None),
    "fees": words,
    "max_visits": Field(whole(0, 99)),
    "online_depth": words,
    "result_name": words,
    "licence": Field(maybe(mapping(LICENCE)), None),
    "publish": Field(flag, True),
    "verification": Field(text(empty=True), ""),
    "note": Field(maybe(text()), None),
    **page_schema.of_an_item,
    "sub_items": Field(unique("code", READ_SUB_ITEM, least=1)),
}

READ_ITEM = checked(mapping(ITEM), item_rules.codes_begin_with_the_items, page_rules.forms_hold)

days = Field(whole(0, 3660))
NO_BASIS = _("没有停止计算期限的依据")
DEFAULTS: dict[str, Table] = {
    "notice": {"days": days, "legal_basis": basis},
    "supplement": {"days": days, "legal_basis": basis},
    "extension": {
        "max_days": days,
        "max_times": Field(only(1, _("法律只允许延长一次"))),
        "approver": Field(choice("bureau_head", what=_("有权延长期限的负责人"))),
        "before_statutory_due": Field(only(True, _("期限届满后不能延长"))),
        "moves_promised_clock": Field(only(False, _("承诺期限不延长"))),
        "legal_basis": basis,
    },
    "joint_handling": {
        "statutory_days": days,
        "extension_max_days": days,
        "extension_approver": Field(choice("government_head", what=_("有权延长期限的负责人"))),
        "legal_basis": basis,
    },
    "delivery": {"days": days, "legal_basis": basis},
    "publication": {"days": days, "legal_basis": basis},
    "service": {"announcement_days": Field(whole(1, 366)), "legal_basis": basis},
    "tolerance": {
        "max_missing": Field(whole(0, 99)),
        "lead_days": days,
        "ban_months": Field(whole(0, 1200)),
        "ban_basis": basis,
        "on_overdue": Field(choice("terminate")),
        "blocks_decision": Field(only(True, _("容缺材料补齐之前不作决定"))),
        "stops_statutory_clock": Field(only(False, NO_BASIS)),
        "stops_promised_clock": Field(only(True, _("承诺期限以材料齐全为前提"))),
        "legal_basis": basis,
    },
    "commitment": {
        "follow_up": Field(period),
        "cut_off": Field(clock_time),
        "ban_months": Field(whole(0, 1200)),
        "ban_basis": basis,
        "ban_ends_earlier_by": Field(choice("credit_repair")),
        "rectify_max_days": days,
        "legal_basis": basis,
    },
    "hearing": {"request_days": days, "hold_days": days, "notice_days": days, "legal_basis": basis},
    "third_party": {"days": days, "legal_basis": basis},
    "visit": {
        "min_officials": Field(whole(1, 20)),
        "book_within_days": days,
        "max_changes": Field(whole(0, 99)),
        "max_rounds": Field(whole(1, 9)),
        "legal_basis": basis,
    },
    "warnings": {
        "amber_days": Field(listed(whole(0, 366))),
        "yellow": Field(only("promised overdue", _("红黄牌规则固定"))),
        "red": Field(only("statutory overdue", _("红黄牌规则固定"))),
        "legal_basis": basis,
    },
    "rating": {
        "scale": Field(only(5, _("评价分为五级"))),
        "bad_stars": Field(listed(whole(1, 5))),
        "contact_days": days,
        "feedback_days": days,
        "default_after_natural_days": days,
        "default_stars": Field(whole(1, 5)),
        "legal_basis": basis,
    },
    "expiry": {
        "early_from": Field(period),
        **{word: Field(listed(period)) for word in ("early", "usual", "grace")},
        "legal_basis": basis,
    },
    "reapplication": {
        "concealment_years": Field(whole(0, 99)),
        "fraud_years": Field(whole(0, 99)),
        "legal_basis": basis,
    },
}
STEPS: Table = {
    "instant": Field(unique("desk", mapping(STEP), least=1)),
    "ordinary": Field(unique("desk", mapping(STEP), least=1)),
}
GROUNDS = unique("code", mapping(GROUND))


def defaults_table(*, partial: bool) -> Table:
    """The table of the numbers common to all items; `partial` for a file that changes some of them."""
    sections = {name: Field(mapping(table, partial=partial)) for name, table in DEFAULTS.items()}
    guide = Field(mapping(page_schema.GUIDE, partial=partial))
    return {**sections, "steps": Field(mapping(STEPS, partial=partial)), "grounds": Field(GROUNDS), "guide": guide}


META: Table = {
    "schema": Field(choice("catalogue/0.1", what=_("已知的目录格式"))),
    "title": words,
    "title_en": Field(maybe(text()), None),
    "status": Field(maybe(text()), None),
    "day_unit": Field(maybe(text()), None),
    "seed_targets": Field(maybe(lambda node, key, problems: None), None),
}
WHOLE: Table = {
    "meta": Field(mapping(META)),
    "defaults": Field(mapping(defaults_table(partial=True), partial=True)),
    "materials_note": Field(maybe(text()), None),
    "items": Field(listed(READ_ITEM, least=1)),
    "devolved_items": Field(listed(READ_ITEM), ()),
}
