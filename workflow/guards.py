"""What the database itself forbids, and the room it leaves: SQL for the migrations that lay it out.

A status changes only together with its ledger entry, and has its day; clocks, pauses and visits are sound; the ledger, the
registers and the refused attempts only grow.  Triggers, not CHECKs, where every act writes: PostgreSQL reads the text of a
table's CHECKs in every statement."""

STATUS_NEEDS_LEDGER = """
CREATE FUNCTION workflow_status_needs_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status = 'accepted' AND NEW.accepted_on IS NULL)
     OR (NEW.status IN ('granted', 'refused', 'issued') AND NEW.decided_on IS NULL) THEN
    RAISE EXCEPTION 'application % is % on no day', NEW.id, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.status IS NOT DISTINCT FROM OLD.status THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT 1 FROM workflow_ledgerentry l
                 WHERE l.application_id = NEW.id AND l.seq = NEW.version AND l.to_status = NEW.status) THEN
    RAISE EXCEPTION 'status of application % became % without a ledger entry', NEW.id, NEW.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER application_status_needs_ledger AFTER INSERT OR UPDATE OF status, accepted_on, decided_on ON workflow_application
  FOR EACH ROW EXECUTE FUNCTION workflow_status_needs_ledger();
"""
NO_STATUS_TRIGGER = """
DROP TRIGGER application_status_needs_ledger ON workflow_application;
DROP FUNCTION workflow_status_needs_ledger();
"""
# what ends the guarded write of an act whose case, or whose grounds, changed since they were read: the act is decided anew
OVERTAKEN = """
CREATE FUNCTION workflow_overtaken() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'changed since it was read' USING ERRCODE = 'serialization_failure';
END $$;
"""
NOT_OVERTAKEN = "DROP FUNCTION workflow_overtaken();"
# what every act may write is guarded after the fact, and only where these columns were written
SOUND_ROWS = """
CREATE FUNCTION workflow_clock_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.length < 0 OR NEW.extension < 0 THEN
    RAISE EXCEPTION 'clock % of application % runs backwards', NEW.id, NEW.application_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER clock_is_sound AFTER INSERT OR UPDATE OF length, extension ON workflow_clock
  FOR EACH ROW EXECUTE FUNCTION workflow_clock_is_sound();
CREATE FUNCTION workflow_pause_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.legal_basis = '' OR NEW.ended_on < NEW.opened_on OR NEW.planned_end < NEW.opened_on THEN
    RAISE EXCEPTION 'pause % of application % has no basis, or ends before it begins', NEW.id, NEW.application_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER pause_is_sound AFTER INSERT OR UPDATE OF legal_basis, opened_on, ended_on, planned_end ON workflow_pause
  FOR EACH ROW EXECUTE FUNCTION workflow_pause_is_sound();
CREATE FUNCTION workflow_visit_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(array_length(NEW.officials, 1), 0) <> 2 OR NEW.officials[1] = NEW.officials[2] THEN
    RAISE EXCEPTION 'visit % of application % is not by two officials', NEW.id, NEW.application_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER visit_is_sound AFTER INSERT OR UPDATE OF officials ON workflow_visit
  FOR EACH ROW EXECUTE FUNCTION workflow_visit_is_sound();
"""
MAY_BE_UNSOUND = "".join(
    f"DROP TRIGGER {name}_is_sound ON workflow_{name};\nDROP FUNCTION workflow_{name}_is_sound();\n"
    for name in ("clock", "pause", "visit")
)
APPEND_ONLY_TABLES = ("workflow_ledgerentry", "workflow_registerentry", "workflow_refusedattempt")
APPEND_ONLY = """
CREATE FUNCTION workflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: it only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
    "FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only();\n"
    for name in APPEND_ONLY_TABLES
)
NOT_APPEND_ONLY = (
    "".join(f"DROP TRIGGER append_only ON {name};\n" for name in APPEND_ONLY_TABLES)
    + "DROP FUNCTION workflow_append_only();"
)
# rows that every act writes again find room on their own page, and their indexes are left alone
REWRITTEN = ("workflow_application", "workflow_task", "workflow_clock")
LEAVE_ROOM = "".join(f"ALTER TABLE {table} SET (fillfactor = 60);" for table in REWRITTEN)
FILL_UP = "".join(f"ALTER TABLE {table} RESET (fillfactor);" for table in REWRITTEN)
