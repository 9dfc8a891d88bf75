"""What the database itself forbids about what supervision keeps: SQL for the migrations that put the triggers there.

A card is never deleted; of a card only the contest and the ruling may be written, each once, the ruling by nobody whom it
concerns.  An order is never deleted; of an order only the answer and the closing may be written, each once.  Statements for
reports are superseded.  Editions of published records follow one another and stay; nothing of a natural person is published,
and nothing follows a withdrawal.  Of a ticket what was received and answered stays."""

CARDS_STAY = """
CREATE FUNCTION supervision_card_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  contest text[] := ARRAY['contested_by_id', 'contested_at', 'contest_text'];
  ruling text[] := ARRAY['ruled_by_id', 'ruled_at', 'ruling_text'];
  old_row jsonb; new_row jsonb;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '% of % is forbidden: a card is never deleted', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  old_row := to_jsonb(OLD) - 'state' - ruling;
  new_row := to_jsonb(NEW) - 'state' - ruling;
  IF OLD.contested_at IS NULL THEN
    old_row := old_row - contest;
    new_row := new_row - contest;
  END IF;
  IF OLD.ruled_at IS NOT NULL OR old_row IS DISTINCT FROM new_row THEN
    RAISE EXCEPTION 'card % is fixed: only a contest and then a ruling may be added', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_stays BEFORE UPDATE OR DELETE ON supervision_card
  FOR EACH ROW EXECUTE FUNCTION supervision_card_stays();
CREATE TRIGGER cards_stay BEFORE TRUNCATE ON supervision_card
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_card_stays();
"""
CARDS_MAY_GO = """
DROP TRIGGER cards_stay ON supervision_card;
DROP TRIGGER card_stays ON supervision_card;
DROP FUNCTION supervision_card_stays();
"""

STATEMENTS_STAY = """
CREATE FUNCTION supervision_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: a statement is superseded, never changed', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER statement_stays BEFORE UPDATE OR DELETE ON supervision_statement
  FOR EACH ROW EXECUTE FUNCTION supervision_statement_stays();
CREATE TRIGGER statements_stay BEFORE TRUNCATE ON supervision_statement
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_statement_stays();
"""
STATEMENTS_MAY_GO = """
DROP TRIGGER statements_stay ON supervision_statement;
DROP TRIGGER statement_stays ON supervision_statement;
DROP FUNCTION supervision_statement_stays();
"""

RULED_BY_ANOTHER = """
CREATE FUNCTION supervision_card_ruled_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.ruled_by_id = ANY(NEW.people) OR NEW.ruled_by_id = NEW.contested_by_id
   OR NEW.ruled_by_id = NEW.responsible_id THEN
    RAISE EXCEPTION 'card % is ruled on by nobody whom it concerns', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_ruled_by_another BEFORE INSERT OR UPDATE ON supervision_card
  FOR EACH ROW EXECUTE FUNCTION supervision_card_ruled_by_another();
"""
RULED_BY_ANYBODY = """
DROP TRIGGER card_ruled_by_another ON supervision_card;
DROP FUNCTION supervision_card_ruled_by_another();
"""

ORDERS_STAY = """
CREATE FUNCTION supervision_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answer text[] := ARRAY['answered_by_id', 'answered_at', 'answer'];
  closing text[] := ARRAY['closed_by_id', 'closed_at', 'closing'];
  old_row jsonb; new_row jsonb;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '% of % is forbidden: an order is never deleted', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  old_row := to_jsonb(OLD) - 'state' - closing;
  new_row := to_jsonb(NEW) - 'state' - closing;
  IF OLD.answered_at IS NULL THEN
    old_row := old_row - answer;
    new_row := new_row - answer;
  END IF;
  IF OLD.closed_at IS NOT NULL OR old_row IS DISTINCT FROM new_row THEN
    RAISE EXCEPTION 'order % is fixed: only an answer and then its closing may be added', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER order_stays BEFORE UPDATE OR DELETE ON supervision_order
  FOR EACH ROW EXECUTE FUNCTION supervision_order_stays();
CREATE TRIGGER orders_stay BEFORE TRUNCATE ON supervision_order
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_order_stays();
"""
ORDERS_MAY_GO = """
DROP TRIGGER orders_stay ON supervision_order;
DROP TRIGGER order_stays ON supervision_order;
DROP FUNCTION supervision_order_stays();
"""

PUBLICATIONS_STAY = """
CREATE FUNCTION supervision_edition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  SELECT e.edition, e.change INTO last FROM supervision_publicationedition e
   WHERE e.publication_id = NEW.publication_id ORDER BY e.edition DESC LIMIT 1;
  IF NEW.edition <> coalesce(last.edition, 0) + 1 OR last.change = 'withdrawn' THEN
    RAISE EXCEPTION 'edition % of publication % does not follow', NEW.edition, NEW.publication_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM supervision_publication p JOIN workflow_application a ON a.id = p.application_id
   JOIN approvals_applicant h ON h.id = a.applicant_id WHERE p.id = NEW.publication_id AND h.kind = 'person') THEN
    RAISE EXCEPTION 'publication % is of a natural person', NEW.publication_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION supervision_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: what was published stays in its history', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER edition_follows BEFORE INSERT ON supervision_publicationedition
  FOR EACH ROW EXECUTE FUNCTION supervision_edition_follows();
CREATE TRIGGER edition_stays BEFORE UPDATE OR DELETE ON supervision_publicationedition
  FOR EACH ROW EXECUTE FUNCTION supervision_edition_stays();
CREATE TRIGGER editions_stay BEFORE TRUNCATE ON supervision_publicationedition
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_edition_stays();
CREATE TRIGGER publication_stays BEFORE DELETE ON supervision_publication
  FOR EACH ROW EXECUTE FUNCTION supervision_edition_stays();
"""
PUBLICATIONS_MAY_GO = """
DROP TRIGGER publication_stays ON supervision_publication;
DROP TRIGGER editions_stay ON supervision_publicationedition;
DROP TRIGGER edition_stays ON supervision_publicationedition;
DROP TRIGGER edition_follows ON supervision_publicationedition;
DROP FUNCTION supervision_edition_stays();
DROP FUNCTION supervision_edition_follows();
"""

TICKETS_STAY = """
CREATE FUNCTION supervision_ticket_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  work text[] := ARRAY['state', 'assigned_to_id', 'assigned_at', 'due_on', 'calendar_version'];
  answering text[] := ARRAY['answer', 'answered_by_id', 'answered_at'];
  judging text[] := ARRAY['satisfaction', 'satisfaction_text', 'satisfaction_at'];
  calling text[] := ARRAY['called', 'called_text', 'called_by_id', 'called_at'];
  old_row jsonb; new_row jsonb;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '% of % is forbidden: a ticket is never deleted', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  old_row := to_jsonb(OLD);
  new_row := to_jsonb(NEW);
  IF OLD.state <> 'answered' THEN
    old_row := old_row - work - answering;
    new_row := new_row - work - answering;
  END IF;
  IF OLD.satisfaction = '' THEN
    old_row := old_row - judging;
    new_row := new_row - judging;
  END IF;
  IF OLD.called IN ('', 'not_reached') THEN
    old_row := old_row - calling;
    new_row := new_row - calling;
  END IF;
  IF old_row IS DISTINCT FROM new_row THEN
    RAISE EXCEPTION 'ticket % is fixed: what was received and what was answered stay', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ticket_stays BEFORE UPDATE OR DELETE ON supervision_ticket
  FOR EACH ROW EXECUTE FUNCTION supervision_ticket_stays();
CREATE TRIGGER tickets_stay BEFORE TRUNCATE ON supervision_ticket
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_ticket_stays();
CREATE FUNCTION supervision_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is forbidden: editions of answers stay', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER answer_stays BEFORE UPDATE OR DELETE ON supervision_entryedition
  FOR EACH ROW EXECUTE FUNCTION supervision_answer_stays();
CREATE TRIGGER answers_stay BEFORE TRUNCATE ON supervision_entryedition
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_answer_stays();
"""
TICKETS_MAY_GO = """
DROP TRIGGER answers_stay ON supervision_entryedition;
DROP TRIGGER answer_stays ON supervision_entryedition;
DROP FUNCTION supervision_answer_stays();
DROP TRIGGER tickets_stay ON supervision_ticket;
DROP TRIGGER ticket_stays ON supervision_ticket;
DROP FUNCTION supervision_ticket_stays();
"""
