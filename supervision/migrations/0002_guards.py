from django.db import migrations

from supervision import guards


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [migrations.RunSQL(guards.CARDS_STAY, guards.CARDS_MAY_GO)]
