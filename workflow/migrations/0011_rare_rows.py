from django.db import migrations

from workflow.rare_rows import NO_RARE_ROWS, RARE_ROWS


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0012_fewer_indexes"),
        ("workflow", "0010_fewer_indexes"),
    ]

    operations = [migrations.RunSQL(RARE_ROWS, NO_RARE_ROWS)]
