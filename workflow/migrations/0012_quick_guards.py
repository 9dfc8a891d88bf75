from django.db import migrations

from workflow import guards


class Migration(migrations.Migration):
    dependencies = [("workflow", "0011_rare_rows")]

    operations = [
        migrations.RunSQL(guards.OVERTAKEN, guards.NOT_OVERTAKEN),
        # the trigger as it is now: what the two CHECKs said is part of it
        migrations.RunSQL(guards.NO_STATUS_TRIGGER, guards.STATUS_NEEDS_LEDGER),
        migrations.RunSQL(guards.STATUS_NEEDS_LEDGER, guards.NO_STATUS_TRIGGER),
        migrations.RemoveConstraint(model_name="application", name="accepted_with_its_day"),
        migrations.RemoveConstraint(model_name="application", name="decided_with_its_day"),
    ]
