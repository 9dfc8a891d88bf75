"""People to be told, and messages as acts insert them: with the six columns of the one statement, nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from notifications.models import Delivery, Message

INSERT = """
INSERT INTO notifications_message (event, kind, recipient_id, params, link, created_at)
VALUES (%s, %s, %s, %s::jsonb, %s, %s) RETURNING id
"""
CASE: dict[str, Any] = {
    "number": "A2026-0001",
    "item": {"zh-hans": "危险化学品经营许可", "en": "Chemicals trade licence"},
}


def person(name: str = "applicant", **facts: Any) -> Any:
    values = {"email": f"{name}@example.test", "language": "zh-hans", "display_name": "张三", "phone": "", **facts}
    return get_user_model().objects.create(username=name, **values)


def tell(
    recipient: Any,
    *,
    at: datetime,
    kind: str = "acceptance_notice",
    event: str = "application:1:2",
    params: Any = None,
    link: str = "/cases/1/",
) -> Message:
    values = [event, kind, recipient.pk, json.dumps(CASE if params is None else params), link, at]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return Message.objects.get(id=cursor.fetchone()[0])


def delivery(message: Message, channel: str = "email") -> Delivery:
    return Delivery.objects.get(message=message, channel=channel)


def states(message: Message) -> dict[str, str]:
    return dict(Delivery.objects.filter(message=message).values_list("channel", "state"))
