"""People at their browsers, without the browser: pages got and forms sent as they are, on a clock that the test sets."""

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from approvals.people import Applicant, User
from config.play.cast import assemble
from tests.portal.answering import filled
from workflow import catalogue_versions
from workflow.models import Application


class Desks:
    """Everybody of a bureau; `at` is the instant of what they do next."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.people: dict[str, User] = assemble()
        self._clients: dict[str, Client] = {}
        self.done: set[str] = set()

    def client(self, handle: str) -> Client:
        """The browser of this person, signed in."""
        if handle not in self._clients:
            client = Client(headers={"accept-language": "zh-hans"})
            client.force_login(self.people[handle])
            self._clients[handle] = client
        return self._clients[handle]

    def visitor(self) -> Client:
        """The browser of somebody who has not signed in."""
        return Client(headers={"accept-language": "zh-hans"})

    def key(self, handle: str) -> int:
        return int(self.people[handle].pk)

    def get(self, handle: str, address: str) -> Any:
        return self.client(handle).get(address)

    def page(self, handle: str, number: str) -> str:
        """The case page as this person sees it."""
        response = self.get(handle, f"/cases/{number}/")
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def lodge(self, handle: str, item: str, **given: Any) -> Any:
        """Sends the lodging form: materials are in unless `m_CODE` says otherwise, and what the item's own form requires is
        answered unless `f_CODE` says how."""
        page = self.get(handle, f"/lodge/{item}/").content.decode()
        fields: dict[str, Any] = dict.fromkeys(re.findall(r'name="(m-[A-Z0-9]+)"', page), "in")
        fields |= {"route": "ordinary", "applicant": re.findall(r'name="applicant" value="(\d+)"', page)[0]}
        fields |= {re.sub("^([mf])_", r"\1-", name): value for name, value in given.items()}
        answered = {name[2:]: value for name, value in fields.items() if name.startswith("f-")}
        if own := Applicant.objects.filter(pk=fields["applicant"]).values_list("uscc", flat=True).first():
            answered = {"USCC": own} | answered
        _version, sub_item = catalogue_versions.current(item)
        fields |= {f"f-{code}": answer for code, answer in filled(sub_item.form, answered).items()}
        if given.get("route") == "commitment":
            fields.setdefault("conditions", re.findall(r'name="conditions" value="([^"]+)"', page))
        return self.client(handle).post(f"/lodge/{item}/", fields)

    def lodged(self, handle: str, item: str, **given: Any) -> str:
        """The number of a case that came in."""
        response = self.lodge(handle, item, **given)
        assert response.status_code == 302, refusal(response)
        return str(response["Location"]).split("/")[2]

    def send(self, handle: str, number: str, act: str, **given: Any) -> Any:
        """Sends the form of an act as the page has it: with the version shown, and confirmed."""
        fields = {"version": self.application(number).version, "confirmed": "on", **given}
        return self.client(handle).post(f"/cases/{number}/{act}/", fields)

    def do(self, handle: str, number: str, act: str, **given: Any) -> None:
        """Does the act: it must be on the page of this person, open, and go through."""
        assert f'action="/cases/{number}/{act}/"' in self.page(handle, number), f"{act} is not offered to {handle}"
        response = self.send(handle, number, act, **given)
        assert response.status_code == 302, refusal(response)
        self.done.add(act)

    def application(self, number: str) -> Application:
        return Application.objects.get(number=number)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(page: str) -> str:
    """What a reader sees, on one line."""
    parser = _Text()
    parser.feed(page)
    return " ".join(" ".join(parser.parts).split())


def refusal(response: Any) -> str:
    """What a page says went wrong."""
    page = response.content.decode()
    found = re.findall(r'class="(?:refused|errorlist[^"]*|sentence)".*?</(?:div|ul|p)>', page, flags=re.S)
    return f"{response.status_code}: " + " / ".join(text_of(each) for each in found)
