"""Who applies in a simulated year: enterprises and natural persons that do not exist, made when they first come."""

from stdnum.cn import ric, uscc

from approvals.people import Applicant, ApplicantKind, User

PLACES = "云岭 明泰 穗丰 南岩 启安 恒信 彩桥 白鹭 金峰 顺江 蓝亭 海宁 远山 新禾 广源 长青 东篱 西樵 北江 中和".split()
TRADES = "化工 气体 仓储 涂料 能源 材料 物流 检测 烟花 矿业 油品 制药".split()
FAMILIES, GIVEN = "王李张刘陈杨黄赵周吴徐孙朱马胡林郭何高罗", "伟敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国志红"
STEM, BASE = "91440101MA", "0123456789ABCDEFGHJKLMNPQRTUWXY"
DISTRICT, FIRST_YEAR, YEARS, DAYS = "440106", 1960, 40, 28
DOMAIN = "example.invalid"


class Parties:
    """The accounts of applicants by username; those of a year that is gone on with are found again."""

    def __init__(self) -> None:
        known = User.objects.filter(username__startswith="sim-").values_list("username", "pk")
        self.accounts: dict[str, int] = dict(known)

    def account(self, number: int, *, person: bool) -> int:
        """The account of the applicant of this number."""
        username = f"sim-{'p' if person else 'e'}{number}"
        if username not in self.accounts:
            applicant = _person(number) if person else _enterprise(number)
            applicant.save()
            user = User(username=username, display_name=applicant.name, applicant=applicant, email=f"{username}@{DOMAIN}")
            user.set_unusable_password()
            user.save()
            self.accounts[username] = user.pk
        return self.accounts[username]


def _enterprise(number: int) -> Applicant:
    """Each number another code: seven places of the registrar's part."""
    digits, rest = "", number
    for _place in range(7):
        rest, digit = divmod(rest, len(BASE))
        digits = BASE[digit] + digits
    name = f"{PLACES[number % len(PLACES)]}{TRADES[number // len(PLACES) % len(TRADES)]}（模拟{number}）有限公司"
    code = STEM + digits
    return Applicant(kind=ApplicantKind.ENTERPRISE, name=name, uscc=code + uscc.calc_check_digit(code))


def _person(number: int) -> Applicant:
    """Each number another day of birth and sequence."""
    rest, sequence = divmod(number, 1000)
    rest, day = divmod(rest, DAYS)
    year, month = divmod(rest, 12)
    stem = f"{DISTRICT}{FIRST_YEAR + year % YEARS}{month + 1:02}{day + 1:02}{sequence:03}"
    name = FAMILIES[number % len(FAMILIES)] + GIVEN[number // 7 % len(GIVEN)] + GIVEN[number // 11 % len(GIVEN)]
    return Applicant.person(name=name, resident_id=stem + ric.calc_check_digit(stem + "0"))
