"""What the database itself forbids about accounts, application forms, decisions, made documents and their service, licences:
SQL for the migrations."""

from approvals.rules.licence_identifier import LAST_EDITION, WHOLE

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
DOCUMENTS_STAY = """
CREATE TRIGGER document_stays BEFORE DELETE OR TRUNCATE ON approvals_document
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
"""
DOCUMENTS_MAY_GO = "DROP TRIGGER document_stays ON approvals_document;"
FILE_IS_KNOWN = """
CREATE FUNCTION approvals_file_is_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'sealed' AND (NEW.sealed_at IS NULL OR NEW.content IS NULL OR NEW.key IS NULL OR NEW.code IS NULL
                               OR NEW.sha256 = '' OR NEW.size <= 0 OR NEW.pages <= 0)
     OR NEW.state = 'set_aside' AND NEW.fault = '' THEN
    RAISE EXCEPTION 'the file of document % is % and does not say what or why', NEW.document_id, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER file_is_known BEFORE INSERT OR UPDATE ON approvals_documentfile
  FOR EACH ROW EXECUTE FUNCTION approvals_file_is_known();
"""
FILE_MAY_BE_UNKNOWN = """
DROP TRIGGER file_is_known ON approvals_documentfile;
DROP FUNCTION approvals_file_is_known();
"""
SEALED_STAYS = """
CREATE FUNCTION approvals_sealed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: what bears the seal stays', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER sealed_stays BEFORE UPDATE OR DELETE ON approvals_documentfile
  FOR EACH ROW WHEN (OLD.state = 'sealed') EXECUTE FUNCTION approvals_sealed_stays();
CREATE TRIGGER use_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_sealuse
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_sealed_stays();
CREATE TRIGGER void_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_documentvoid
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_sealed_stays();
"""
SEALED_MAY_GO = """
DROP TRIGGER void_stays ON approvals_documentvoid;
DROP TRIGGER use_stays ON approvals_sealuse;
DROP TRIGGER sealed_stays ON approvals_documentfile;
DROP FUNCTION approvals_sealed_stays();
"""
SERVICE_STAYS = """
CREATE FUNCTION approvals_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: it only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_service
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_opening
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
"""
ACCOUNTS_STAY = """
CREATE TRIGGER account_stays BEFORE DELETE OR TRUNCATE ON approvals_user
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
"""
ACCOUNTS_MAY_GO = "DROP TRIGGER account_stays ON approvals_user;"
SOUND_ROWS = f"""
CREATE FUNCTION approvals_decision_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind <> 'grant' AND NEW.grounds = '' OR NOT NEW.deemed AND NEW.decided_by_id IS NULL THEN
    RAISE EXCEPTION 'the decision on application % has no grounds, or nobody took it', NEW.application_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER decision_is_sound AFTER INSERT OR UPDATE ON approvals_decision
  FOR EACH ROW EXECUTE FUNCTION approvals_decision_is_sound();
CREATE FUNCTION approvals_edition_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.edition NOT BETWEEN 1 AND {LAST_EDITION} OR NEW.cause = 'corrected' AND NEW.reason = ''
     OR NEW.identifier !~ '^{WHOLE}$' THEN
    RAISE EXCEPTION 'edition % of licence % is no edition, does not say why, or has no identifier', NEW.edition, NEW.licence_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER edition_is_sound AFTER INSERT ON approvals_licenceedition
  FOR EACH ROW EXECUTE FUNCTION approvals_edition_is_sound();
"""
MAY_BE_UNSOUND = """
DROP TRIGGER edition_is_sound ON approvals_licenceedition;
DROP FUNCTION approvals_edition_is_sound();
DROP TRIGGER decision_is_sound ON approvals_decision;
DROP FUNCTION approvals_decision_is_sound();
"""
EDITIONS_STAY = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_licenceedition
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals_licencereminder
  FOR EACH STATEMENT EXECUTE FUNCTION approvals_only_grows();
"""
EDITIONS_MAY_GO = """
DROP TRIGGER only_grows ON approvals_licencereminder;
DROP TRIGGER only_grows ON approvals_licenceedition;
"""
SERVICE_MAY_GO = """
DROP TRIGGER only_grows ON approvals_opening;
DROP TRIGGER only_grows ON approvals_service;
DROP FUNCTION approvals_only_grows();
"""
BANS_STAY = """
CREATE FUNCTION approvals_ban_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending text[] := ARRAY['lifted_on', 'lifted_for'];
BEGIN
  IF OLD.lifted_on IS NOT NULL OR to_jsonb(OLD) - ending IS DISTINCT FROM to_jsonb(NEW) - ending THEN
    RAISE EXCEPTION 'ban % is fixed: only its early end may be added, once', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ban_stays BEFORE UPDATE ON approvals_ban
  FOR EACH ROW EXECUTE FUNCTION approvals_ban_stays();
"""
BANS_MAY_CHANGE = """
DROP TRIGGER ban_stays ON approvals_ban;
DROP FUNCTION approvals_ban_stays();
"""
