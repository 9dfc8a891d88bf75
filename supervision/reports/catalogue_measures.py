"""What is counted over the catalogue of items (事项目录) as it was in force on a day.

For days before the catalogue was first loaded, that first catalogue counts: cases may be older than the system."""

import json
from collections.abc import Callable, Sequence
from datetime import date

from django.db import connection

from workflow.rules import catalogue as rules
from workflow.rules.catalogue import SubItem

IN_FORCE = """WITH version AS (
 SELECT item_code, number, content, (loaded_at AT TIME ZONE 'Asia/Shanghai')::date AS loaded_on FROM workflow_itemversion)
SELECT DISTINCT ON (item_code) content::text FROM version
 WHERE loaded_on <= greatest(%s, (SELECT min(loaded_on) FROM version)) ORDER BY item_code, number DESC"""
INSTANT, PUBLIC, WHOLLY = "即办件", "公共服务", "四级"  # words of the catalogue

MEASURES: dict[str, Callable[[Sequence[SubItem]], int]] = {
    "items": lambda rows: len({each.item_code for each in rows}),
    "sub_items": len,
    "instant": lambda rows: sum(each.processing_type == INSTANT for each in rows),
    "tolerant": lambda rows: sum(each.tolerance for each in rows),
    "commitment": lambda rows: sum(each.commitment for each in rows),
    "eased": lambda rows: sum(each.tolerance or each.commitment for each in rows),
    "public": lambda rows: sum(each.item_type == PUBLIC for each in rows),
    "public_one_trip": lambda rows: sum(each.item_type == PUBLIC and each.max_visits <= 1 for each in rows),
    "not_online": lambda rows: sum(each.online_depth != WHOLLY for each in rows),
    "promised_days": lambda rows: sum(each.promised_days for each in rows if each.statutory_days),
    "statutory_days": lambda rows: sum(each.statutory_days for each in rows),
}


def in_force(day: date) -> list[SubItem]:
    """The sub-items of the versions in force at the end of that day, in the order of the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [day])
        contents = [json.loads(content) for (content,) in cursor.fetchall()]
    return [found for content in contents for found in rules.sub_items(content)]
