import django.db.models.deletion
from django.db import migrations, models

from approvals.guards import DOCUMENTS_MAY_GO, DOCUMENTS_STAY, FILE_IS_KNOWN, FILE_MAY_BE_UNKNOWN


class Migration(migrations.Migration):
    dependencies = [("approvals", "0012_fewer_indexes")]

    operations = [
        migrations.RunSQL(FILE_IS_KNOWN, FILE_MAY_BE_UNKNOWN),
        migrations.RunSQL(DOCUMENTS_STAY, DOCUMENTS_MAY_GO),
        migrations.AlterField(
            model_name="documentfile",
            name="document",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="file",
                serialize=False,
                to="approvals.document",
            ),
        ),
        migrations.RemoveConstraint(model_name="documentfile", name="sealed_file_is_known"),
        migrations.RemoveConstraint(model_name="documentfile", name="set_aside_says_why"),
    ]
