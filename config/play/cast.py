"""The people of the scenarios and of the demo: every role, two enterprises, one natural person, one agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from approvals.people import Applicant, ApplicantKind, Office, Post, PowerOfAttorney, User

BEGINNING, END = date(2018, 1, 1), date(2045, 12, 31)
OFFICE_USCC = "11440100MB2C12345P"
EVERYTHING = ["*"]


@dataclass(frozen=True, slots=True)
class Role:
    """A handle, the name shown, and the posts: role → matters in charge of."""

    name: str
    posts: tuple[str, ...]
    matters: tuple[str, ...] = ()


OFFICIALS = {
    "clerk": Role("王敏", ("clerk",)),
    "clerk2": Role("李娜", ("clerk",)),
    "reviewer": Role("周洁", ("reviewer",)),
    "reviewer2": Role("吴刚", ("reviewer", "clerk")),
    "verifier_a": Role("陈立", ("verifier",)),
    "verifier_b": Role("何俊", ("verifier",)),
    "verifier_c": Role("郑凯", ("verifier",)),
    "chief": Role("张建国", ("chief_representative",), ("*",)),
    "deputy": Role("刘志强", ("deputy_director",), ("*",)),
    "deputy2": Role("黄海燕", ("deputy_director", "reviewer")),
    "head": Role("林国栋", ("bureau_head",)),
    "government_head": Role("梁伟", ("government_head",)),
    "supervisor": Role("谢峰", ("supervisor",)),
    "monitor": Role("唐静", ("monitor",)),
    "auditor": Role("曹颖", ("auditor",)),
    "legal": Role("邓宇", ("legal",)),
}
ENTERPRISES = {
    "applicant": ("宏达化工贸易有限公司", "91440101MA9ABCD124"),
    "applicant2": ("永安安全技术服务有限公司", "91440101MA9XYWT34X"),
}
PERSON = ("person", "赵小明", "440106199001010013")
AGENT = ("agent", "孙丽")


def assemble(
    *,
    password: str = "",
    office_code: str = "440100YJ",
    domain: str = "example.invalid",
    further: Mapping[str, Applicant] | None = None,
) -> dict[str, User]:
    """Creates office, people and posts; returns the accounts by handle.  Without a password nobody can sign in.

    further: more applicants, not yet saved, by handle; each gets an account."""
    office = Office.objects.create(
        code=office_code, name="广州市应急管理局（演示）", short_name="穗应急", uscc=OFFICE_USCC
    )
    people = {handle: User(username=handle, display_name=role.name, office=office) for handle, role in OFFICIALS.items()}
    parties = {handle: _enterprise(*facts) for handle, facts in ENTERPRISES.items()}
    parties[PERSON[0]] = Applicant.person(name=PERSON[1], resident_id=PERSON[2])
    for handle, applicant in {**parties, **(further or {})}.items():
        applicant.save()
        people[handle] = User(username=handle, display_name=applicant.name, applicant=applicant)
    people[AGENT[0]] = User(username=AGENT[0], display_name=AGENT[1])
    digest = make_password(password or None)  # one for all: making one takes as long as it should
    for user in people.values():
        user.email, user.password = f"{user.username}@{domain}", digest
        user.save()
    _posts(people, office)
    PowerOfAttorney.objects.create(
        principal_id=people["applicant"].applicant_id or 0, agent=people["agent"], from_on=BEGINNING, until_on=END
    )
    return people


def _enterprise(name: str, uscc: str) -> Applicant:
    return Applicant(kind=ApplicantKind.ENTERPRISE, name=name, uscc=uscc)


def _posts(people: dict[str, User], office: Office) -> None:
    Post.objects.bulk_create(
        Post(user=people[handle], role=post, office=office, matters=list(role.matters), from_on=BEGINNING)
        for handle, role in OFFICIALS.items()
        for post in role.posts
    )
