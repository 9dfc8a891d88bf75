"""What the database itself forbids about application forms: SQL for the migration that puts the trigger there."""

FORMS_STAY = """
CREATE FUNCTION approvals_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: it stays as it was handed in', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER form_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_applicationform
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_form_stays();
"""
FORMS_MAY_GO = """
DROP TRIGGER form_stays ON approvals_applicationform;
DROP FUNCTION approvals_form_stays();
"""
