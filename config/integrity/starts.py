"""期限的起点: from which day, for how long, of each clock: what the application and its version of the catalogue say.

Law: 行政许可法 32 (five days), 42 (twenty, or what the item says; joint handling), 44 (delivery)."""

from config.integrity.findings import Rule

_ITEM = """(SELECT s FROM jsonb_array_elements(v.content -> 'sub_items') s WHERE s ->> 'code' = a.sub_item_code)"""
_STARTED = f"""FROM workflow_clock c JOIN workflow_application a ON a.id = c.application_id
 JOIN workflow_itemversion v ON v.id = a.item_version_id CROSS JOIN LATERAL {_ITEM} i (sub)
 CROSS JOIN LATERAL (SELECT v.content -> 'defaults') d (common)"""


def _rule(kind: str, trigger: str, length: str, condition: str = "TRUE") -> Rule:
    return Rule(
        "clock",
        "workflow_clock",
        f"""SELECT c.id, a.number, format('{kind}: from %s for %s %s, the case says from %s for %s', c.trigger_on, c.length,
         c.unit, {trigger}, {length}) {_STARTED}
        WHERE {{scope}} AND c.kind = '{kind}' AND {condition} AND (c.trigger_on, c.length, c.unit)
         IS DISTINCT FROM ({trigger}, {length}, 'wd')""",
    )


def _common(section: str, key: str = "days") -> str:
    return f"(d.common #>> '{{{section},{key}}}')::int"


_LATEST = (
    "NOT EXISTS (SELECT 1 FROM workflow_clock n WHERE n.application_id = a.id AND n.kind = 'notice' AND n.id > c.id)"
)
# what was supplied and rejected since was not received on that day
_NOT_REJECTED = """NOT EXISTS (SELECT 1 FROM workflow_ledgerentry e WHERE e.application_id = a.id AND e.act = 'reject_material'
 AND e.from_status = 'received' AND e.at >= c.trigger_on::timestamp AT TIME ZONE 'Asia/Shanghai')"""
_RECEIVED = """SELECT a.id, a.number, format('received on %s, but no five days began then', a.received_on)
 FROM workflow_application a WHERE {scope} AND NOT EXISTS (SELECT 1 FROM workflow_clock c
 WHERE c.application_id = a.id AND c.kind = 'notice' AND c.trigger_on = a.received_on)"""
STARTS = (
    Rule("clock", "workflow_application", _RECEIVED),
    _rule("notice", "a.received_on", _common("notice"), f"{_LATEST} AND {_NOT_REJECTED}"),
    _rule(
        "statutory",
        "CASE i.sub ->> 'clock_start' WHEN 'receipt' THEN a.received_on ELSE a.accepted_on END",
        f"CASE WHEN a.joint_handling THEN {_common('joint_handling', 'statutory_days')} "
        "ELSE (i.sub ->> 'statutory_days')::int END",
    ),
    _rule("promised", "a.accepted_on", "(i.sub ->> 'promised_days')::int", "a.route = 'ordinary'"),
    _rule("delivery", "a.decided_on", _common("delivery")),
    _rule("publication", "a.decided_on", _common("publication")),
)
