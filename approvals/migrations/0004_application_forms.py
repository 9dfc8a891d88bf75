from django.db import migrations, models

from approvals import guards


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0003_files_and_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicationForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField(unique=True)),
                ('office_id', models.BigIntegerField()),
                ('item_version', models.BigIntegerField()),
                ('answers', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('handed_in_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(guards.FORMS_STAY, guards.FORMS_MAY_GO),
    ]
