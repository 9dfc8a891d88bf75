"""Who is asking, and may he: the person of a request, and the middleware that obeys the table of policy.py.

Nobody gets a page whose address has no row there.  A session ends after thirty idle minutes (settings)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from approvals.people import User
from approvals.rules.authority import Actor
from portal import errors, moment
from portal.policy import ANYONE, OFFICIAL, PARTY, POLICY, SIGNED_IN
from workflow.acts.register import read_actor
from workflow.errors import REFUSALS

RENEW_SECONDS = 60  # an idle minute is forgiven: not every request writes the session


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is signed in, as of today: roles of the posts in force, applicants he may act for."""

    id: int
    name: str
    roles: frozenset[str] = frozenset()
    parties: frozenset[int] = field(default_factory=frozenset)
    actor: Actor = field(default_factory=lambda: Actor(None))

    @property
    def is_official(self) -> bool:
        return bool(self.roles)

    @property
    def is_party(self) -> bool:
        return bool(self.parties)

    def may(self, name: str) -> bool:
        """May he open the address of this name?"""
        return allowed(name, self)


class Request(HttpRequest):
    """A request that has passed the table: `person` is who is signed in.  (Public addresses have None.)"""

    person: Person


def person_of(user: User | AnonymousUser) -> Person | None:
    """One read of posts and powers; None for a visitor."""
    if not user.is_authenticated:
        return None
    today = moment.today()
    actor = read_actor(user.pk, today)
    return Person(user.pk, actor.name, actor.roles(today), actor.parties, actor)


def allowed(name: str, person: Person | None) -> bool:
    """Does the table let this person open the address of this name?"""
    row = POLICY.get(name, frozenset())
    if ANYONE in row:
        return True
    if person is None:
        return False
    words = {SIGNED_IN, *person.roles}
    words |= {OFFICIAL} if person.is_official else set()
    words |= {PARTY} if person.is_party else set()
    return bool(row & words)


class Policy:
    """Asks the table before any view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None: go on to the view."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "healthz":
            return None
        try:
            person = person_of(request.user)
            _keep_session(request, person)
        except DatabaseError as error:
            return errors.of_database(request, error)
        cast(Any, request).person = person
        if allowed(name, person):
            return None
        if person is None:
            return to_sign_in(request)
        if PARTY in POLICY.get(name, frozenset()) and not person.is_official:
            return errors.page(request, status=403, text=_("您现在不能代任何申请人办理"), detail=_(REFUSALS["power_lapsed"].text))
        return errors.page(request, status=403, text=_("您没有打开此页的权限"))


def _keep_session(request: HttpRequest, person: Person | None) -> None:
    """Whoever is active stays signed in."""
    if person is not None:
        instant = int(moment.now().timestamp())
        if instant - request.session.get("seen", 0) >= RENEW_SECONDS:
            request.session["seen"] = instant


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back: what was asked for, or the page whose form was sent (its fields are kept there)."""
    asking = request.method in ("GET", "HEAD")
    back = request.get_full_path() if asking else came_from(request)
    words = {"next": back} if asking else {"next": back, "lost": "1"}
    response = HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode(words)}")
    response.status_code = 302 if asking else 303
    return response


def came_from(request: HttpRequest, default: str = "/") -> str:
    """The path of the page the request came from, if it is one of ours."""
    parts = urlsplit(request.headers.get("Referer", ""))
    own = parts.netloc == request.get_host()
    return safe_path(request, f"{parts.path}?{parts.query}".rstrip("?"), default) if own else default


def safe_path(request: HttpRequest, target: str, default: str = "/") -> str:
    """The target, if it is a path of this site."""
    fine = target.startswith("/") and url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if fine else default
