"""The top of every page of somebody signed in: where he may go, and how much waits there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.people import Role
from notifications.inbox import unread_count
from portal import moment
from portal.access import Person, allowed
from portal.hearings import LEGAL, hearing_count
from portal.public.words import data_word
from workflow import queue

register = template.Library()
FEW = 2  # so many of a group stand among the others
Places = list[tuple[str, str, int | None]]  # name of the address, text, how much waits there


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the main navigation."""

    address: str
    text: str
    here: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Places that are gone to less often, behind one word."""

    text: str
    links: tuple[Link, ...]

    @property
    def here(self) -> bool:
        return any(link.here for link in self.links)


@dataclass(frozen=True, slots=True)
class Top:
    """Who is signed in, and his places: those of every day, and the others in groups."""

    person: Person | None
    posts: str = ""
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()


register.filter("data_word", data_word)


@register.filter
def may(person: Person, name: str) -> bool:
    """May he open the address of this name?"""
    return person.may(name)


@register.simple_tag(takes_context=True)
def top_of_page(context: template.RequestContext) -> Top:
    """Made once a page."""
    request: Any = context["request"]
    if not hasattr(request, "top_of_page"):
        person = getattr(request, "person", None)
        request.top_of_page = Top(None) if person is None else _top(person, _here(request))
    made: Top = request.top_of_page
    return made


def _here(request: Any) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _top(person: Person, here: str) -> Top:
    daily: Places = [
        ("dues", _("督办"), None),
        ("head", _("运行图表"), None),
        ("figures", _("统计"), None),
        ("approval", _("审批"), None),
        ("window", _("窗口受理"), None),
        ("queue", _("待办"), _waiting(person)),
        ("visits", _("核查日历"), None),
        ("pre-checks", _("预审"), None),
        ("inbox", _("收件箱"), unread_count(user_id=person.id)),
        ("lodge", _("提出申请"), None),
        ("applications", _("办件查询") if person.is_official else _("我的申请"), None),
        ("enterprises", _("一企一档"), None),
        ("agents", _("代理人"), None),
    ]
    links, groups = list(_links(daily, person, here)), []
    for text, places in _further():
        found = tuple(_links(places, person, here))
        if len(found) > FEW:
            groups.append(Group(text, found))
        else:
            links += found
    posts = "、".join(str(Role(role).label) for role in Role.values if role in person.roles)
    return Top(person, posts, tuple(links), tuple(groups))


def _further() -> list[tuple[str, Places]]:
    watching: Places = [
        ("cards", _("监察牌"), None),
        ("orders", _("督办单"), None),
        ("efficiency", _("效能评分"), None),
        ("outlook", _("超时预警"), None),
        ("tickets", _("咨询投诉"), None),
        ("entries", _("常见问答"), None),
        ("rating-orders", _("差评工单"), None),
        ("publications", _("公示台账"), None),
        ("inspections", _("检查"), None),
        ("follow-ups", _("事后核查"), None),
        ("credit", _("信用异议"), None),
        ("file-reviews", _("案卷评查"), None),
    ]
    keeping: Places = [
        ("delegations", _("授权"), None),
        ("undelivered", _("未送达"), None),
        ("set-aside", _("制作中止"), None),
        ("seal-uses", _("用印登记"), None),
        ("staff", _("人员"), None),
        ("calendar", _("工作日历"), None),
    ]
    return [(_("监督"), watching), (_("管理"), keeping)]


def _links(places: Places, person: Person, here: str) -> Iterator[Link]:
    return (_link(name, text, here, count) for name, text, count in places if allowed(name, person))


def _waiting(person: Person) -> int:
    """Open work, and for 法制审核 the hearings to be organised."""
    today = moment.today()
    hearings = hearing_count(person.id, today=today) if LEGAL in person.roles else 0
    return queue.size(user_id=person.id, today=today) + hearings


def _link(name: str, text: str, here: str, count: int | None) -> Link:
    return Link(reverse(name), text, here == name or here.startswith(f"{name}-"), count)
