from django.db import migrations

from supervision import guards


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_replies_and_orders")]
    operations = [
        migrations.RunSQL(guards.RULED_BY_ANOTHER, guards.RULED_BY_ANYBODY),
        migrations.RunSQL(guards.ORDERS_STAY, guards.ORDERS_MAY_GO),
    ]
