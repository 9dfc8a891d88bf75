"""How often somebody may ask: public queries are counted in the database, by client address and by the number asked for.

A code of eight letters cannot be guessed in so few tries, nor the register of licences copied number by number.  Addresses
and numbers stand there only as keyed digests, and no longer than they are needed (个人信息保护法 19, 51)."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest

from approvals.fields import blind_index

WINDOW = timedelta(minutes=10)
SWEPT_AT_ONCE = 50
PREFIX = 64  # of an IPv6 address: what one subscriber has
COUNT = """INSERT INTO portal_querycount (key, started_at, count) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
 count = CASE WHEN portal_querycount.started_at <= %(before)s THEN 1 ELSE portal_querycount.count + 1 END,
 started_at = CASE WHEN portal_querycount.started_at <= %(before)s THEN %(at)s ELSE portal_querycount.started_at END
RETURNING count, started_at"""
SWEEP = """DELETE FROM portal_querycount WHERE key IN (SELECT key FROM portal_querycount WHERE started_at <= %(before)s
 ORDER BY started_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)"""


class QueryCount(models.Model):
    """How often this key was asked for within the window that `started_at` began."""

    key = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(db_index=True)
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many queries of a purpose one address may make in a window, and how many may be made about one number."""

    purpose: str
    by_address: int
    by_number: int


PROGRESS = Limits("progress", by_address=30, by_number=10)
LICENCE = Limits("licence", by_address=30, by_number=100)


def next_at(limits: Limits, *, address: str, number: str, at: datetime) -> datetime | None:
    """Counts this query; None if it may be answered, else the instant from which one may ask again."""
    for kind, value, most in (("address", address, limits.by_address), ("number", number, limits.by_number)):
        again = _counted(blind_index(f"{limits.purpose}:{kind}:{value}"), most, at)
        if again is not None:
            return again
    return None


def _counted(key: str, most: int, at: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, {"before": at - WINDOW, "most": SWEPT_AT_ONCE})
        cursor.execute(COUNT, {"key": key, "at": at, "before": at - WINDOW})
        count, started_at = cursor.fetchone()
    return started_at + WINDOW if count > most else None


def client_address(request: HttpRequest) -> str:
    """Who asks: behind the bureau's proxy the last address it was given, which is the one the proxy itself saw."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        given = request.headers.get("X-Forwarded-For", given).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, PREFIX), strict=False))
    return given
