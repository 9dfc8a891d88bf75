"""The catalogue in the database: immutable versions of items, to which applications stay pinned."""

from django.db import models
from django.db.models import Q

__all__ = ["IMMUTABLE_REVERSE_SQL", "IMMUTABLE_SQL", "ItemVersion"]

IMMUTABLE_SQL = """
CREATE FUNCTION workflow_itemversion_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'is_current') = (to_jsonb(OLD) - 'is_current') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'version % of item % is immutable', OLD.number, OLD.item_code
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER workflow_itemversion_immutable BEFORE UPDATE OR DELETE ON workflow_itemversion
    FOR EACH ROW EXECUTE FUNCTION workflow_itemversion_immutable();
"""
IMMUTABLE_REVERSE_SQL = """
DROP TRIGGER IF EXISTS workflow_itemversion_immutable ON workflow_itemversion;
DROP FUNCTION IF EXISTS workflow_itemversion_immutable();
"""


class ItemVersion(models.Model):
    """One version of one item with the common numbers merged in; an application keeps the one it was lodged under.

    `content` is what the catalogue reader gives, `digest` the SHA-256 of its canonical JSON. Only `is_current` may ever
    change (a trigger sees to it); one version of an item is current at a time.
    """

    item_code = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.TextField()

    class Meta:
        ordering = ["item_code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item_code", "number"], name="one_item_version_of_a_number"),
            models.UniqueConstraint(
                fields=["item_code"], condition=Q(is_current=True), name="one_current_item_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_code} v{self.number}"
