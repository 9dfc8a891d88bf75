"""The cases from which every kind and variant of document comes: lived through by real acts, day by day.

Days are working days after the beginning of a tale; `tick` is a sweep of the timers on that morning."""

from dataclasses import dataclass, field
from typing import Any

from stdnum.cn import ric, uscc

from approvals.people import Applicant, ApplicantKind

LONG_NAME = (
    "广东珠江三角洲新材料与精细化工产业协同创新发展研究院有限责任公司"
    "南沙自由贸易试验区横沥岛尖先进制造业基地第三分公司（筹）"
)
FAR_AWAY = "广州市南沙区横沥镇义沙街明珠湾大道新材料产业园（三期）B 区 12 栋 1801 至 1816 室"
CHEMICALS = "甲醇（1022）\n乙醇[无水]（2568）\n丙酮（137）\n乙酸乙酯（2651）\n盐酸（2507）\n硫酸（1302）"
FORTY = "\n".join(f"危险化学品第 {n} 种（目录序号 {n}）" for n in range(1, 41))
FOUND = "复查发现经营场所内存放乙醇 40 桶，与不带储存设施经营的承诺不符。"
FRAUD = "承诺不设储存设施，实际在经营场所存放乙醇 40 桶（约 6.4 吨），属于以欺骗手段取得行政许可。"
REZONED = "所在地块调整为生态保护区，准予许可所依据的客观情况发生重大变化，为了公共利益的需要予以撤回。"
NO_OBJECTION = "材料齐全，符合法定条件，拟准予许可"
# licences from before the system: number, sub-item, holder, first and last day
LICENCES = (
    ("穗应急危化经字〔2024〕0017号", "EM06-01", "applicant", "2024-03-01", "2027-02-28"),
    ("穗应急危化经字〔2023〕0102号", "EM06-01", "changing", "2023-06-16", "2026-06-15"),
    ("穗应急危化经字〔2023〕0088号", "EM06-01", "late", "2023-05-01", "2026-04-30"),
    ("穗应急危化经字〔2023〕0077号", "EM06-01", "silent", "2023-06-30", "2026-06-29"),
    ("穗应急危化经字〔2023〕0051号", "EM06-01", "unfit", "2023-08-01", "2026-07-31"),
    ("穗应急危化经字〔2024〕0140号", "EM06-01", "leaving", "2024-07-01", "2027-06-30"),
    ("穗应急特作字〔2020〕5531号", "EM09-01", "person", "2020-04-21", "2026-04-20"),
    ("穗应急特作字〔2023〕0008号", "EM09-01", "rare", "2020-04-21", "2026-04-20"),
)
NUMBERS = {holder: number for number, _item, holder, *_ in LICENCES}
FIRMS = {
    "long": (LONG_NAME, "91440101MA9LN0010", "欧阳㐂", FAR_AWAY),
    "changing": ("明泰化工贸易有限公司", "91440101MA9MT0021", "韩明", "广州市天河区科新路 6 号 305 室"),
    "late": ("彩桥涂料有限公司", "91440101MA9CQ0076", "叶桥", "广州市白云区江高镇工业路 9 号"),
    "silent": ("白鹭气体有限公司", "91440101MA9BX0087", "程鹭", "广州市南沙区珠江东路 33 号"),
    "unfit": ("金峰金属材料有限公司", "91440101MA9JF0098", "丁峰", "广州市增城区新塘大道 56 号"),
    "leaving": ("顺江仓储物流有限公司", "91440101MA9PJ0109", "卢江", "广州市黄埔区护林路 88 号"),
    "neighbour": ("云岭社区服务有限公司", "91440101MA9YL0010", "郭岭", "广州市黄埔区云埔一路 18 号"),
    "breaking": ("蓝亭涂装工程有限公司", "91440101MA9LT0110", "范亭", "广州市海珠区新滘西路 12 号"),
    "promising": ("启安化工有限公司", "91440101MA9QA0054", "于启", "广州市越秀区东风中路 77 号"),
    "lying": ("恒信贸易有限公司", "91440101MA9HX0065", "高恒", "广州市番禺区石北路 21 号"),
    "filing": ("南岩矿业有限公司", "91440101MA9NY0043", "马岩", "广州市从化区石岭村 3 号"),
}  # fmt: skip
RARE_PERSON = ("喆㐂", "44010619930512002")


def further() -> dict[str, Applicant]:
    """Applicants beside the cast: a very long name, a rare character, and those whose licences change."""
    firms = {
        handle: Applicant(
            kind=ApplicantKind.ENTERPRISE, name=name, uscc=stem + uscc.calc_check_digit(stem),
            legal_representative=head, address=address,
        )
        for handle, (name, stem, head, address) in FIRMS.items()
    }  # fmt: skip
    name, stem = RARE_PERSON
    return {**firms, "rare": Applicant.person(name=name, resident_id=stem + ric.calc_check_digit(stem + "0"))}


@dataclass
class Tale:
    """One application: who lodges what, with which answers, and what follows."""

    name: str
    who: str
    item: str
    form: dict[str, str] = field(default_factory=dict)
    lodging: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[int, str, str, dict[str, Any]]] = field(default_factory=list)

    def on(self, day: int, by: str, act: str, /, **given: Any) -> "Tale":
        self.steps.append((day, by, act, given))
        return self

    def decided(self, day: int, /, *, by: str = "chief", act: str = "grant", opinion: str = "grant", **given: Any) -> "Tale":
        """Accepted, reviewed and decided on this day."""
        grounds = given.get("grounds") or NO_OBJECTION
        self.on(day, "clerk", "accept").on(day, "reviewer", "record_opinion", opinion=opinion, grounds=grounds)
        return self.on(day, by, act, **given)

    def refused(self, day: int, grounds: str, **given: Any) -> "Tale":
        return self.decided(day, by="deputy", act="refuse", opinion="refuse", grounds=grounds, **given)

    def delivered(self, day: int, method: str = "electronic") -> "Tale":
        return self.on(day, "clerk", "issue", method=method).on(day, "clerk", "serve", method=method)


def tale(name: str, who: str, item: str, form: dict[str, str] | None = None, **lodging: Any) -> Tale:
    return Tale(name, who, item, form or {}, {"materials": "all", **lodging})


def promising(*codes: str) -> dict[str, Any]:
    """These materials are not there and are promised."""
    return {"materials": {"all-but": list(codes)}, "commit_missing": list(codes)}


OFFICIALS = ["verifier_a", "verifier_b"]


def record(result: str, problems: str = "", *wrong: str) -> dict[str, Any]:
    """A record of a visit; the player fills in the checklist of the item and the signatures."""
    return {"result": result, "problems": problems, "wrong": list(wrong)}


TRADE = {
    "NAME": "宏达化工贸易有限公司", "REPRESENTATIVE": "赵国栋", "ADDRESS": "广州市天河区江南大道 588 号恒鑫大厦 1203 室",
    "CONTACT": "林晓", "PHONE": "13812345678", "EMAIL": "linxiao@example.invalid",
    "TRADE_ADDRESS": "广州市天河区江南大道 588 号恒鑫大厦 1203 室", "TITLE": "own", "CHEMICALS": CHEMICALS, "TOXIC": "no",
    "DELIVERY": "direct", "STAFF": "12",
}  # fmt: skip
STORE = {
    **TRADE, "STORE_ADDRESS": "广州市黄埔区护林路 88 号 3 号库", "STORE_TITLE": "own", "STORE_KIND": "hall",
    "CHEMICALS": "甲醇 30 吨\n丙酮 12 吨\n乙酸乙酯 20 吨", "HAZARD": "no", "ACCEPTED_ON": "2026-01-15",
}  # fmt: skip
CHANGE = {
    "LICENCE_NO": NUMBERS["changing"], "CHANGE": "name", "NEW_NAME": "明泰新材料贸易有限公司", "NEW_PRINCIPAL": "韩小明",
    "NEW_ADDRESS": "广州市天河区科新路 8 号 1201 室", "CHANGED_ON": "2026-03-02", "PREMISES_SAME": "yes",
}  # fmt: skip
STATEMENTS = (
    "主持人宣布听证纪律和参加人的权利，询问是否申请回避，各方均不申请。\n"
    "审查人员周洁：申请单位提交的安全评价报告结论为符合要求，与北侧居民楼的距离为 58 米，满足规范要求的 50 米。\n"
    "利害关系人：库房与居民楼距离过近，请求增加防火隔离措施，并要求公开安全评价报告的结论。\n"
    "申请人：愿意在北侧增设实体防火墙，并在投入使用前完成。\n"
    "质证中各方对测绘图无异议。主持人宣布听证结束。"
)
TALES = (
    tale("every step", "applicant", "EM07-01", STORE, materials={"all-but": ["SITE"]}, facts={"third_party_interest": True})
    .on(1, "clerk", "request_supplement", materials={
        "SITE": "未提交产权证明或者租赁证明", "SAFEVAL": "安全评价报告未附评价机构资质证书复印件，第 12 页缺少评价人员签名",
    })
    .on(3, "applicant", "supply", materials=["SITE", "SAFEVAL"])
    .on(4, "clerk", "accept")
    .on(4, "reviewer", "book_visit", for_at=6, officials=OFFICIALS)
    .on(6, "verifier_a", "record_visit", record=record(
        "rectify", "一、2 号库房可燃气体报警器未接入值班室；\n二、应急物资台账与实物不符。", "0", "2",
    ), rectify_days=5)
    .on(9, "verifier_a", "confirm_rectification", record=record("passed"))
    .on(9, "reviewer", "pause", procedure="expert_review", planned_days=6)
    .on(10, "head", "extend", days=5, reason="安全评价报告涉及的相邻关系需要进一步核实")
    .on(13, "reviewer", "resume", procedure="expert_review", experts="王志远，注册安全工程师（化工），高级工程师\n"
        "许敏，化工工艺教授\n高建平，一级安全评价师", conclusion="一、选址和总平面布置符合《建筑设计防火规范》的要求；\n"
        "二、建议在北侧增设实体防火墙；\n三、总体评价：修改后通过。", dissent="许敏：建议将丙酮储量降至 10 吨以下。")
    .on(13, "reviewer", "notify_third_party", party="neighbour", interest="拟建库房与其管理的居民楼相邻，涉及人身、财产安全")
    .on(14, "reviewer", "record_statement", party="neighbour", statement="库房距离居民楼过近，担心发生火灾时影响居民疏散。\n"
        "要求公开安全评价报告的结论。", treatment="采纳公开结论的意见；距离符合规范，增设防火墙的意见转申请人落实。")
    .on(15, "neighbour", "request_hearing", reason="对安全距离有异议")
    .on(16, "legal", "call_hearing", chair="deputy2", day=25, hour="14:30", place="本机关三楼听证室")
    .on(25, "legal", "hold_hearing", chair="deputy2", statements=STATEMENTS)
    .on(25, "legal", "decline_hearing", party="applicant", asked_on=24, grounds="提出要求时已超过被告知之日起五个工作日")
    .on(26, "reviewer", "record_opinion", opinion="grant", grounds=NO_OBJECTION)
    .on(26, "deputy", "grant", grounds="经听证和专家评审，申请人已落实防火隔离措施")
    .delivered(27, "window"),
    tale("held of its own motion", "changing", "EM07-01", STORE)
    .on(1, "clerk", "accept")
    .on(2, "reviewer", "pause", procedure="hearing", planned_days=15)
    .on(2, "legal", "call_hearing", chair="deputy2", day=11),
    tale("promised and kept", "promising", "EM07-01", STORE, **promising("SITE", "PLANREG"))
    .on(1, "clerk", "accept"),
    tale("promised and broken", "breaking", "EM06-01", TRADE, **promising("RULES", "PLANREG"))
    .on(1, "clerk", "accept")
    .on(8, "", "tick"),
    tale("withdrawn", "applicant2", "EM16-01").on(1, "applicant2", "withdraw", reason="业务范围调整，另行申请"),
    tale("never supplemented", "breaking", "EM02-01", materials={"all-but": ["SAFEVAL"]})
    .on(1, "clerk", "request_supplement", materials=["SAFEVAL"])
    .on(34, "", "tick"),
    tale("no licence needed", "applicant2", "EM18-01").on(1, "clerk", "decline", reason="no_licence_needed"),
    tale("somebody else's", "neighbour", "EM07-01", STORE)
    .on(1, "clerk", "decline", reason="not_our_authority", competent="广州市黄埔区应急管理局"),
    tale("nobody answered", "filing", "EM01-01").on(7, "", "tick"),
    tale("at the window", "person", "EM09-01", {"WORK": "electric"}, channel="window"),
    tale("promise that was false", "lying", "EM06-01", TRADE, route="commitment")
    .on(0, "clerk", "accept")
    .on(0, "chief", "grant")
    .delivered(0)
    .on(10, "supervisor", "record_follow_up", result="curable", rectify_days=10,
        findings="经营场所与承诺一致；未配备专职安全管理人员，从业人员培训记录不完整。")
    .on(18, "supervisor", "record_follow_up", result="false", findings=FOUND)
    .on(18, "supervisor", "notify_revocation", grounds=FRAUD)
    .on(25, "head", "revoke_licence", grounds=FRAUD, fraud=True),
    tale("revoked without fraud", "promising", "EM06-01", TRADE)
    .decided(1)
    .delivered(1, "post")
    .on(5, "supervisor", "notify_revocation", grounds="作出准予决定的工作人员超越审批权限。")
    .on(12, "head", "revoke_licence", grounds="作出准予决定的工作人员超越审批权限。"),
    tale("refused", "neighbour", "EM06-01", TRADE)
    .refused(2, "不具备本事项规定的条件；申请人隐瞒有关情况或者提供虚假材料；租赁合同经向出租人核实不存在", concealment=True)
    .on(3, "clerk", "serve", method="post"),
    tale("changed", "changing", "EM06-02", CHANGE, licence=NUMBERS["changing"]).decided(1).delivered(2),
    tale("change refused", "changing", "EM06-02", CHANGE, licence=NUMBERS["changing"]).refused(3, "变更后不再具备许可条件"),
    tale("renewed late", "late", "EM06-03", {"EXPIRES_ON": "2026-04-30"}, licence=NUMBERS["late"]).decided(1).delivered(1),
    tale("renewal refused", "unfit", "EM06-03", licence=NUMBERS["unfit"]).refused(2, "增设了储存设施，不再符合无储存经营的条件"),
    tale("renewed by silence", "silent", "EM06-03", licence=NUMBERS["silent"]).on(1, "clerk", "accept").on(90, "", "tick"),
    tale("reviewed", "person", "EM09-02", licence=NUMBERS["person"]).decided(1),
    tale("review refused", "rare", "EM09-02", licence=NUMBERS["rare"]).refused(1, "有违章操作记录，未按规定参加安全培训"),
    tale("issued again", "applicant", "EM06-05", {"WHY": "lost"}, licence=NUMBERS["applicant"]).decided(1).delivered(1),
    tale("not issued again", "applicant", "EM06-05", licence=NUMBERS["applicant"]).refused(2, "遗失声明没有载明许可证编号"),
    tale("cancellation refused", "leaving", "EM06-04", licence=NUMBERS["leaving"])
    .refused(1, "许可事项涉及的安全处置义务尚未履行完毕"),
    tale("cancelled on request", "leaving", "EM06-04", {"REASON": "closed"}, licence=NUMBERS["leaving"]).decided(4).delivered(5),
    tale("filed", "filing", "EM11-01", {"TRADE": "mine", "PLANS": "综合应急预案、火灾专项预案"}).decided(1).delivered(1),
    tale("not filed", "applicant2", "EM11-01").refused(2, "应急预案未经评审"),
    tale("filed by silence", "promising", "EM11-01", {"PLANS": "综合应急预案"}).on(7, "", "tick"),
    tale("a person's certificate", "rare", "EM09-01", {"WORK": "electric", "OPERATION": "低压电工作业"}).decided(1).delivered(1),
    tale("a long name", "long", "EM06-01", {**TRADE, "CHEMICALS": FORTY})
    .decided(1)
    .delivered(1)
    .on(20, "head", "cancel_licence", grounds="企业依法终止。"),
    tale("a slip of the pen", "unfit", "EM06-01", TRADE)
    .decided(1)
    .delivered(1)
    .on(
        *(4, "clerk", "correct_licence"),
        field="address",
        after="广州市增城区新塘镇新塘大道 56 号",
        reason="住所漏写镇名，据营业执照更正",
    ),
    tale("found nowhere", "neighbour", "EM06-01", TRADE)
    .decided(4)
    .on(4, "clerk", "issue", method="post")
    .on(5, "clerk", "record_failed_service", method="post", reason="收件人已搬离，邮件退回", tracking="1234567890123")
    .on(6, "clerk", "serve", method="public_notice", note="本机关门户网站和政务服务中心公告栏")
    .on(70, "", "tick"),
    tale("rescinded", "silent", "EM06-01", TRADE)
    .decided(1)
    .delivered(1)
    .on(20, "head", "rescind_licence", grounds=REZONED),
)  # fmt: skip
