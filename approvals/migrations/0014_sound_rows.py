from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from approvals.guards import ACCOUNTS_MAY_GO, ACCOUNTS_STAY, MAY_BE_UNSOUND, SOUND_ROWS


def account(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, db_index=False, db_constraint=False, **options
    )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0013_quick_guards")]

    operations = [
        migrations.RunSQL(ACCOUNTS_STAY, ACCOUNTS_MAY_GO),
        migrations.AlterField("decision", "decided_by", account()),
        migrations.AlterField("licenceedition", "by", account(related_name="+")),
        migrations.RunSQL(SOUND_ROWS, MAY_BE_UNSOUND),
        migrations.RemoveConstraint(model_name="decision", name="refusal_has_grounds"),
        migrations.RemoveConstraint(model_name="decision", name="decided_by_somebody"),
        migrations.RemoveConstraint(model_name="licenceedition", name="editions_count_from_one"),
        migrations.RemoveConstraint(model_name="licenceedition", name="a_correction_says_why"),
        migrations.RemoveConstraint(model_name="licenceedition", name="identifier_of_its_shape"),
    ]
