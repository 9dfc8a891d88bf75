from django.db import migrations

from supervision import guards


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_publications")]
    operations = [migrations.RunSQL(guards.PUBLICATIONS_STAY, guards.PUBLICATIONS_MAY_GO)]
