from django.db import migrations

from supervision import guards


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_case_facts")]
    operations = [migrations.RunSQL(guards.STATEMENTS_STAY, guards.STATEMENTS_MAY_GO)]
