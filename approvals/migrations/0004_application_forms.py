from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION approvals_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON approvals_applicationform
  FOR EACH ROW EXECUTE FUNCTION approvals_append_only();
"""
FREE = """
DROP TRIGGER append_only ON approvals_applicationform;
DROP FUNCTION approvals_append_only();
"""


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
        migrations.RunSQL(APPEND_ONLY, FREE),
    ]
