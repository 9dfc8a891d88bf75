"""Each channel says by its errors whether to try again; none says more of a person than it must."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from notifications.channels.mail import MailChannel
from notifications.channels.protocol import Envelope, Person
from notifications.channels.registry import channels_from_settings
from notifications.channels.sms import LogSms, masked_number
from notifications.channels.webhook import WebhookChannel, WeComChannel
from notifications.errors import ChannelMisconfigured, Permanent, Transient, Unreachable
from notifications.kinds import Text
from tests.notifications.receiver import Receiver
from tests.notifications.sink import Sink

PERSON = Person(username="chief", display_name="李四", email="chief@example.test", phone="13800005678", language="en")
TEXT = Text(subject="Overdue: item (A-1)", body="The whole story of the applicant.")


def envelope(address: str) -> Envelope:
    return Envelope(key="outbox-1-abc", address=address, person=PERSON, link="/cases/1/")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def hook(receiver: Receiver, **options: Any) -> WebhookChannel:
    return WebhookChannel(url=receiver.url, site_url="http://bureau.test/", **options)


def test_a_webhook_gets_subject_and_link_signed_with_a_key_that_stays(receiver: Receiver) -> None:
    channel = hook(receiver, secret="s3cret")
    assert channel.send(envelope("chief"), TEXT) == "outbox-1-abc"
    ((headers, body),) = receiver.requests
    assert json.loads(body) == {
        "key": "outbox-1-abc",
        "to": "chief",
        "subject": "Overdue: item (A-1)",
        "link": "http://bureau.test/cases/1/",
    }
    assert headers["Idempotency-Key"] == "outbox-1-abc"
    assert headers["X-Signature"] == "sha256=" + hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("status", "sort"), [(500, Transient), (503, Transient), (429, Transient), (404, Permanent), (302, Permanent)]
)
def test_a_webhook_status_says_later_or_never(receiver: Receiver, status: int, sort: type[Exception]) -> None:
    receiver.status = status
    with pytest.raises(sort, match=str(status)):
        hook(receiver).send(envelope("chief"), TEXT)


def test_a_webhook_follows_no_redirect(receiver: Receiver) -> None:
    receiver.status, receiver.location = 307, receiver.url
    with pytest.raises(Permanent):
        hook(receiver).send(envelope("chief"), TEXT)
    assert len(receiver.requests) == 1


def test_a_webhook_nobody_listens_to_is_unreachable(receiver: Receiver) -> None:
    with Receiver() as gone:
        channel = hook(gone)
    with pytest.raises(Unreachable):
        channel.send(envelope("chief"), TEXT)


def test_a_webhook_address_must_be_http() -> None:
    with pytest.raises(ChannelMisconfigured):
        WebhookChannel(url="file:///etc/passwd", site_url="http://bureau.test")


def test_the_robot_of_a_work_group_names_the_official_and_its_error_number_is_read(receiver: Receiver) -> None:
    channel = WeComChannel(url=receiver.url, site_url="http://bureau.test")
    receiver.body = b'{"errcode": 0, "errmsg": "ok"}'
    assert channel.send(envelope("chief"), TEXT) == "outbox-1-abc"
    document = json.loads(receiver.requests[0][1])
    assert document["msgtype"] == "text"
    assert document["text"]["mentioned_list"] == ["chief"]
    assert "whole story" not in document["text"]["content"]
    for bad in (b'{"errcode": 45009}', b"<html>", b"[]", b"{}"):
        receiver.body = bad
        with pytest.raises(Transient):
            channel.send(envelope("chief"), TEXT)


def test_a_short_message_says_only_the_subject_and_the_log_only_a_masked_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    channel = LogSms(signature="应急")
    assert channel.send(envelope(channel.address_of(PERSON)), TEXT) == "outbox-1-abc"
    assert "138****5678" in caplog.text
    assert "13800005678" not in caplog.text
    assert "whole story" not in caplog.text
    with pytest.raises(Permanent):
        channel.send(envelope("not a number"), TEXT)


@pytest.mark.parametrize(
    ("number", "masked"), [("13800005678", "138****5678"), ("", ""), ("12345", "*****"), ("1234567", "*******")]
)
def test_a_number_is_masked_whatever_its_length(number: str, masked: str) -> None:
    assert masked_number(number) == masked


@pytest.mark.parametrize("address", ["", "x", "a@b", "a@example.test\nBcc: b@example.test", "a@example.test, b@c.test"])
def test_what_is_no_address_is_refused_before_the_server_is_asked(mail: Sink, address: str) -> None:
    with pytest.raises(Permanent):
        MailChannel(domain="example.test").send(envelope(address), TEXT)
    assert mail.letters == []


def test_one_connection_serves_many_letters(mail: Sink) -> None:
    channel = MailChannel(domain="example.test")
    for _ in range(3):
        channel.send(envelope("a@example.test"), TEXT)
    channel.close()
    assert list(mail.ids().values()) == [3]


@pytest.mark.parametrize(
    "entry",
    [
        {"pigeon": {"class": "notifications.channels.sms.LogSms"}},
        {"in_app": {"class": "notifications.channels.sms.LogSms"}},
        {"sms": {"class": "notifications.channels.sms.Missing"}},
        {"sms": {"class": "notifications.channels.sms.LogSms", "options": {"colour": "red"}}},
        {"sms": {}},
    ],
)
def test_a_channel_that_cannot_be_built_is_an_error_that_names_it(settings: Any, entry: dict[str, Any]) -> None:
    settings.NOTIFICATION_CHANNELS = entry
    with pytest.raises(ChannelMisconfigured, match=next(iter(entry))):
        channels_from_settings()
