"""What the database itself forbids about cards, orders and statements: SQL for the migrations of the triggers.

A card is never deleted; of a card only the contest and the ruling may be written, each once, the ruling by nobody whom it
concerns.  An order is never deleted; of an order only the answer and the closing may be written, each once."""

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
