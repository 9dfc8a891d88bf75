"""The inbox is the rows the acts wrote: there at once, whatever becomes of the other channels."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from notifications.health import beat, stale_heartbeats
from notifications.inbox import choices_of, choose, inbox, mark_all_read, mark_read, unread_count
from notifications.models import Channel, Heartbeat
from notifications.tasks import heartbeat_task
from tests.moments import moment
from tests.notifications.people import CASE, delivery, person, tell
from tests.notifications.sink import Sink

NOW = moment()


@pytest.mark.django_db
def test_a_message_is_in_the_inbox_before_any_worker_ran_and_only_in_its_own() -> None:
    mine, other = person("mine"), person("other")
    tell(mine, at=NOW)
    (entry,) = inbox(user_id=mine.pk)
    assert entry.subject == "申请已受理：危险化学品经营许可（A2026-0001）"
    assert (entry.link, entry.is_read) == ("/cases/1/", False)
    assert inbox(user_id=other.pk) == []


@pytest.mark.django_db
def test_the_inbox_speaks_the_language_of_the_page() -> None:
    mine = person()
    tell(mine, at=NOW)
    with translation.override("en"):
        assert inbox(user_id=mine.pk)[0].subject.startswith("Application accepted")
    assert inbox(user_id=mine.pk, language="en")[0].subject.startswith("Application accepted")


@pytest.mark.django_db
def test_the_inbox_pages_by_key_newest_first() -> None:
    mine = person()
    messages = [tell(mine, at=NOW, event=f"application:1:{number}") for number in range(5)]
    first = inbox(user_id=mine.pk, limit=3)
    rest = inbox(user_id=mine.pk, before_id=first[-1].message_id, limit=3)
    assert [entry.message_id for entry in first + rest] == [message.pk for message in reversed(messages)]


@pytest.mark.django_db
def test_a_message_is_read_once_and_only_by_its_recipient() -> None:
    mine, other = person("mine"), person("other")
    message = tell(mine, at=NOW)
    tell(mine, at=NOW, kind="withdrawn")
    assert unread_count(user_id=mine.pk) == 2
    assert not mark_read(user_id=other.pk, message_id=message.pk, at=NOW)
    assert mark_read(user_id=mine.pk, message_id=message.pk, at=NOW)
    assert not mark_read(user_id=mine.pk, message_id=message.pk, at=NOW)
    assert unread_count(user_id=mine.pk) == 1
    assert mark_all_read(user_id=mine.pk, up_to_id=message.pk + 9, at=NOW) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad", [{"kind": "gossip"}, {"params": {"item": "x"}}, {"params": []}, {"link": "javascript:x"}]
)
def test_a_message_whose_text_cannot_be_made_says_so_and_breaks_no_page(bad: dict[str, Any]) -> None:
    mine = person()
    tell(mine, at=NOW, **bad)
    (entry,) = inbox(user_id=mine.pk)
    assert entry.subject == "一条消息正在核对"
    assert entry.link == ""


@pytest.mark.django_db
def test_a_person_chooses_channels_but_keeps_the_inbox() -> None:
    mine = person()
    choose(user_id=mine.pk, channel=Channel.SMS, enabled=True)
    choose(user_id=mine.pk, channel=Channel.SMS, enabled=False)
    assert choices_of(user_id=mine.pk) == {"sms": False}
    with pytest.raises(ValueError, match="inbox"):
        choose(user_id=mine.pk, channel=Channel.IN_APP, enabled=False)


@pytest.mark.django_db
def test_a_heartbeat_goes_forward_only_and_is_missed_after_ninety_seconds() -> None:
    beat(name="mail", at=NOW)
    beat(name="mail", at=NOW - timedelta(minutes=5))
    assert Heartbeat.objects.get().beaten_at == NOW
    assert stale_heartbeats(at=NOW + timedelta(seconds=89)) == []
    assert stale_heartbeats(at=NOW + timedelta(seconds=91)) == ["mail"]
    heartbeat_task("fast")
    assert Heartbeat.objects.count() == 2


@pytest.mark.usefixtures("committed_database")
def test_the_outbox_can_be_run_by_hand_without_any_broker(mail: Sink) -> None:
    message = tell(person(), at=NOW, params=CASE)
    out = StringIO()
    call_command("run_outbox", stdout=out)
    assert '"sent": 1' in out.getvalue()
    assert delivery(message).state == "sent"
    out = StringIO()
    call_command("run_outbox", stdout=out)
    assert out.getvalue() == ""
