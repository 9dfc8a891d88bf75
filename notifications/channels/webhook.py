"""A robot in the officials' work group (WeCom), or any receiver of a small signed JSON document.

Only the subject and the link go out: a group reads along.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from notifications.channels.protocol import Envelope, Person
from notifications.errors import ChannelMisconfigured, Permanent, Transient, Unreachable
from notifications.kinds import Text

PUT_OFF = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
ANSWER_BYTES = 65_536


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would carry the document to an address nobody configured."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return None


class WebhookChannel:
    """POSTs `{key, to, subject, link}`; with a secret the body's HMAC-SHA256 stands in `X-Signature`."""

    def __init__(self, *, url: str, site_url: str, secret: str = "", timeout_seconds: int = 5) -> None:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise ChannelMisconfigured(f"webhook: {url!r} is no http address")
        self.url = url
        self.site_url = site_url.rstrip("/")
        self.secret = secret.encode()
        self.timeout_seconds = timeout_seconds
        self._opener: OpenerDirector = build_opener(_NoRedirect)

    def address_of(self, person: Person) -> str:
        return person.username

    def masked(self, address: str) -> str:
        return address

    def send(self, envelope: Envelope, text: Text) -> str:
        body = json.dumps(self.document(envelope, text), ensure_ascii=False).encode()
        answer = self._answer(self._request(body, envelope.key))
        return self.provider_id(answer, envelope)

    def document(self, envelope: Envelope, text: Text) -> dict[str, Any]:
        link = self.site_url + envelope.link
        return {"key": envelope.key, "to": envelope.address, "subject": text.subject, "link": link}

    def provider_id(self, answer: bytes, envelope: Envelope) -> str:
        return envelope.key

    def close(self) -> None:
        self._opener.close()

    def _request(self, body: bytes, key: str) -> Request:
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
        if self.secret:
            headers["X-Signature"] = "sha256=" + hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        return Request(self.url, data=body, headers=headers, method="POST")

    def _answer(self, request: Request) -> bytes:
        try:
            with self._opener.open(request, timeout=self.timeout_seconds) as response:
                return bytes(response.read(ANSWER_BYTES))
        except HTTPError as error:
            raise _judged(error.code) from error
        except URLError as error:
            raise Unreachable(f"{type(error.reason).__name__}: {error.reason}") from error
        except (HTTPException, OSError) as error:
            raise Transient(type(error).__name__) from error


class WeComChannel(WebhookChannel):
    """The robot of a WeCom group: its own document, and an answer that names an error with status 200."""

    def document(self, envelope: Envelope, text: Text) -> dict[str, Any]:
        content = f"{text.subject}\n{self.site_url}{envelope.link}"
        return {"msgtype": "text", "text": {"content": content, "mentioned_list": [envelope.address]}}

    def provider_id(self, answer: bytes, envelope: Envelope) -> str:
        try:
            code = json.loads(answer)["errcode"]
        except (ValueError, KeyError, TypeError) as error:
            raise Transient("the robot's answer cannot be read") from error
        if code != 0:
            raise Transient(f"errcode {code}")
        return envelope.key


def _judged(status: int) -> Transient | Permanent:
    if status in PUT_OFF or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Transient(f"HTTP {status}")
    return Permanent(f"HTTP {status}")
