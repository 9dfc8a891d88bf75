"""What the public of the demo asks and complains of, and the answers to what is often asked: data for demo_cases.py."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket, received so many working days before the beginning; `steps`: how long before, which act, by whom, with what."""

    ago: int
    kind: str
    subject: str
    content: str
    by: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    steps: tuple[tuple[int, str, str, dict[str, Any]], ...] = ()


TICKETS = (
    Told(
        3,
        "consultation",
        "无储存经营需要现场核查吗",
        "我公司从事危险化学品贸易，不设仓库，申请经营许可证还要现场核查吗？",
        given={"sub_item_code": "EM06-01"},
        steps=(
            (3, "assign", "clerk", {"to": "reviewer2"}),
            (2, "answer", "reviewer2", {"text": "不带储存设施经营的，书面审查即可；选择告知承诺的，发证后核查。"}),
            (1, "rate", "", {"satisfaction": "satisfied"}),
            (1, "call", "monitor", {"outcome": "satisfied"}),
        ),
    ),
    Told(
        2,
        "help",
        "特种作业操作证寄送地址填错",
        "证件已经寄出，地址写的是旧住址，能否改到新地址？",
        by="clerk",
        given={"source": "hotline", "external_number": "GD12345-20260918-0042", "name": "陈先生", "phone": "13800138000"},
        steps=((2, "assign", "monitor", {"to": "clerk2"}),),
    ),
    Told(
        6,
        "complaint",
        "窗口让我跑了两趟",
        "第一次没有告诉我还缺租赁合同，第二次去才说。",
        by="clerk2",
        given={"source": "window", "name": "何女士"},
        steps=((5, "assign", "head", {"to": "legal"}),),
    ),
    Told(1, "suggestion", "希望指南写明照片尺寸", "申请特种作业操作证的照片尺寸在指南里找不到。"),
    Told(4, "consultation", "提前多久申请延续", "经营许可证明年一月到期，最早什么时候可以申请延续？"),
)
# 常见问答: question, answer, both in English, words for the search, matters
ANSWERS: tuple[tuple[str, str, str, str, str, list[str]], ...] = (
    (
        "不带储存设施经营危险化学品，要不要现场核查？",
        "不要。书面审查符合条件的即作出决定；适用告知承诺的，在发证后核查。",
        "Is a visit needed to trade in hazardous chemicals without storage?",
        "No. The decision is made on the papers; where you give a commitment, the check comes after the licence is issued.",
        "贸易 无仓储 危化",
        ["EM06-01"],
    ),
    (
        "缺少材料可以先受理吗？",
        "主要材料齐全、所缺材料在清单中标明可以承诺补齐的，签署承诺书后可以容缺受理，并在期限内补齐。",
        "Can an application be accepted while materials are missing?",
        "Yes, if the essential ones are there and the list says that the others may be promised: sign the letter and hand them in.",
        "容缺 后补",
        [],
    ),
    (
        "许可证快到期了，什么时候申请延续？",
        "请在有效期届满前、办事指南写明的期限内申请；系统会在到期前提醒。",
        "When must a licence be renewed?",
        "Before it ends, within the period that the guide names. The system reminds you in time.",
        "续期 换证",
        [],
    ),
)
