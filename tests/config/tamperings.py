"""What somebody with a superuser's hands could change behind the acts, and the row that must be named for it."""

OPEN = "(SELECT min(id) FROM workflow_application WHERE status = 'accepted')"
DONE = "(SELECT min(id) FROM workflow_application WHERE status = 'issued')"
COUNTED = """(SELECT min(a.id) FROM workflow_application a JOIN supervision_casefact f ON f.application_id = a.id
 AND f.version = a.version)"""
STATUTORY = f"SELECT id FROM workflow_clock WHERE application_id = {OPEN} AND kind = 'statutory'"
TASK = f"""SELECT min(t.id) FROM workflow_task t JOIN workflow_application a ON a.process_id = t.process_id
 WHERE a.id = {OPEN} AND t.finished IS NULL AND t.desk = 'review'"""
THIRD = f"SELECT id FROM workflow_ledgerentry WHERE application_id = {DONE} AND seq = 3"
STAY = """SELECT min(x.task_id) FROM supervision_stepfact x JOIN supervision_casefact f USING (application_id)
 JOIN workflow_application a ON a.id = f.application_id AND a.version = f.version"""
LAST = f"""SELECT id FROM workflow_ledgerentry l WHERE application_id = {DONE} AND seq = (SELECT version
 FROM workflow_application a WHERE a.id = l.application_id)"""
EDITION = f"SELECT id, licence_id FROM approvals_licenceedition WHERE application_id = {DONE} ORDER BY id LIMIT 1"

# name → what is done, the check that finds it, the table, and the row it must name (as SQL, asked before it is done)
TAMPERINGS: dict[str, tuple[str, str, str, str]] = {
    "a ledger entry's inputs": (
        f"UPDATE workflow_ledgerentry SET inputs = '{{\"a\": 1}}' WHERE id = ({THIRD})",
        "ledger", "workflow_ledgerentry", THIRD,
    ),
    "who did it": (
        f"UPDATE workflow_ledgerentry SET actor_id = actor_id + 1 WHERE id = ({THIRD})",
        "ledger", "workflow_ledgerentry", THIRD,
    ),
    "done by nobody there is": (
        f"UPDATE workflow_ledgerentry SET actor_id = -1 WHERE id = ({THIRD})", "account", "workflow_ledgerentry", THIRD,
    ),
    "lodged by nobody there is": (
        f"UPDATE workflow_application SET lodged_by_id = -1 WHERE id = {DONE}", "account", "workflow_application", f"SELECT {DONE}",
    ),
    "signed by nobody there is": (
        "UPDATE workflow_commitment SET signed_by_id = -1 WHERE id = (SELECT min(id) FROM workflow_commitment)",
        "account", "workflow_commitment", "SELECT min(id) FROM workflow_commitment",
    ),
    "decided by nobody there is": (
        f"UPDATE approvals_decision SET decided_by_id = -1 WHERE application_id = {DONE}",
        "account", "approvals_decision", f"SELECT id FROM approvals_decision WHERE application_id = {DONE}",
    ),
    "two entries swapped": (
        f"""UPDATE workflow_ledgerentry SET seq = -3 WHERE application_id = {DONE} AND seq = 3;
        UPDATE workflow_ledgerentry SET seq = 3 WHERE application_id = {DONE} AND seq = 4;
        UPDATE workflow_ledgerentry SET seq = 4 WHERE application_id = {DONE} AND seq = -3""",
        "ledger", "workflow_ledgerentry", f"SELECT id FROM workflow_ledgerentry WHERE application_id = {DONE} AND seq = 4",
    ),
    "an entry cut out": (
        f"DELETE FROM workflow_ledgerentry WHERE application_id = {DONE} AND seq = 2",
        "ledger", "workflow_ledgerentry", THIRD,
    ),
    "the tail cut off": (
        f"DELETE FROM workflow_ledgerentry WHERE id = ({LAST})", "ledger", "workflow_application", f"SELECT {DONE}",
    ),
    "the head": (
        f"UPDATE workflow_application SET chain_hash = repeat('0', 64) WHERE id = {DONE}",
        "ledger", "workflow_application", f"SELECT {DONE}",
    ),
    "a status": (
        f"UPDATE workflow_application SET status = 'terminated' WHERE id = {OPEN}",
        "ledger", "workflow_application", f"SELECT {OPEN}",
    ),
    "an entry of a register": (
        "UPDATE workflow_registerentry SET act = 'x' WHERE register_id = 'cards' AND seq = 1",
        "register", "workflow_registerentry", "SELECT id FROM workflow_registerentry WHERE register_id = 'cards' AND seq = 1",
    ),
    "a due day": (
        f"UPDATE workflow_clock SET due_on = due_on + 1 WHERE id = ({STATUTORY})", "clock", "workflow_clock", STATUTORY,
    ),
    "what is counted of a case": (
        f"UPDATE supervision_casefact SET lodged_on = lodged_on - 400 WHERE application_id = {COUNTED}",
        "figures", "supervision_casefact", f"SELECT {COUNTED}",
    ),
    "how long a case waited at a step": (
        f"UPDATE supervision_stepfact SET days = days + 7 WHERE task_id = ({STAY})", "figures", "supervision_stepfact", STAY,
    ),
    "that a case waited at a step": (
        f"DELETE FROM supervision_stepfact WHERE task_id = ({STAY})", "figures", "supervision_stepfact", STAY,
    ),
    "a due day that was met": (
        f"UPDATE workflow_clock SET due_on = due_on - 1 WHERE application_id = {DONE} AND kind = 'promised'",
        "clock", "workflow_clock", f"SELECT id FROM workflow_clock WHERE application_id = {DONE} AND kind = 'promised'",
    ),
    "whether a date is tentative": (
        f"UPDATE workflow_clock SET provisional = TRUE WHERE id = ({STATUTORY})", "clock", "workflow_clock", STATUTORY,
    ),
    "a clock's length with its date": (
        f"UPDATE workflow_clock SET length = length + 5, due_on = due_on + 7 WHERE id = ({STATUTORY})",
        "clock", "workflow_clock", STATUTORY,
    ),
    "a clock that no timer looks at": (
        """UPDATE workflow_clock SET wake_on = NULL, due_on = '2099-01-01' WHERE id = (SELECT max(id) FROM workflow_clock
        WHERE met_on IS NULL)""",
        "clock", "workflow_clock", "SELECT max(id) FROM workflow_clock WHERE met_on IS NULL",
    ),
    "the end of a pause": (
        f"UPDATE workflow_pause SET ended_on = ended_on + 3 WHERE application_id = {DONE}",
        "clock", "workflow_clock", f"SELECT id FROM workflow_clock WHERE application_id = {DONE} AND kind = 'promised'",
    ),
    "an extension nobody granted": (
        f"UPDATE workflow_clock SET extension = 5 WHERE id = ({STATUTORY})", "clock", "workflow_clock", STATUTORY,
    ),
    "who answers for a card": (
        "UPDATE supervision_card SET responsible_id = (SELECT max(id) FROM approvals_user) WHERE colour = 'yellow'",
        "card", "supervision_card", "SELECT max(id) FROM supervision_card WHERE colour = 'yellow'",
    ),
    "who had handled the case of a card": (
        "UPDATE supervision_card SET people = people || 99::bigint WHERE colour = 'yellow'",
        "card", "supervision_card", "SELECT max(id) FROM supervision_card WHERE colour = 'yellow'",
    ),
    "when a card was ruled on": (
        "UPDATE supervision_card SET ruled_at = ruled_at + interval '1 day' WHERE colour = 'yellow' AND ruled_at IS NOT NULL",
        "card", "supervision_card", "SELECT max(id) FROM supervision_card WHERE colour = 'yellow' AND ruled_at IS NOT NULL",
    ),
    "a day of the calendar": (
        "UPDATE workflow_calendaryear SET opened = opened - 0 WHERE year = 2026",
        "calendar", "workflow_calendaryear", "SELECT id FROM workflow_calendaryear WHERE year = 2026",
    ),
    "a version of the catalogue": (
        "UPDATE workflow_itemversion SET content = jsonb_set(content, '{name}', '\"x\"') WHERE item_code = 'EM16'",
        "catalogue", "workflow_itemversion", "SELECT id FROM workflow_itemversion WHERE item_code = 'EM16'",
    ),
    "the day in a queue": (
        f"UPDATE workflow_task SET due_on = due_on + 1 WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "the limit of a step": (
        f"UPDATE workflow_task SET node_due_on = node_due_on + 1 WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "whose work it is": (
        f"UPDATE workflow_task SET desk = 'window' WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "who may not do it": (
        f"UPDATE workflow_task SET barred = '{{}}' WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "work of no case": (
        f"UPDATE workflow_task SET process_id = -1 WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "work taken by nobody there is": (
        f"UPDATE workflow_task SET owner_id = -1 WHERE id = ({TASK})", "task", "workflow_task", TASK,
    ),
    "a file of no document": (
        """UPDATE approvals_documentfile SET document_id = -1
        WHERE document_id = (SELECT min(document_id) FROM approvals_documentfile WHERE state <> 'sealed')""",
        "file", "approvals_documentfile", "SELECT -1",
    ),
    "a row of no case": (
        f"UPDATE workflow_opinion SET application_id = -1 WHERE application_id = {DONE}",
        "parts", "workflow_opinion", f"SELECT id FROM workflow_opinion WHERE application_id = {DONE}",
    ),
    "open work that is closed": (
        f"UPDATE workflow_task SET status = 'DONE', finished = now() WHERE id = ({TASK})",
        "task", "workflow_process", f"SELECT process_id FROM workflow_application WHERE id = {OPEN}",
    ),
    "closed work that is opened": (
        f"""UPDATE workflow_task SET status = 'NEW', finished = NULL WHERE id = (SELECT min(t.id) FROM workflow_task t
        JOIN workflow_application a ON a.process_id = t.process_id WHERE a.id = {DONE} AND flow_task_type = 'HUMAN')""",
        "task", "workflow_task",
        f"""SELECT min(t.id) FROM workflow_task t JOIN workflow_application a ON a.process_id = t.process_id
        WHERE a.id = {DONE} AND flow_task_type = 'HUMAN'""",
    ),
    "a process": (
        f"""UPDATE workflow_process SET status = 'DONE', finished = now() WHERE id = (SELECT process_id
        FROM workflow_application WHERE id = {OPEN})""",
        "task", "workflow_process", f"SELECT process_id FROM workflow_application WHERE id = {OPEN}",
    ),
    "a message that is gone": (
        f"DELETE FROM notifications_message WHERE event = 'application:' || {DONE} || ':2' AND kind = 'acceptance_notice'",
        "outbox", "workflow_ledgerentry",
        f"SELECT id FROM workflow_ledgerentry WHERE application_id = {DONE} AND seq = 2",
    ),
    "a message of nothing": (
        f"""UPDATE notifications_message SET kind = 'refusal_decision' WHERE event = 'application:' || {DONE} || ':1'
        AND kind = 'receipt'""",
        "outbox", "notifications_message",
        f"SELECT id FROM notifications_message WHERE event = 'application:' || {DONE} || ':1' AND kind = 'receipt'",
    ),
    "a message of an act that never was": (
        f"""UPDATE notifications_message SET event = 'application:' || {DONE} || ':99' WHERE id = (SELECT max(id)
        FROM notifications_message WHERE event LIKE 'application:%')""",
        "outbox", "notifications_message",
        "SELECT max(id) FROM notifications_message WHERE event LIKE 'application:%'",
    ),
    "a message to nobody there is": (
        """UPDATE notifications_message SET recipient_id = -1 WHERE id = (SELECT min(id) FROM notifications_message
        WHERE event LIKE 'card:%')""",
        "outbox", "notifications_message", "SELECT min(id) FROM notifications_message WHERE event LIKE 'card:%'",
    ),
    "a delivery that is gone": (
        "DELETE FROM notifications_delivery WHERE message_id = (SELECT min(id) FROM notifications_message)",
        "delivery", "notifications_message", "SELECT min(id) FROM notifications_message",
    ),
    "a number": (
        "UPDATE approvals_document SET number = replace(number, '1号', '7号') WHERE kind = 'extension_notice'",
        "number", "approvals_document", "SELECT id FROM approvals_document WHERE kind = 'extension_notice'",
    ),
    "a document that is gone": (
        f"DELETE FROM approvals_document WHERE application_id = {DONE} AND kind = 'grant_decision'",
        "document", "workflow_application", f"SELECT {DONE}",
    ),
    "a series": (
        "UPDATE approvals_numberseries SET last = last + 1 WHERE id = (SELECT min(id) FROM approvals_numberseries)",
        "number", "approvals_numberseries", "SELECT min(id) FROM approvals_numberseries",
    ),
    "on whom it was served": (
        f"""UPDATE approvals_service SET done_on = done_on - 1 WHERE id = (SELECT min(id) FROM approvals_service s
        WHERE s.application_id = {DONE})""",
        "service", "approvals_service", f"SELECT min(id) FROM approvals_service WHERE application_id = {DONE}",
    ),
    "a row of service that is gone": (
        f"DELETE FROM approvals_service WHERE id = (SELECT min(id) FROM approvals_service WHERE application_id = {DONE})",
        "service", "approvals_document",
        f"SELECT document_id FROM approvals_service WHERE application_id = {DONE} ORDER BY id LIMIT 1",
    ),
    "a licence's number": (
        f"UPDATE approvals_licence SET number = '伪证1号' WHERE id = (SELECT licence_id FROM ({EDITION}) e)",
        "edition", "approvals_licenceedition", f"SELECT id FROM ({EDITION}) e",
    ),
    "the end of a licence": (
        f"UPDATE approvals_licence SET valid_until = valid_until + 365 WHERE id = (SELECT licence_id FROM ({EDITION}) e)",
        "edition", "approvals_licenceedition", f"SELECT id FROM ({EDITION}) e",
    ),
    "an edition that is gone": (
        f"DELETE FROM approvals_licenceedition WHERE id = (SELECT id FROM ({EDITION}) e)",
        "edition", "approvals_licence", f"SELECT licence_id FROM ({EDITION}) e",
    ),
    "the identifier of another edition": (
        f"""UPDATE approvals_licenceedition SET identifier = '1.2.156.3005.2.11100000000013338W002.11320482014138860P'
        || '.201807250201.001.M' WHERE id = (SELECT id FROM ({EDITION}) e)""",
        "identifier", "approvals_licenceedition", f"SELECT id FROM ({EDITION}) e",
    ),
    "a decision that is gone": (
        f"DELETE FROM approvals_decision WHERE application_id = {DONE}",
        "decision", "workflow_application", f"SELECT {DONE}",
    ),
    "who decided": (
        f"""UPDATE approvals_decision d SET decided_by_id = a.accepted_by_id FROM workflow_application a
        WHERE a.id = d.application_id AND a.id = {DONE}""",
        "duties", "approvals_decision", f"SELECT id FROM approvals_decision WHERE application_id = {DONE}",
    ),
    "who reviewed": (
        f"UPDATE workflow_application SET reviewed_by = '{{}}' WHERE id = {DONE}",
        "duties", "workflow_application", f"SELECT {DONE}",
    ),
    "who accepted": (
        f"UPDATE workflow_application SET accepted_by_id = accepted_by_id + 1 WHERE id = {DONE}",
        "acceptance", "workflow_application", f"SELECT {DONE}",
    ),
    "the day of acceptance": (
        f"UPDATE workflow_application SET accepted_on = accepted_on - 1 WHERE id = {DONE}",
        "acceptance", "workflow_application", f"SELECT {DONE}",
    ),
    "a material nobody promised": (
        f"""UPDATE workflow_material SET state = 'promised' WHERE id = (SELECT min(id) FROM workflow_material
        WHERE application_id = {OPEN})""",
        "commitment", "workflow_material", f"SELECT min(id) FROM workflow_material WHERE application_id = {OPEN}",
    ),
    "a letter": (
        "UPDATE workflow_commitment SET materials = '{OLD,OTHER}'",
        "commitment", "workflow_commitment", "SELECT min(id) FROM workflow_commitment",
    ),
    "what rows a case has": (
        f"UPDATE workflow_application SET parts = parts & ~4 WHERE id = {DONE}",
        "parts", "workflow_application", f"SELECT {DONE}",
    ),
    "a card nobody was told of": (
        "DELETE FROM notifications_message WHERE event = (SELECT 'card:' || min(id) FROM supervision_card)",
        "outbox", "supervision_card", "SELECT min(id) FROM supervision_card",
    ),
    "a trigger switched off": (
        "ALTER TABLE workflow_ledgerentry DISABLE TRIGGER append_only",
        "guard", "workflow_ledgerentry", "SELECT 'append_only'",
    ),
    "a trigger dropped": (
        "DROP TRIGGER application_status_needs_ledger ON workflow_application",
        "guard", "workflow_application", "SELECT 'application_status_needs_ledger'",
    ),
    "a trigger's function": (
        "CREATE OR REPLACE FUNCTION workflow_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "guard", "pg_proc", "SELECT 'workflow_append_only'",
    ),
    "a constraint": (
        "ALTER TABLE workflow_opinion DROP CONSTRAINT refusing_has_grounds",
        "guard", "workflow_opinion", "SELECT 'refusing_has_grounds'",
    ),
    "a constraint made mild": (
        """ALTER TABLE workflow_rating DROP CONSTRAINT stars_and_rounds,
        ADD CONSTRAINT stars_and_rounds CHECK (stars BETWEEN 1 AND 5)""",
        "guard", "workflow_rating", "SELECT 'stars_and_rounds'",
    ),
    "a unique index": (
        "DROP INDEX one_running_clock_of_a_kind", "guard", "workflow_clock", "SELECT 'one_running_clock_of_a_kind'",
    ),
}
