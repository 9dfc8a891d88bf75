"""The people of the scenarios and of the demo: every role, two enterprises, one natural person, one agent."""

from dataclasses import dataclass
from datetime import date

from approvals.people import Applicant, ApplicantKind, Office, Post, PowerOfAttorney, User

BEGINNING, END = date(2018, 1, 1), date(2045, 12, 31)
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


def assemble(*, password: str = "", office_code: str = "440100YJ") -> dict[str, User]:
    """Creates office, people and posts; returns the accounts by handle.  Without a password nobody can sign in."""
    office = Office.objects.create(code=office_code, name="广州市应急管理局（演示）", short_name="穗应急")
    people = {handle: _official(handle, role, office) for handle, role in OFFICIALS.items()}
    for handle, (name, uscc) in ENTERPRISES.items():
        applicant = Applicant.objects.create(kind=ApplicantKind.ENTERPRISE, name=name, uscc=uscc)
        people[handle] = User(username=handle, display_name=name, applicant=applicant)
    handle, name, number = PERSON
    person = Applicant.person(name=name, resident_id=number)
    person.save()
    people[handle] = User(username=handle, display_name=name, applicant=person)
    people[AGENT[0]] = User(username=AGENT[0], display_name=AGENT[1])
    for user in people.values():
        user.email = f"{user.username}@example.invalid"
        _set_password(user, password)
        user.save()
    _posts(people, office)
    PowerOfAttorney.objects.create(
        principal=people["applicant"].applicant, agent=people["agent"], from_on=BEGINNING, until_on=END
    )
    return people


def _official(handle: str, role: Role, office: Office) -> User:
    return User(username=handle, display_name=role.name, office=office)


def _set_password(user: User, password: str) -> None:
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()


def _posts(people: dict[str, User], office: Office) -> None:
    Post.objects.bulk_create(
        Post(user=people[handle], role=post, office=office, matters=list(role.matters), from_on=BEGINNING)
        for handle, role in OFFICIALS.items()
        for post in role.posts
    )
