"""One delivery at a time: claim it in a statement of its own, send it outside any transaction, write what came of it.

The claim raises `attempts` and takes a lease before the effect. A worker that dies leaves the lease, and whoever comes
after its end tries again under the same key; a delivery whose lease ended unanswered five times is set aside.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from notifications.channels.deadline import within
from notifications.channels.protocol import Channel as Sender
from notifications.channels.protocol import Envelope
from notifications.composition import compose_for
from notifications.errors import Overran, Permanent, TextError, Transient, Unreachable
from notifications.models import Delivery, DeliveryState, Undelivered, UndeliveredReason
from notifications.recipients import person_of

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
SEND_SECONDS = 12
FIRST_GAP = timedelta(minutes=1)
WIDEST_GAP = timedelta(hours=1)
WIDEST_GAP_WHILE_UNREACHABLE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=72)
CRASHES_BEFORE_QUARANTINE = 5
ERROR_LENGTH = 500

CLAIM = """
UPDATE notifications_delivery
   SET attempts = attempts + 1,
       crashes = crashes + CASE WHEN lease IS NULL THEN 0 ELSE 1 END,
       lease = %(lease)s::uuid,
       next_attempt_at = %(lease_end)s::timestamptz,
       first_attempt_at = COALESCE(first_attempt_at, %(now)s::timestamptz)
 WHERE id = (SELECT id FROM notifications_delivery
              WHERE state = 'pending' AND next_attempt_at <= %(now)s::timestamptz
              ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""

STATE_OF = {
    UndeliveredReason.GIVEN_UP: DeliveryState.GIVEN_UP,
    UndeliveredReason.REFUSED: DeliveryState.FAILED,
    UndeliveredReason.POISON: DeliveryState.QUARANTINED,
    UndeliveredReason.TEXT: DeliveryState.QUARANTINED,
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How one attempt came out: the state written, or `pending` for another try later.

    After `overran` the sender is still in use by the send that was left to itself.
    """

    state: DeliveryState
    unreachable: str = ""
    overran: bool = False


def claim(*, now: datetime) -> Delivery | None:
    """The delivery that has waited longest, under a new lease; None when nothing is due."""
    values: dict[str, str | datetime] = {"lease": str(uuid4()), "lease_end": now + LEASE, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        row = cursor.fetchone()
    return None if row is None else Delivery.objects.select_related("message__recipient").get(id=row[0])


def attempt(*, delivery: Delivery, sender: Sender | None, down: str, now: datetime) -> Ended:
    """Send one claimed delivery and write the outcome. `down` says why its channel is known to be unreachable now."""
    if delivery.crashes >= CRASHES_BEFORE_QUARANTINE:
        return Ended(_ended(delivery, UndeliveredReason.POISON, "leases ended without an outcome", now))
    try:
        if down or sender is None:
            raise Unreachable(down or "the channel is not configured any more")
        provider_id = _send(delivery, sender)
    except TextError as error:
        return Ended(_ended(delivery, UndeliveredReason.TEXT, f"{error.code}: {error}", now))
    except Permanent as error:
        return Ended(_ended(delivery, UndeliveredReason.REFUSED, str(error), now))
    except Unreachable as error:
        state = _put_off(delivery, str(error), now, WIDEST_GAP_WHILE_UNREACHABLE)
        return Ended(state, unreachable=str(error))
    except Transient as error:
        return Ended(_put_off(delivery, str(error), now, WIDEST_GAP), overran=isinstance(error, Overran))
    except Exception as error:
        logger.exception("delivery %s: the %s channel broke", delivery.pk, delivery.channel)
        return Ended(_put_off(delivery, f"{type(error).__name__}: {error}", now, WIDEST_GAP))
    return Ended(_sent(delivery, provider_id, now))


def gap(*, attempts: int, widest: timedelta) -> timedelta:
    """The wait after the n-th attempt: a minute, doubled each time, at most `widest`.

    >>> [gap(attempts=n, widest=WIDEST_GAP) // FIRST_GAP for n in (1, 2, 3, 7)]
    [1, 2, 4, 60]
    """
    return min(FIRST_GAP * 2 ** min(attempts - 1, 16), widest)


def key_of(delivery: Delivery) -> str:
    """What names this message at the receiver, the same at every attempt and in no other database."""
    message = delivery.message
    told = f"{message.event}|{message.kind}|{message.recipient_id}|{message.created_at.timestamp()}"
    return f"outbox-{message.pk}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _send(delivery: Delivery, sender: Sender) -> str:
    person = person_of(delivery.message.recipient)
    address = sender.address_of(person)
    if not address:
        raise Permanent("the recipient has no address on this channel any more")
    delivery.address = sender.masked(address)
    text = compose_for(delivery.message, delivery.channel)
    envelope = Envelope(key=key_of(delivery), address=address, person=person, link=delivery.message.link)
    return within(SEND_SECONDS, lambda: sender.send(envelope, text))


def _sent(delivery: Delivery, provider_id: str, now: datetime) -> DeliveryState:
    """Written whoever holds the lease by now: the message is out."""
    Delivery.objects.filter(id=delivery.pk, state=DeliveryState.PENDING).update(
        state=DeliveryState.SENT,
        sent_at=now,
        address=delivery.address,
        provider_id=provider_id[:254],
        next_attempt_at=None,
        lease=None,
        last_error="",
    )
    return DeliveryState.SENT


def _put_off(delivery: Delivery, error: str, now: datetime, widest: timedelta) -> DeliveryState:
    last_moment = (delivery.first_attempt_at or now) + GIVE_UP_AFTER
    if now >= last_moment:
        return _ended(delivery, UndeliveredReason.GIVEN_UP, error, now)
    _held(delivery).update(
        next_attempt_at=min(now + gap(attempts=delivery.attempts, widest=widest), last_moment),
        lease=None,
        address=delivery.address,
        last_error=error[:ERROR_LENGTH],
    )
    return DeliveryState.PENDING


def _ended(delivery: Delivery, reason: UndeliveredReason, error: str, now: datetime) -> DeliveryState:
    """No further attempt: the state and the human task are one write."""
    state = STATE_OF[reason]
    with transaction.atomic():
        if _held(delivery).update(
            state=state, next_attempt_at=None, lease=None, address=delivery.address, last_error=error[:ERROR_LENGTH]
        ):
            task = Undelivered(message=delivery.message, delivery=delivery, reason=reason, created_at=now)
            Undelivered.objects.bulk_create([task], ignore_conflicts=True)
    return state


def _held(delivery: Delivery) -> QuerySet[Delivery]:
    """The row, as long as this worker's lease still stands."""
    return Delivery.objects.filter(id=delivery.pk, state=DeliveryState.PENDING, lease=delivery.lease)
