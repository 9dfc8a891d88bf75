"""The tables of a new database in one step; one that has the eleven steps it stands for is left as it is."""

import approvals.fields
import approvals.people
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models

from approvals import guards


class Migration(migrations.Migration):

    replaces = [
        ('approvals', '0001_initial'),
        ('approvals', '0002_accounts'),
        ('approvals', '0003_files_and_drafts'),
        ('approvals', '0004_application_forms'),
        ('approvals', '0005_files_on_sheets'),
        ('approvals', '0006_made_documents'),
        ('approvals', '0007_making_files'),
        ('approvals', '0008_powers_and_absence'),
        ('approvals', '0009_service'),
        ('approvals', '0010_licence_editions'),
        ('approvals', '0011_bans_may_end'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('short_name', models.CharField(default='应急', max_length=20)),
                ('uscc', models.CharField(blank=True, db_default='', default='', max_length=18)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
            ],
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('enterprise', '企业'), ('person', '自然人')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, unique=True)),
                ('resident_id', approvals.fields.EncryptedTextField(blank=True, default='')),
                ('resident_id_index', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('legal_representative', models.CharField(blank=True, default='', max_length=60)),
                ('address', models.CharField(blank=True, default='', max_length=200)),
                ('bad_credit', models.BooleanField(default=False)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'enterprise'), ('uscc__isnull', False)), models.Q(('kind', 'person'), ('resident_id_index__isnull', False)), _connector='OR'), name='applicant_identified')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('display_name', models.CharField(blank=True, default='', max_length=60)),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10)),
                ('phone', approvals.fields.EncryptedTextField(blank=True, default='')),
                ('phone_index', models.CharField(blank=True, db_index=True, default='', max_length=64)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('applicant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='approvals.applicant')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('clerk', '窗口受理人员'), ('reviewer', '审查人员'), ('verifier', '核查人员'), ('chief_representative', '首席代表'), ('deputy_director', '分管局领导'), ('bureau_head', '局长'), ('government_head', '本级政府负责人'), ('legal', '法制审核人员'), ('supervisor', '事中事后监管人员'), ('monitor', '电子监察人员'), ('auditor', '审计人员')], max_length=24)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('matters', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='post_dates')],
            },
        ),
        migrations.CreateModel(
            name='PowerOfAttorney',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.applicant')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='powers', to=settings.AUTH_USER_MODEL)),
                ('matters', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=approvals.people.every_matter, size=None)),
                ('acts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=approvals.people.every_scope, size=None)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('acts__len__gt', 0), ('matters__len__gt', 0)), name='power_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delegator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL)),
                ('grantee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_held', to=settings.AUTH_USER_MODEL)),
                ('grade', models.CharField(choices=[('clerk', '窗口受理人员'), ('reviewer', '审查人员'), ('verifier', '核查人员'), ('chief_representative', '首席代表'), ('deputy_director', '分管局领导'), ('bureau_head', '局长'), ('government_head', '本级政府负责人'), ('legal', '法制审核人员'), ('supervisor', '事中事后监管人员'), ('monitor', '电子监察人员'), ('auditor', '审计人员')], max_length=24)),
                ('matters', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='delegation_dates'), models.CheckConstraint(condition=models.Q(('delegator', models.F('grantee')), _negated=True), name='delegation_to_another')],
            },
        ),
        migrations.CreateModel(
            name='Ban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bans', to='approvals.applicant')),
                ('kind', models.CharField(choices=[('tolerance', '容缺受理'), ('commitment', '告知承诺'), ('reapplication', '再次申请')], max_length=16)),
                ('item_code', models.CharField(blank=True, default='', max_length=16)),
                ('from_on', models.DateField()),
                ('until', models.DateField()),
                ('legal_basis', models.CharField(max_length=200)),
                ('application_id', models.BigIntegerField(db_index=True, null=True)),
                ('lifted_on', models.DateField(null=True)),
                ('lifted_for', models.CharField(blank=True, choices=[('objection', '异议成立'), ('repair', '信用修复')], db_default='', default='', max_length=10)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('from_on'))), name='ban_dates'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_for', ''), ('lifted_on', None)), models.Q(('lifted_for__in', ['objection', 'repair']), ('lifted_on__gte', models.F('from_on')), ('lifted_on__isnull', False)), _connector='OR'), name='ban_lifted_for_something')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='absence_dates'), models.CheckConstraint(condition=models.Q(('substitute', models.F('user')), _negated=True), name='absence_of_another')],
            },
        ),
        migrations.CreateModel(
            name='ResetCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reset_codes', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=128)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
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
        migrations.CreateModel(
            name='AttemptCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('until_at', models.DateTimeField(db_index=True)),
                ('count', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField(unique=True)),
                ('kind', models.CharField(choices=[('grant', '准予'), ('refuse', '不予')], max_length=8)),
                ('deemed', models.BooleanField(default=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('authority', models.CharField(max_length=200)),
                ('decided_on', models.DateField()),
                ('grounds', models.TextField(blank=True, default='')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'grant'), models.Q(('grounds', ''), _negated=True), _connector='OR'), name='refusal_has_grounds'), models.CheckConstraint(condition=models.Q(('deemed', True), ('decided_by__isnull', False), _connector='OR'), name='decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=40)),
                ('year', models.IntegerField()),
                ('last', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='one_row_a_series_and_year')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField(db_index=True)),
                ('office_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('number', models.CharField(max_length=60)),
                ('drawn_on', models.DateField()),
                ('served_on', models.DateField(null=True)),
                ('seq', models.IntegerField()),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number',), name='document_number_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='file', serialize=False, to='approvals.document')),
                ('application_id', models.BigIntegerField(db_index=True)),
                ('state', models.CharField(choices=[('waiting', '等待制作'), ('rendered', '等待盖章'), ('sealed', '已盖章'), ('set_aside', '制作中止，待人工处理'), ('void', '已作废，不再制作')], db_default='waiting', default='waiting', max_length=10)),
                ('code', models.CharField(max_length=26, null=True, unique=True)),
                ('content', models.JSONField(null=True)),
                ('key', models.UUIDField(null=True)),
                ('place', models.JSONField(null=True)),
                ('sha256', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('size', models.IntegerField(db_default=0, default=0)),
                ('pages', models.IntegerField(db_default=0, default=0)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('attempts', models.IntegerField(db_default=0, default=0)),
                ('crashes', models.IntegerField(db_default=0, default=0)),
                ('lease', models.UUIDField(null=True)),
                ('next_attempt_at', models.DateTimeField(null=True)),
                ('fault', models.TextField(blank=True, db_default='', default='')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['document'], name='document_to_render'), models.Index(condition=models.Q(('state', 'rendered')), fields=['document'], name='document_to_seal')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sealed'), _negated=True), models.Q(('code__isnull', False), ('content__isnull', False), ('key__isnull', False), ('sealed_at__isnull', False), models.Q(('sha256', ''), _negated=True), ('pages__gt', 0), ('size__gt', 0)), _connector='OR'), name='sealed_file_is_known'), models.UniqueConstraint(condition=models.Q(('sha256', ''), _negated=True), fields=('sha256',), name='one_document_a_digest'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('fault', ''), _negated=True), _connector='OR'), name='set_aside_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('purpose', models.CharField(choices=[('agency', '机关印章'), ('licensing', '行政许可专用章')], max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('certificate', models.TextField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('is_test', models.BooleanField()),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'purpose', 'fingerprint'), name='seal_once_a_certificate')],
            },
        ),
        migrations.CreateModel(
            name='SealUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal_use', to='approvals.document')),
                ('seal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='approvals.seal')),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision_id', models.BigIntegerField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DocumentVoid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='voided', to='approvals.document')),
                ('reason', models.TextField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voided_at', models.DateTimeField()),
                ('replaced_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='approvals.document')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='void_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='approvals.document')),
                ('application_id', models.BigIntegerField(db_index=True)),
                ('seq', models.IntegerField()),
                ('method', models.CharField(choices=[('electronic', '电子送达'), ('window', '窗口领取'), ('post', '邮寄'), ('public_notice', '公告送达')], max_length=16)),
                ('outcome', models.CharField(choices=[('served', '已送达'), ('failed', '未能送达'), ('announced', '已公告')], max_length=10)),
                ('recipient', models.CharField(blank=True, default='', max_length=120)),
                ('signed', models.BooleanField(default=False)),
                ('address', models.CharField(blank=True, default='', max_length=200)),
                ('tracking', models.CharField(blank=True, default='', max_length=60)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('done_on', models.DateField()),
                ('done_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'seq'), name='served_once_an_act'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'failed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='failed_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'announced'), _negated=True), ('method', 'public_notice'), _connector='OR'), name='announced_by_public_notice')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='approvals.document')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'account'), name='first_opening_of_an_account')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.applicant')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.office')),
                ('material_code', models.CharField(blank=True, default='', max_length=32)),
                ('name', models.CharField(max_length=200)),
                ('size', models.BigIntegerField()),
                ('received', models.BigIntegerField(default=0)),
                ('state', models.CharField(choices=[('uploading', '正在上传'), ('complete', '已上传'), ('refused', '未接收')], default='uploading', max_length=10)),
                ('kind', models.CharField(blank=True, default='', max_length=40)),
                ('sha256', models.CharField(blank=True, default='', max_length=64)),
                ('verdict', models.CharField(choices=[('not_scanned', '未查毒'), ('pending', '等待查毒'), ('clean', '查毒通过'), ('infected', '含有病毒')], default='pending', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'state'], name='file_by_owner'), models.Index(fields=['changed_at'], name='file_by_age'), models.Index(condition=models.Q(('state', 'complete'), ('verdict', 'pending')), fields=['changed_at'], name='file_to_scan')],
                'constraints': [models.CheckConstraint(condition=models.Q(('received__gte', 0), ('size__gt', 0), ('received__lte', models.F('size'))), name='file_received'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'complete'), _negated=True), models.Q(('received', models.F('size')), models.Q(('sha256', ''), _negated=True), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='file_whole')],
            },
        ),
        migrations.CreateModel(
            name='MaterialFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application_id', models.BigIntegerField()),
                ('office_id', models.BigIntegerField()),
                ('material_code', models.CharField(max_length=32)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='approvals.storedfile')),
                ('added_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application_id', 'material_code', 'file'), name='a_file_once_a_material')],
            },
        ),
        migrations.CreateModel(
            name='SheetFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=32)),
                ('material_code', models.CharField(max_length=32)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='approvals.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'material_code', 'file'), name='a_file_once_a_sheet')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applicant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.applicant')),
                ('sub_item_code', models.CharField(max_length=16)),
                ('answers', models.JSONField(default=dict)),
                ('version', models.IntegerField(default=1)),
                ('writer', models.CharField(blank=True, default='', max_length=16)),
                ('updated_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'applicant', 'sub_item_code'), name='one_draft_each')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='approvals.applicationdraft')),
                ('material_code', models.CharField(max_length=16)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='approvals.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'material_code', 'file'), name='a_file_once_a_draft')],
            },
        ),
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, null=True, unique=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='approvals.applicant')),
                ('item_code', models.CharField(max_length=16)),
                ('sub_item_code', models.CharField(max_length=16)),
                ('status', django_fsm.FSMField(choices=[('valid', '有效'), ('expired', '已到期'), ('revoked', '已撤销'), ('cancelled', '已注销'), ('rescinded', '已撤回')], default='valid', max_length=50, protected=True)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('renewal', models.CharField(blank=True, default='', max_length=8)),
                ('application_id', models.BigIntegerField(db_index=True, null=True)),
                ('edition', models.IntegerField(db_default=0, default=0)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['valid', 'expired'])), fields=['valid_until'], name='licence_by_its_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('application_id__isnull', False)), fields=('application_id',), name='one_licence_an_application')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='LicenceEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('licence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='approvals.licence')),
                ('edition', models.IntegerField()),
                ('identifier', models.CharField(max_length=90, null=True, unique=True)),
                ('cause', models.CharField(choices=[('issued', '首次发证'), ('changed', '变更'), ('renewed', '延续'), ('reviewed', '复审'), ('reissued', '补证'), ('corrected', '更正'), ('registered', '系统启用前核发，补录')], max_length=10)),
                ('number', models.CharField(max_length=60)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('from_on', models.DateField()),
                ('says', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, default='', max_length=400)),
                ('application_id', models.BigIntegerField(db_index=True, null=True)),
                ('seq', models.IntegerField(null=True)),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition', to='approvals.document')),
                ('made_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('licence', 'edition'), name='an_edition_once'), models.CheckConstraint(condition=models.Q(('edition__range', (1, 999))), name='editions_count_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('cause', 'corrected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_correction_says_why'), models.CheckConstraint(condition=models.Q(('identifier', None), ('identifier__regex', '^1\\.2\\.156\\.3005\\.2\\.([0-9A-Z]{18}[0-9]{3})\\.([0-9A-Z]{18})\\.([0-9A-Z]{1,22})\\.([0-9]{3})\\.([0-9A-Z])$'), _connector='OR'), name='identifier_of_its_shape')],
            },
        ),
        migrations.CreateModel(
            name='LicenceReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('licence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='approvals.licence')),
                ('valid_until', models.DateField()),
                ('period', models.CharField(max_length=12)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('licence', 'valid_until', 'period'), name='reminded_once_of_an_end')],
            },
        ),
        migrations.RunSQL(guards.FORMS_STAY, guards.FORMS_MAY_GO),
        migrations.RunSQL(guards.SEALED_STAYS, guards.SEALED_MAY_GO),
        migrations.RunSQL(guards.SERVICE_STAYS, guards.SERVICE_MAY_GO),
        migrations.RunSQL(guards.EDITIONS_STAY, guards.EDITIONS_MAY_GO),
        migrations.RunSQL(guards.BANS_STAY, guards.BANS_MAY_CHANGE),
    ]
