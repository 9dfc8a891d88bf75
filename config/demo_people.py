"""Who applies in the demo beside the cast of config/play/cast.py: enterprises and natural persons that do not exist."""

from stdnum.cn import ric, uscc

from approvals.people import Applicant, ApplicantKind, User
from config.demo_account import DOMAIN, PASSWORD
from config.play import cast

# handle: name, the code without its check digit, legal representative, address
FIRMS = {
    "yunling": ("云岭化工有限公司", "91440101MA9YL0010", "郭岭", "广州市黄埔区云埔一路 18 号"),
    "mingtai": ("明泰化工贸易有限公司", "91440101MA9MT0021", "韩明", "广州市天河区科新路 6 号 305 室"),
    "suifeng": ("穗丰烟花爆竹有限公司", "91440101MA9PF0032", "罗丰", "广州市花都区山前大道 102 号"),
    "nanyan": ("南岩矿业有限公司", "91440101MA9NY0043", "马岩", "广州市从化区石岭村 3 号"),
    "qian": ("启安安全评价有限公司", "91440101MA9QA0054", "于启", "广州市越秀区东风中路 77 号"),
    "hengxin": ("恒信检测技术有限公司", "91440101MA9HX0065", "高恒", "广州市番禺区石北路 21 号"),
    "caiqiao": ("彩桥涂料有限公司", "91440101MA9CQ0076", "叶桥", "广州市白云区江高镇工业路 9 号"),
    "bailu": ("白鹭气体有限公司", "91440101MA9BX0087", "程鹭", "广州市南沙区珠江东路 33 号"),
    "jinfeng": ("金峰金属材料有限公司", "91440101MA9JF0098", "丁峰", "广州市增城区新塘大道 56 号"),
    "shunjiang": ("顺江仓储物流有限公司", "91440101MA9PJ0109", "卢江", "广州市黄埔区护林路 88 号"),
    "lanting": ("蓝亭涂装工程有限公司", "91440101MA9LT0110", "范亭", "广州市海珠区新滘西路 12 号"),
}
# handle: name, the number without its check digit
PERSONS = {
    "qianlihua": ("钱丽华", "44010619930512002"),
    "sunzhiyuan": ("孙志远", "44010619880923003"),
}


def assemble() -> dict[str, User]:
    """The cast and the further applicants, all with the password of the demo; returns the accounts by handle."""
    further = {handle: _firm(*facts) for handle, facts in FIRMS.items()}
    further |= {handle: _person(*facts) for handle, facts in PERSONS.items()}
    return cast.assemble(password=PASSWORD, domain=DOMAIN, further=further)


def is_there() -> bool:
    """Have the people of the demo been made in this database?"""
    return User.objects.filter(email=f"clerk@{DOMAIN}").exists()


def anybody_else() -> bool:
    """Does the database belong to somebody, so that accounts with a known password have no place in it?"""
    return User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()


def _firm(name: str, stem: str, representative: str, address: str) -> Applicant:
    code = stem + uscc.calc_check_digit(stem)
    return Applicant(
        kind=ApplicantKind.ENTERPRISE, name=name, uscc=code, legal_representative=representative, address=address
    )


def _person(name: str, stem: str) -> Applicant:
    return Applicant.person(name=name, resident_id=stem + ric.calc_check_digit(stem + "0"))
