import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflow import guards


class Migration(migrations.Migration):
    dependencies = [("workflow", "0013_fewer_keys"), ("approvals", "0014_sound_rows")]

    operations = [
        migrations.RunSQL(guards.SOUND_ROWS, guards.MAY_BE_UNSOUND),
        migrations.RemoveConstraint(model_name="clock", name="clock_lengths"),
        migrations.RemoveConstraint(model_name="pause", name="pause_days"),
        migrations.RemoveConstraint(model_name="pause", name="pause_has_basis"),
        migrations.RemoveConstraint(model_name="visit", name="two_different_officials"),
        migrations.AlterField(
            model_name="ledgerentry",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
