from django.db import migrations

from workflow import guards
from workflow.models.catalogue import IMMUTABLE_REVERSE_SQL, IMMUTABLE_SQL
from workflow.models.process import RELEASE_IDS, RESERVE_IDS

# rows that every act writes again find room on their own page, and their indexes are left alone
REWRITTEN = ("workflow_application", "workflow_task", "workflow_clock")
LEAVE_ROOM = "".join(f"ALTER TABLE {table} SET (fillfactor = 60);" for table in REWRITTEN)
FILL_UP = "".join(f"ALTER TABLE {table} RESET (fillfactor);" for table in REWRITTEN)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial"), ("approvals", "0001_initial"), ("notifications", "0001_initial")]
    operations = [
        migrations.RunSQL(RESERVE_IDS, RELEASE_IDS),
        migrations.RunSQL(IMMUTABLE_SQL, IMMUTABLE_REVERSE_SQL),
        migrations.RunSQL(guards.STATUS_NEEDS_LEDGER, guards.NO_STATUS_TRIGGER),
        migrations.RunSQL(LEAVE_ROOM, FILL_UP),
        migrations.RunSQL(guards.APPEND_ONLY, guards.NOT_APPEND_ONLY),
    ]
