from django.db import migrations

from workflow import guards
from workflow.models.catalogue import IMMUTABLE_REVERSE_SQL, IMMUTABLE_SQL
from workflow.models.process import RELEASE_IDS, RESERVE_IDS


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial"), ("approvals", "0001_initial"), ("notifications", "0001_initial")]
    operations = [
        migrations.RunSQL(RESERVE_IDS, RELEASE_IDS),
        migrations.RunSQL(IMMUTABLE_SQL, IMMUTABLE_REVERSE_SQL),
        migrations.RunSQL(guards.STATUS_NEEDS_LEDGER, guards.NO_STATUS_TRIGGER),
        migrations.RunSQL(guards.LEAVE_ROOM, guards.FILL_UP),
        migrations.RunSQL(guards.APPEND_ONLY, guards.NOT_APPEND_ONLY),
    ]
