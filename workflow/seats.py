"""Whose desk an open work item is on: one rule in SQL (SEAT, RULE), read for a person's queue and for a case's holders.

A post gives its desks; deciding desks only for the matters that the post is in charge of or a delegation lends
(授权审批规定); an applicant's account and his agents have their own.  Nobody holds what separation or recusal bars.
What a colleague has taken is in his queue only, while he is there, and in his substitute's while he is not (A/B 角);
nothing waits for who has left or is away without one."""

from collections.abc import Mapping

from approvals.rules.authority import CHIEF, DECIDE, DEPUTY, HEAD

DESKS = {  # role → desks of which it has every work item
    "clerk": ("window",),
    "reviewer": ("review",),
    "verifier": ("verification",),
    "supervisor": ("supervision",),
}
DECIDING_DESKS = {CHIEF: (CHIEF, "refusal"), DEPUTY: (DEPUTY, "refusal")}  # … only of the matters it is in charge of
WATCHERS = (HEAD, DEPUTY, "government_head", "monitor", "auditor")

BUREAU = """bureau (id, root) AS (SELECT id, id FROM approvals_office WHERE parent_id IS NULL
 UNION ALL SELECT o.id, b.root FROM approvals_office o JOIN bureau b ON o.parent_id = b.id)"""


def _pairs(desks: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(f"('{role}', '{desk}')" for role, each in desks.items() for desk in each)


_POST_HELD = "p.from_on <= %(today)s::date AND (p.until_on IS NULL OR p.until_on >= %(today)s::date)"
SEAT = f"""{BUREAU}, seat (user_id, desk, office, matters, party) AS (
 SELECT p.user_id, d.desk, b.root, ARRAY['*']::varchar[], NULL::bigint FROM approvals_post p
  JOIN bureau b ON b.id = p.office_id JOIN (VALUES {_pairs(DESKS)}) d (role, desk) ON d.role = p.role WHERE {_POST_HELD}
 UNION ALL SELECT p.user_id, d.desk, b.root, p.matters, NULL FROM approvals_post p JOIN bureau b ON b.id = p.office_id
  JOIN (VALUES {_pairs(DECIDING_DESKS)}) d (role, desk) ON d.role = p.role WHERE {_POST_HELD}
 UNION ALL SELECT g.grantee_id, d.desk, b.root, g.matters, NULL FROM approvals_delegation g
  JOIN (VALUES {_pairs(DECIDING_DESKS)}) d (grade, desk) ON d.grade = g.grade
  JOIN approvals_post p ON p.user_id = g.grantee_id AND p.role IN ({", ".join(f"'{role}'" for role in sorted(DECIDE))})
  JOIN bureau b ON b.id = p.office_id
  WHERE {_POST_HELD} AND g.revoked_at IS NULL AND %(today)s::date BETWEEN g.from_on AND g.until_on
 UNION ALL SELECT u.id, 'applicant', NULL, ARRAY['*']::varchar[], u.applicant_id FROM approvals_user u
  WHERE u.applicant_id IS NOT NULL
 UNION ALL SELECT w.agent_id, 'applicant', NULL, w.matters, w.principal_id FROM approvals_powerofattorney w
  WHERE w.revoked_at IS NULL AND %(today)s::date BETWEEN w.from_on AND w.until_on)"""


def _fits(s: str) -> str:
    """Is this seat one at whose desk the work item is, of a person whom nothing bars?"""
    return f"""{s}.desk = t.desk AND ({s}.office IS NULL OR {s}.office = t.office_id)
 AND ({s}.party IS NULL OR {s}.party = a.applicant_id)
 AND {s}.matters && ARRAY['*', a.item_code, a.sub_item_code]::varchar[] AND NOT {s}.user_id = ANY(t.barred)
 AND EXISTS (SELECT 1 FROM approvals_user x WHERE x.id = {s}.user_id AND x.is_active)"""


_ABSENT = "v.ended_at IS NULL AND %(today)s::date BETWEEN v.from_on AND v.until_on"


def away(who: str) -> str:
    """Is this person (SQL of the key) not there today?"""
    return f"EXISTS (SELECT 1 FROM approvals_absence v WHERE v.user_id = {who} AND {_ABSENT})"


FITS = _fits("s")
# A/B 角: who has what was taken: its owner, and while he is away the substitute he has, and nobody in that one's place
HOLDER = f"""coalesce((SELECT v.substitute_id FROM approvals_absence v WHERE v.user_id = t.owner_id AND {_ABSENT}
 ORDER BY v.substitute_id NULLS LAST LIMIT 1), t.owner_id)"""
# 领取: the work item has been taken by somebody who still has a seat at its desk (he, or his substitute), and is there today
TAKEN = f"""(t.status = 'ASSIGNED' AND EXISTS (SELECT 1 FROM seat o WHERE o.user_id = {HOLDER} AND {_fits("o")})
 AND NOT {away(HOLDER)})"""
RULE = f"{FITS} AND (t.owner_id = s.user_id OR NOT {TAKEN} OR {HOLDER} = s.user_id)"
OPEN = """workflow_task t JOIN workflow_application a ON a.process_id = t.process_id
 JOIN approvals_applicant n ON n.id = a.applicant_id"""
AWAITED = "t.status IN ('NEW', 'ASSIGNED') AND t.flow_task_type = 'HUMAN'"
MINE = f"EXISTS (SELECT 1 FROM seat s WHERE s.user_id = %(user)s AND {RULE})"
WATCHED = f"""EXISTS (SELECT 1 FROM approvals_post p JOIN bureau b ON b.id = p.office_id WHERE p.user_id = %(user)s
 AND p.role IN ({", ".join(f"'{role}'" for role in WATCHERS)}) AND {_POST_HELD} AND b.root = t.office_id)"""
