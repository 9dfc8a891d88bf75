from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from workflow import guards


def account(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, db_index=False, db_constraint=False, related_name="+", **options
    )


class Migration(migrations.Migration):
    dependencies = [("workflow", "0013_fewer_keys"), ("approvals", "0014_sound_rows")]

    operations = [
        migrations.RunSQL(guards.SOUND_ROWS, guards.MAY_BE_UNSOUND),
        migrations.RemoveConstraint(model_name="clock", name="clock_lengths"),
        migrations.RemoveConstraint(model_name="pause", name="pause_days"),
        migrations.RemoveConstraint(model_name="pause", name="pause_has_basis"),
        migrations.RemoveConstraint(model_name="visit", name="two_different_officials"),
        migrations.AlterField("application", "lodged_by", account()),
        migrations.AlterField("application", "accepted_by", account(null=True)),
        migrations.AlterField("commitment", "signed_by", account(null=True)),
        migrations.AlterField("opinion", "by", account()),
        migrations.AlterField("ledgerentry", "actor", account(null=True)),
    ]
