"""How often something may be tried by somebody: counted in the database, so that it holds for every process.

What is tried and by whom stands there only as a keyed digest, and no longer than it is needed (个人信息保护法 19, 51)."""

from datetime import datetime, timedelta

from django.db import connection, models

from approvals.fields import blind_index

SWEPT_AT_ONCE = 50
COUNT = """INSERT INTO approvals_attemptcount AS c (key, until_at, count) VALUES (%(key)s, %(until)s, 1)
ON CONFLICT (key) DO UPDATE SET count = CASE WHEN c.until_at <= %(at)s THEN 1 ELSE c.count + 1 END,
 until_at = CASE WHEN c.until_at <= %(at)s THEN %(until)s ELSE c.until_at END
RETURNING count, until_at"""
SWEEP = """DELETE FROM approvals_attemptcount WHERE key IN (SELECT key FROM approvals_attemptcount
 WHERE until_at <= %(at)s ORDER BY until_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)"""


class AttemptCount(models.Model):
    """How often this was tried in the window that ends at `until_at`."""

    key = models.CharField(max_length=64, primary_key=True)
    until_at = models.DateTimeField(db_index=True)
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


def barred_until(*, purpose: str, who: str, at: datetime, most: int, per: timedelta) -> datetime | None:
    """Counts this attempt; None if it is one of the first `most` of its window, else when the window ends."""
    key = blind_index(f"{purpose}:{who}")
    given: dict[str, str | int | datetime] = {"key": key, "at": at, "until": at + per, "most": SWEPT_AT_ONCE}
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, given)
        cursor.execute(COUNT, given)
        count, until_at = cursor.fetchone()
    return until_at if count > most else None
