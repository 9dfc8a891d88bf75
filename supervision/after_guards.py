"""What the database itself forbids about inspections, credit and file review: SQL for the migration that puts it there.

A plan only grows.  Of the other rows some columns may be written until the row is done; none is ever deleted."""


def only_until(table: str, name: str, columns: tuple[str, ...], done: str) -> str:
    """A trigger: `columns` may change while `done` is empty, the others never, and the row stays."""
    listed = ", ".join(f"'{each}'" for each in columns)
    return f"""
CREATE FUNCTION supervision_{name}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  written text[] := ARRAY[{listed}]::text[];
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '% of % is forbidden: it stays', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.{done} IS NOT NULL OR to_jsonb(OLD) - written IS DISTINCT FROM to_jsonb(NEW) - written THEN
    RAISE EXCEPTION '% % is fixed', TG_TABLE_NAME, OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION supervision_{name}_stays();
CREATE TRIGGER {name}s_stay BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION supervision_{name}_stays();
"""


def freely(table: str, name: str) -> str:
    """Takes the trigger away."""
    return f"""
DROP TRIGGER {name}s_stay ON {table};
DROP TRIGGER {name}_stays ON {table};
DROP FUNCTION supervision_{name}_stays();
"""


INSPECTION = (
    *("state", "result", "inspected_on", "checklist", "recorded_by_id", "recorded_at", "signed_by_id", "signed_at"),
    *("rectify_days", "rectify_by_on", "recheck_kept", "recheck_text", "rechecked_by_id", "rechecked_at"),
    *("recheck_signed_by_id", "closed_at"),
)
FIXED = (
    ("supervision_inspectionplan", "plan", (), "published_at"),
    ("supervision_draw", "draw", ("seed", "drawn_at", "drawn_by_id", "outcome"), "drawn_at"),
    ("supervision_inspection", "inspection", INSPECTION, "closed_at"),
    ("supervision_creditplea", "plea", ("state", "decided_by_id", "decided_at", "ruling_text"), "decided_at"),
    (
        "supervision_filereview", "review",
        ("checklist", "checked", "score", "out_of", "scored_by_id", "scored_at"), "scored_at",
    ),
    (
        "supervision_reviewfinding", "finding",
        ("state", "answer", "answered_by_id", "answered_at", "settled_by_id", "settled_at"), "settled_at",
    ),
)  # fmt: skip
AFTERCARE_STAYS = "".join(only_until(*each) for each in FIXED)
AFTERCARE_MAY_GO = "".join(freely(table, name) for table, name, *_rest in reversed(FIXED))
