"""Licences made out before there were editions: one for each licence document, and the first of those from before the system.

What they said of the holder is taken from the holder as he is registered now; they have no identifier."""

from django.db import migrations

OF_OLD = """INSERT INTO approvals_licenceedition (licence_id, edition, cause, number, valid_from, valid_until, from_on, says,
 reason, made_at) SELECT l.id, 1, 'registered', l.number, l.valid_from, l.valid_until, l.valid_from,
 jsonb_build_object('holder', p.name, 'legal_representative', p.legal_representative, 'address', p.address, 'form', '{}'::jsonb),
 '', coalesce((SELECT e.at FROM workflow_registerentry e WHERE e.register_id = 'licences' AND e.act = 'register_licence'
  AND e.inputs ->> 'number' = l.number LIMIT 1), now())
 FROM approvals_licence l JOIN approvals_applicant p ON p.id = l.holder_id
 WHERE l.application_id IS NULL AND l.number IS NOT NULL"""
MADE_OUT = """INSERT INTO approvals_licenceedition (licence_id, edition, cause, number, valid_from, valid_until, from_on, says,
 reason, application_id, seq, document_id, made_at, by_id) SELECT l.id, (CASE WHEN l.application_id IS NULL THEN 1 ELSE 0 END)
 + row_number() OVER (PARTITION BY l.id ORDER BY d.id), CASE a.kind WHEN 'change' THEN 'changed' WHEN 'renewal' THEN 'renewed'
 WHEN 'review' THEN 'reviewed' WHEN 'reissue' THEN 'reissued' ELSE 'issued' END, l.number, l.valid_from, l.valid_until,
 coalesce(a.decided_on, d.drawn_on), jsonb_build_object('holder', p.name, 'legal_representative', p.legal_representative,
 'address', p.address, 'form', '{}'::jsonb), '', a.id, d.seq, d.id, e.at, e.actor_id
 FROM approvals_document d JOIN workflow_application a ON a.id = d.application_id
 JOIN workflow_ledgerentry e ON e.application_id = a.id AND e.seq = d.seq
 JOIN approvals_licence l ON l.id = a.licence_id OR (a.licence_id IS NULL AND l.application_id = a.id)
 JOIN approvals_applicant p ON p.id = l.holder_id WHERE d.kind = 'licence' AND l.number IS NOT NULL"""
COUNTED = """UPDATE approvals_licence l SET edition = (SELECT max(e.edition) FROM approvals_licenceedition e
 WHERE e.licence_id = l.id) WHERE EXISTS (SELECT 1 FROM approvals_licenceedition e WHERE e.licence_id = l.id)"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0010_licence_editions"), ("workflow", "0007_delivery")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (OF_OLD, MADE_OUT, COUNTED)]
