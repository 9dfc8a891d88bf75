"""The cases of the demo: one in every state that a day at the desks shows."""

from config.demo_story import Ago, Story

# licences from before the system: number, sub-item that granted it, holder, first and last day in natural days from now
LICENCES = (
    ("穗应急危化经字〔2024〕0017号", "EM06-01", "applicant", -985, 110),
    ("穗应急危化经字〔2023〕0102号", "EM06-01", "mingtai", -700, 395),
    ("穗应急危化经字〔2023〕0088号", "EM07-01", "bailu", -1055, 40),
    ("穗应急危化经字〔2022〕0231号", "EM06-01", "caiqiao", -1097, -2),
    ("穗应急危化经字〔2025〕0009号", "EM06-01", "applicant", -420, 675),
    ("穗应急危化经字〔2024〕0140号", "EM06-01", "shunjiang", -610, 485),
    ("穗应急特作字〔2020〕5531号", "EM09-01", "person", -2140, 50),
    ("穗应急危化产字〔2024〕0003号", "EM01-01", "yunling", -500, 595),
)
NUMBERS = [number for number, *_ in LICENCES]
# 授权: by, to, matters, first and last day, grade
DELEGATION = ("deputy", "deputy2", ["EM04", "EM05"], Ago(10), Ago(-15), "deputy_director")

DOOR = [
    Story("applicant", "EM06-01", 0),
    Story("mingtai", "EM06-01", 0, route="commitment"),
    Story("shunjiang", "EM07-01", 1, promised="SITE PLANREG"),
    Story("person", "EM09-01", 1, without="EDU"),
    Story("qian", "EM16-01", 2, without="QMS", channel="window"),
    Story("caiqiao", "EM11-01", 4),
    Story("bailu", "EM13-01", 5),
    Story("sunzhiyuan", "EM10-01", 2),
    Story("yunling", "EM07-01", 6, without="FIRE").then(
        4,
        "clerk",
        "request_supplement",
        materials={"FIRE": "未提交消防验收（备案）文件", "SAFEVAL": "评价报告未附评价机构资质证书"},
    ),
    Story("suifeng", "EM05-01", 26).then(
        24, "clerk2", "request_supplement", materials={"WH": "仓储设施平面图与现状不符"}
    ),
    Story("hengxin", "EM17-01", 9)
    .then(7, "clerk", "request_supplement", materials={"EQUIP": "设备清单缺少检定证书"})
    .supplied(1, "EQUIP"),
    Story("jinfeng", "EM04-02", 8)
    .then(6, "clerk", "request_supplement", materials={"DESIGN": "安全设施设计专篇缺少设计单位签章"})
    .supplied(3, "DESIGN")
    .then(2, "clerk", "reject_material", material="DESIGN", reason="签章单位与设计合同不一致"),
    Story("lanting", "EM02-01", 40).then(
        37, "clerk", "request_supplement", materials={"SAFEVAL": "评价报告已过有效期"}
    ),
    Story("sunzhiyuan", "EM18-01", 5).then(
        4, "clerk", "decline", reason="not_our_authority", competent="广州市住房和城乡建设局"
    ),
    Story("mingtai", "EM06-01", 7).accepted(6).then(5, "mingtai", "withdraw", reason="经营场所调整，另行申请"),
    Story("nanyan", "EM06-01", 8),  # nobody acts: accepted by silence
]
REVIEW = [
    Story("applicant2", "EM16-01", 4).accepted(3),
    Story("yunling", "EM03-02", 3).accepted(2),
    Story("bailu", "EM07-01", 3).accepted(2, by="clerk2"),
    Story("mingtai", "EM13-01", 6).accepted(5),
    Story("bailu", "EM07-01", 4).accepted(3).reviewed(2).booked(1, -1),
    Story("hengxin", "EM17-01", 8)
    .accepted(7)
    .then(6, "verifier_c", "recuse", reason="近亲属在申请单位任职")
    .reviewed(5)
    .booked(5, 3)
    .visited(3, "rectify", rectify_days=10),
    Story("suifeng", "EMD1-01", 4).accepted(4).booked(3, 1).visited(1),
    Story("qian", "EM17-01", 3).accepted(2).reviewed(1).booked(1, -2, "verifier_b verifier_c", mode="video"),
    Story("shunjiang", "EM07-01", 4, promised="PLANREG STAFF").accepted(3).reviewed(1),
    Story("applicant", "EM06-01", 5, promised="PLANREG").accepted(4).reviewed(3),
    Story("lanting", "EM06-01", 13, without="RULES").accepted(12, commit_missing=["RULES"]),  # never supplied: ends
    Story("yunling", "EM02-01", 5, promised="RULES").accepted(4).supplied(1, "RULES"),
    Story("yunling", "EM01-01", 9).accepted(8).then(6, "reviewer", "pause", procedure="expert_review", planned_days=15),
    Story("jinfeng", "EM04-02", 6)
    .accepted(5)
    .then(3, "reviewer", "pause", procedure="expert_review", planned_days=10, notice=False),
    Story("yunling", "EM03-02", 20)
    .accepted(18)
    .reviewed(9)
    .then(2, "head", "extend", days=10, reason="设计方案涉及重点监管危险化工工艺，需要补充论证"),
    Story("jinfeng", "EM03-01", 43, facts={"joint_handling": True})
    .accepted(42)
    .then(2, "government_head", "extend", days=15, reason="并联部门意见不一致，需要会商", notice=False),
    Story("bailu", "EM06-01", 5, facts={"third_party_interest": True})
    .accepted(4)
    .reviewed(3)
    .then(2, "reviewer", "notify_third_party", party="applicant2", interest="相邻场所的安全距离"),
    Story("caiqiao", "EM07-01", 10)
    .accepted(9)
    .reviewed(8)
    .then(8, "reviewer", "notify_third_party", party="applicant", interest="共用消防通道")
    .then(4, "applicant", "request_hearing", reason="储存设施与我公司车间的距离不符合规范")
    .then(3, "legal", "call_hearing", chair="legal", day=Ago(-6)),
    Story("shunjiang", "EM06-01", 7)
    .accepted(6)
    .then(5, "reviewer2", "notify_third_party", party="mingtai", interest="同一仓储院落的安全管理责任")
    .then(1, "mingtai", "request_hearing", reason="安全管理协议尚未签订"),
]
DECISION = [
    Story("applicant", "EM06-01", 2).accepted(1).reviewed(1),
    Story("mingtai", "EM06-02", 2, licence=NUMBERS[1]).accepted(1).reviewed(1),
    Story("qianlihua", "EM09-01", 1).accepted(1).reviewed(1),
    Story("sunzhiyuan", "EM10-01", 3).accepted(2).reviewed(1),
    Story("shunjiang", "EM07-01", 6).accepted(4).reviewed(3).booked(3, 2).visited(2),
    Story("applicant", "EM06-01", 0, route="commitment").accepted(0),
    Story("jinfeng", "EM04-01", 4).accepted(3).reviewed(2),
    Story("bailu", "EM06-01", 4).accepted(3).reviewed(2, "refuse", "经营场所为居民住宅，不具备规定的安全条件"),
    Story("suifeng", "EM05-02", 24).accepted(22).reviewed(20),  # past the statutory day: red
    Story("lanting", "EM11-02", 2).accepted(1).reviewed(1),
    Story("applicant", "EM06-03", 2, licence=NUMBERS[0]).accepted(1).reviewed(1),
    Story("bailu", "EM07-03", 3, licence=NUMBERS[2]).accepted(2),  # late: silence does not renew
    Story("person", "EM09-03", 1, licence=NUMBERS[6]).accepted(1),
    Story("caiqiao", "EM06-03", 75, licence=NUMBERS[3]).accepted(74),  # in time, never decided: renewed by silence
]
OUTCOME = [
    Story("nanyan", "EM11-02", 7),  # nobody acts: filed by silence
    Story("caiqiao", "EM11-01", 12).accepted(11).reviewed(11).granted(10).delivered(10),
    Story("shunjiang", "EM07-01", 15)
    .accepted(14)
    .reviewed(12, "refuse", "储存设施与周边建筑的距离不符合国家标准")
    .then(10, "deputy", "refuse", grounds="储存设施与周边建筑的距离不符合国家标准，依据行政许可法第三十八条第二款")
    .then(9, "clerk", "serve", method="post"),
    Story("lanting", "EM07-01", 6)
    .accepted(5)
    .reviewed(4, "refuse", "租赁合同经核实系伪造")
    .then(2, "deputy", "refuse", grounds="提交虚假的租赁合同，依据行政许可法第七十八条", concealment=True),
    Story("qianlihua", "EM09-01", 10)
    .accepted(9)
    .reviewed(9)
    .granted(8)
    .delivered(8, published=False)
    .then(3, "qianlihua", "rate", stars=5, text="全程网办，很快"),
    Story("hengxin", "EM06-01", 12)
    .accepted(11)
    .reviewed(10)
    .granted(10)
    .delivered(9)
    .then(1, "hengxin", "rate", stars=2, text="电话一直打不通"),
    Story("mingtai", "EM06-01", 14)
    .accepted(13)
    .reviewed(12)
    .granted(12)
    .delivered(11)
    .then(9, "mingtai", "rate", stars=1, dimensions={"efficiency": 1, "guide": 3}, text="补件的说明看不懂，跑了两次")
    .then(8, "clerk2", "contact_rater", text="已致电，补正告知的用语不清楚")
    .then(6, "clerk2", "answer_rating", text="已按意见修改补正告知的用语，并向您当面说明")
    .then(5, "monitor", "call_back_rater", outcome="satisfied", text="问题已经解决")
    .then(4, "mingtai", "rate", stars=4, dimensions={"efficiency": 4, "guide": 4}, text="改进了"),
    Story("bailu", "EM06-01", 4, delivery="post", delivery_address="广州市南沙区珠江东路 33 号 白鹭气体有限公司 程鹭收")
    .accepted(3)
    .reviewed(3)
    .granted(2)
    .issued(1, "post"),
    Story("applicant", "EM06-02", 3, licence=NUMBERS[4]).accepted(2).reviewed(2).granted(1),
    Story("yunling", "EM01-02", 4, licence=NUMBERS[7]).accepted(3).reviewed(3).granted(2, by="deputy"),
    Story("shunjiang", "EM06-04", 6, licence=NUMBERS[5]).accepted(5).reviewed(5).granted(4).delivered(3),
    Story("applicant", "EM06-01", 32, route="commitment")
    .accepted(32)
    .granted(32)
    .delivered(31)
    .then(30, "applicant", "rate", stars=5, dimensions={"efficiency": 5, "guide": 4, "ease": 5, "platform": 4}),
    Story("bailu", "EM06-01", 30, route="commitment")
    .accepted(30)
    .granted(30)
    .delivered(29)
    .then(28, "bailu", "rate", stars=5, dimensions={"efficiency": 5, "guide": 5, "ease": 4, "platform": 4})
    .then(12, "supervisor", "record_follow_up", result="kept"),
    Story("hengxin", "EM06-01", 28, route="commitment")
    .accepted(28)
    .granted(28)
    .delivered(28)
    .then(27, "hengxin", "rate", stars=4, dimensions={"efficiency": 5, "guide": 3, "ease": 4, "platform": 3})
    .then(4, "supervisor", "record_follow_up", result="curable", rectify_days=20),
    Story("caiqiao", "EM06-01", 35, route="commitment")
    .accepted(35)
    .granted(35)
    .delivered(34)
    .then(33, "caiqiao", "rate", stars=4, dimensions={"efficiency": 4, "guide": 4, "ease": 4, "platform": 5})
    .then(9, "supervisor", "record_follow_up", result="false")
    .then(2, "supervisor", "notify_revocation", grounds="实际经营场所与承诺不符，且有储存行为"),
]
# yellow cards that were contested: one cancelled since, one waiting for the ruling
CARDS = [
    Story("qianlihua", "EM09-01", 9)
    .accepted(8)
    .reviewed(7)
    .then(5, "reviewer", "contest_card", rule="promised_overdue", text="考核信息接口当日中断，非本岗位原因")
    .then(3, "monitor", "rule_on_card", rule="promised_overdue", uphold=False, text="接口中断属实，予以撤销")
    .granted(3)
    .delivered(2, published=False),
    Story("jinfeng", "EM06-01", 6)
    .accepted(5)
    .reviewed(4)
    .then(2, "reviewer", "contest_card", rule="promised_overdue", text="等待外地证书核验，已及时催办"),
]
# 督办: one closed, one answered, one to a desk that is late, one that waits
ORDERS = [
    Story("mingtai", "EM16-01", 9)
    .accepted(8)
    .then(6, "monitor", "give_order", desk="review", text="承诺期限将近，请说明审查进度和完成时间")
    .then(5, "reviewer", "answer_order", text="材料已核对，现场核查安排在本周内，期限前完成")
    .then(4, "monitor", "close_order", text="已按答复安排核查")
    .reviewed(3),
    Story("suifeng", "EM16-01", 7)
    .accepted(6)
    .then(2, "head", "give_order", person="reviewer2", text="该单位多次咨询进度，请今日内说明卡在哪一环节", urgency="urgent")
    .then(1, "reviewer2", "answer_order", text="等待评价机构补充资质证明，已电话催办"),
    Story("hengxin", "EM13-01", 8)
    .accepted(7)
    .then(5, "monitor", "give_order", desk="review", text="已经发出橙色预警，请说明为何没有出具审查意见"),
    Story("qian", "EM16-01", 3)
    .accepted(2)
    .then(1, "monitor", "give_order", desk="review", text="申请人反映无人联系，请核实并答复"),
]
STORIES = [*DOOR, *REVIEW, *DECISION, *OUTCOME, *CARDS, *ORDERS]
