"""核查记录: what a record of a visit must hold before two officials put their names to it.

Sources: 行政许可法 34(3) (two officials); the common form of 现场核查记录 (findings item by item, problems, statement of
the party, signatures, refusal to sign with a witness); the bureau's rule on visits by video (who is on the other side,
where he is, the whole of it recorded, a picture of every line)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.rules.catalogue import SubItem

CONFORM, NOT_CONFORM, NOT_APPLICABLE = "conform", "not_conform", "not_applicable"
FINDINGS = (CONFORM, NOT_CONFORM, NOT_APPLICABLE)
SIGNED, REFUSED = "signed", "refused"
OWN_ACCOUNT, ON_DEVICE = "own_account", "on_device"
CHECKED = "checked"
DIGEST = re.compile(r"[0-9a-f]{64}")
LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the checklist; `photo`: a photograph is expected as evidence."""

    code: str
    text: str
    text_en: str
    basis: str
    photo: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record, and in which field of it."""

    field: str
    text: str


def checklist_of(item: SubItem) -> tuple[CheckItem, ...]:
    """What is looked at on a visit: the item's own checklist; where it knows no visit, as to each material."""
    if listed := item.checks_at("verification"):
        return tuple(CheckItem(row.code, row.text, row.text_en, row.legal_basis or "", row.photo) for row in listed)
    basis = item.legal_basis[0] if item.legal_basis else ""
    return tuple(
        CheckItem(
            material.code,
            f"现场情况与申请材料一致：{material.name}",
            f"What is found agrees with the material: {material.name_en or material.name}",
            basis,
            material.essential,
        )
        for material in item.materials.values()
    )


def signers(record: Mapping[str, Any]) -> list[int]:
    """The accounts whose signatures the record bears, each once."""
    return list(dict.fromkeys(row["official"] for row in record.get("signatures", ())))


def faults(record: Mapping[str, Any], *, result: str, video: bool) -> list[Fault]:
    """What is wrong with the record of a visit that came to this result (passed, failed or rectify); empty: nothing.

    >>> [fault.field for fault in faults({"items": []}, result="passed", video=False)]
    ['place', 'started_at', 'accompanying_name', 'items', 'party_signature']
    """
    return [
        *_whereabouts(record),
        *_findings(record.get("items", ()), result),
        *_problems(record, result),
        *_party(record),
        *_recording(record, video),
        *(_by_video(record) if video else ()),
    ]


def _whereabouts(record: Mapping[str, Any]) -> list[Fault]:
    found = []
    if not record.get("place"):
        found.append(Fault("place", "请填写核查地点"))
    begun, ended = record.get("started_at", ""), record.get("ended_at", "")
    if not begun or not ended or begun >= ended:
        found.append(Fault("started_at", "请填写核查的起止时间，止在起之后"))
    if not record.get("accompanying_name"):
        found.append(Fault("accompanying_name", "请填写陪同人员姓名"))
    if record.get("accompanying_id") and not LAST_FOUR.fullmatch(record["accompanying_id"]):
        found.append(Fault("accompanying_id", "请填写证件号码的后四位"))
    return found


def _findings(items: Sequence[Mapping[str, Any]], result: str) -> list[Fault]:
    if not items:
        return [Fault("items", "核查清单为空")]
    found = [Fault(f"finding-{row['code']}", "请选择核查结果") for row in items if row["finding"] not in FINDINGS]
    bare = [row for row in items if row["finding"] == NOT_CONFORM and not row["remark"]]
    found += [Fault(f"remark-{row['code']}", "不符合的，请写明情况") for row in bare]
    wrong = any(row["finding"] == NOT_CONFORM for row in items)
    if not found and wrong and result == "passed":
        found.append(Fault("opinion", "有不符合的项目，结论不能为符合"))
    if not found and not wrong and result != "passed":
        found.append(Fault("opinion", "没有不符合的项目，结论应为符合"))
    return found


def _problems(record: Mapping[str, Any], result: str) -> list[Fault]:
    if result != "passed" and not record.get("problems"):
        return [Fault("problems", "请写明存在的问题")]
    return []


def _party(record: Mapping[str, Any]) -> list[Fault]:
    how = record.get("party_signature")
    if how not in (SIGNED, REFUSED):
        return [Fault("party_signature", "请选择申请人是否签字")]
    if how == REFUSED and not record.get("witness"):
        return [Fault("witness", "申请人拒绝签字的，请写明见证人")]
    return []


def _recording(record: Mapping[str, Any], video: bool) -> list[Fault]:
    given = record.get("recording", "")
    if video and not given:
        return [Fault("recording", "视频核查应当全程录像，请填写录像的校验值")]
    if given and not DIGEST.fullmatch(given):
        return [Fault("recording", "校验值应为 64 位十六进制数（SHA-256）")]
    return []


def _by_video(record: Mapping[str, Any]) -> list[Fault]:
    """What those who were not there must be able to show."""
    found = []
    if record.get("identity") != CHECKED:
        found.append(Fault("identity", "视频核查应当当场核对陪同人员的身份证件"))
    if not record.get("accompanying_id"):
        found.append(Fault("accompanying_id", "视频核查应当登记身份证件号码的后四位"))
    if not record.get("position"):
        found.append(Fault("position", "视频核查应当记录现场的实时位置"))
    if not record.get("recording_kept"):
        found.append(Fault("recording_kept", "请填写录像的存放处"))
    bare = [row for row in record.get("items", ()) if row["finding"] != NOT_APPLICABLE and not row.get("photos")]
    return found + [Fault(f"remark-{row['code']}", "视频核查应当逐项截图") for row in bare]
