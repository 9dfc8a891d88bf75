from django.db import migrations

from supervision import guards


class Migration(migrations.Migration):
    dependencies = [("supervision", "0009_tickets")]
    operations = [migrations.RunSQL(guards.TICKETS_STAY, guards.TICKETS_MAY_GO)]
