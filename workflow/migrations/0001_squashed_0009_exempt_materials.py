"""The tables of a new database in one step; one that has the nine steps it stands for is left as it is."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import django_fsm
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.db import migrations, models

from workflow import guards
from workflow.models.catalogue import IMMUTABLE_REVERSE_SQL, IMMUTABLE_SQL
from workflow.models.process import RELEASE_IDS, RESERVE_IDS
from workflow.models.visits import LEAVE_SLOTS, TAKE_SLOTS


class Migration(migrations.Migration):

    replaces = [
        ('workflow', '0001_initial'),
        ('workflow', '0002_guards'),
        ('workflow', '0003_taken_work'),
        ('workflow', '0004_published'),
        ('workflow', '0005_by_day'),
        ('workflow', '0006_visit_desk'),
        ('workflow', '0007_delivery'),
        ('workflow', '0008_editions_so_far'),
        ('workflow', '0009_exempt_materials'),
    ]

    initial = True

    dependencies = [
        ('approvals', '0001_squashed_0011_bans_may_end'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('notifications', '0001_initial'),
        ('viewflow', '0015_task_scheduled'),  # their models are the ground of ours; early, while few tables are known, it is quick
    ]

    operations = [
        migrations.CreateModel(
            name='ItemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_code', models.CharField(max_length=16)),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.JSONField()),
                ('is_current', models.BooleanField(default=True)),
                ('loaded_at', models.DateTimeField()),
                ('loaded_by', models.TextField()),
            ],
            options={
                'ordering': ['item_code', 'number'],
                'constraints': [models.UniqueConstraint(fields=('item_code', 'number'), name='one_item_version_of_a_number'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('item_code',), name='one_current_item_version')],
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flow_class', viewflow.workflow.fields.FlowReferenceField(max_length=250, verbose_name='Flow')),
                ('status', models.CharField(choices=[('CANCELED', 'Canceled'), ('DONE', 'Done'), ('NEW', 'New')], default='NEW', max_length=50, verbose_name='Status')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Created')),
                ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.office')),
            ],
            options={
                'verbose_name': '办件',
                'verbose_name_plural': '办件',
                'default_permissions': ('add', 'change', 'delete', 'view', 'manage'),
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flow_task', viewflow.workflow.fields.TaskReferenceField(max_length=255, verbose_name='Task')),
                ('flow_task_type', models.CharField(max_length=50, verbose_name='Type')),
                ('assigned', models.DateTimeField(blank=True, null=True, verbose_name='Assigned')),
                ('started', models.DateTimeField(blank=True, null=True, verbose_name='Started')),
                ('finished', models.DateTimeField(blank=True, null=True, verbose_name='Finished')),
                ('owner_permission', models.CharField(blank=True, max_length=255, null=True, verbose_name='Permission')),
                ('owner_permission_obj_pk', models.CharField(blank=True, max_length=255, null=True)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.process')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.office')),
                ('desk', models.CharField(blank=True, default='', max_length=40)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('node_due_on', models.DateField(blank=True, null=True)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('status', models.CharField(choices=[('ASSIGNED', 'Assigned'), ('CANCELED', 'Canceled'), ('DONE', 'Done'), ('ERROR', 'Error'), ('NEW', 'New'), ('REVIVED', 'Revived'), ('SCHEDULED', 'Scheduled'), ('STARTED', 'Started')], default='NEW', max_length=50, verbose_name='状态')),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('scheduled', models.DateTimeField(blank=True, null=True)),
                ('external_task_id', models.CharField(blank=True, max_length=50, null=True)),
                ('token', viewflow.workflow.fields.TokenField(default=viewflow.workflow.token.Token('start'), max_length=500)),
                ('owner', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner_permission_content_type', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': '待办',
                'verbose_name_plural': '待办',
                'indexes': [models.Index(condition=models.Q(('flow_task_type', 'HUMAN'), ('status__in', ['NEW', 'ASSIGNED'])), fields=['office', 'desk', 'due_on', 'id'], name='task_queue'), models.Index(condition=models.Q(('status', 'ASSIGNED')), fields=['owner', 'due_on', 'id'], name='task_claimed')],
            },
        ),
        migrations.CreateModel(
            name='TaskPrevious',
            fields=[
                ('pk', models.CompositePrimaryKey('from_task_id', 'to_task_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('from_task', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.task')),
                ('to_task', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.task')),
            ],
            options={
                'db_table': 'workflow_task_previous',
            },
        ),
        migrations.AddField(
            model_name='Task',
            name='previous',
            field=models.ManyToManyField(related_name='leading', through='workflow.TaskPrevious', through_fields=('from_task', 'to_task'), to='workflow.task'),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', django_fsm.FSMField(choices=[('draft', '草稿'), ('received', '已收件'), ('supplement_requested', '待补正'), ('accepted', '已受理'), ('not_accepted', '不予受理'), ('granted', '准予许可'), ('refused', '不予许可'), ('issued', '已发证'), ('withdrawn', '已撤回'), ('terminated', '已终止')], default='draft', max_length=50, protected=True)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('query_code', models.CharField(max_length=8)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.applicant')),
                ('lodged_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='workflow.itemversion')),
                ('item_code', models.CharField(max_length=16)),
                ('sub_item_code', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=8)),
                ('route', models.CharField(choices=[('ordinary', '一般程序'), ('commitment', '告知承诺')], default='ordinary', max_length=12)),
                ('channel', models.CharField(choices=[('online', '网上'), ('window', '窗口')], default='online', max_length=8)),
                ('acceptance', models.CharField(blank=True, choices=[('normal', '当场受理'), ('on_commitment', '容缺受理'), ('deemed', '视为受理'), ('instant', '即办受理')], default='', max_length=16)),
                ('third_party_interest', models.BooleanField(default=False)),
                ('joint_handling', models.BooleanField(default=False)),
                ('bad_credit', models.BooleanField(default=False)),
                ('supplement_used', models.BooleanField(default=False)),
                ('returned', models.BooleanField(default=False)),
                ('hearing_held', models.BooleanField(default=False)),
                ('in_time', models.BooleanField(default=True)),
                ('lodged_at', models.DateTimeField()),
                ('received_on', models.DateField()),
                ('accepted_on', models.DateField(null=True)),
                ('accepted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_by', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('decided_on', models.DateField(null=True)),
                ('served_on', models.DateField(null=True)),
                ('delivery', models.CharField(choices=[('electronic', '同意电子送达'), ('window', '窗口领取'), ('post', '邮寄')], db_default='electronic', default='electronic', max_length=10)),
                ('delivery_address', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('undelivered_on', models.DateField(null=True)),
                ('licence_id', models.BigIntegerField(db_index=True, null=True)),
                ('parts', models.IntegerField(default=0)),
                ('version', models.IntegerField(default=1)),
                ('chain_hash', models.CharField(default='', max_length=64)),
                ('process', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='workflow.process')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'status'], name='application_by_status'), models.Index(fields=['office', 'received_on'], name='application_by_receipt'), models.Index(condition=models.Q(('decided_on__isnull', False)), fields=['office', 'decided_on'], name='application_by_decision')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), _negated=True), ('accepted_on__isnull', False), _connector='OR'), name='accepted_with_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['granted', 'refused', 'issued']), _negated=True), ('decided_on__isnull', False), _connector='OR'), name='decided_with_its_day')],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.SmallIntegerField(unique=True)),
                ('official', models.BooleanField()),
                ('source', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('closed', models.JSONField(default=list)),
                ('opened', models.JSONField(default=list)),
                ('names', models.JSONField(default=dict)),
                ('version', models.IntegerField()),
                ('imported_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('official', False), models.Q(models.Q(('source', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='official_year_has_its_notice')],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.IntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_calendar_version')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('code', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('absent', '未提交'), ('handed_in', '已提交'), ('promised', '承诺补齐'), ('requested', '待补正')], max_length=10)),
                ('in_supplement', models.BooleanField(default=False)),
                ('in_letter', models.BooleanField(default=False)),
                ('handed_in_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=400)),
                ('exempted', models.CharField(blank=True, db_default='', default='', max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'code'), name='a_material_once'), models.CheckConstraint(condition=models.Q(('exempted', ''), ('state', 'handed_in'), _connector='OR'), name='exempt_is_in')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('kind', models.CharField(choices=[('tolerance', '容缺'), ('notification', '告知承诺')], max_length=12)),
                ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('signed_at', models.DateTimeField()),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('digest',), name='a_letter_once')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinion', models.CharField(choices=[('grant', '拟准予'), ('refuse', '拟不予')], max_length=8)),
                ('grounds', models.TextField(blank=True, default='')),
                ('recorded_at', models.DateTimeField()),
                ('current', models.BooleanField(default=True)),
                ('findings', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('current', True)), fields=('application',), name='one_current_opinion'), models.CheckConstraint(condition=models.Q(('opinion', 'grant'), models.Q(('grounds', ''), _negated=True), _connector='OR'), name='refusing_has_grounds')],
            },
        ),
        migrations.CreateModel(
            name='ThirdPartyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='approvals.applicant')),
                ('interest', models.CharField(max_length=200)),
                ('notified_on', models.DateField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('about', models.CharField(choices=[('decision', '许可决定'), ('revocation', '撤销许可')], max_length=10)),
                ('requested_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='approvals.applicant')),
                ('requested_on', models.DateField()),
                ('reason', models.CharField(blank=True, default='', max_length=400)),
                ('chair', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField(null=True)),
                ('held_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('official', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(max_length=400)),
                ('recused_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('days', models.IntegerField()),
                ('reason', models.CharField(max_length=400)),
                ('approved_on', models.DateField()),
                ('approved_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notified_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application',), name='one_extension_only')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('result', models.CharField(choices=[('kept', '履行承诺'), ('curable', '限期整改'), ('false', '承诺不实')], max_length=8)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_on', models.DateField()),
                ('rectify_days', models.IntegerField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('round', models.IntegerField()),
                ('stars', models.IntegerField()),
                ('text', models.CharField(blank=True, default='', max_length=1000)),
                ('rated_on', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'round'), name='rated_once_a_round'), models.CheckConstraint(condition=models.Q(('stars__range', (1, 5)), ('round__range', (1, 2))), name='stars_and_rounds')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('kind', models.CharField(choices=[('notice', '一次性告知期限'), ('supplement', '补正期限'), ('statutory', '法定办结期限'), ('promised', '承诺办结期限'), ('cure', '容缺补齐期限'), ('rectification', '整改期限'), ('hearing_request', '申请听证期限'), ('hearing', '组织听证期限'), ('renewal', '延续决定期限'), ('delivery', '送达期限'), ('announcement', '公告送达期限'), ('publication', '公示期限'), ('follow_up', '事后核查期限'), ('contact', '差评联系期限'), ('feedback', '差评反馈期限')], max_length=16)),
                ('subject', models.CharField(blank=True, default='', max_length=32)),
                ('trigger_on', models.DateField()),
                ('length', models.IntegerField()),
                ('unit', models.CharField(choices=[('wd', '工作日'), ('nd', '日'), ('month', '个月'), ('until', '届满前最后一个工作日')], default='wd', max_length=5)),
                ('extension', models.IntegerField(default=0)),
                ('legal_basis', models.CharField(blank=True, default='', max_length=200)),
                ('due_on', models.DateField()),
                ('provisional', models.BooleanField(default=False)),
                ('calendar_version', models.BigIntegerField()),
                ('wake_on', models.DateField(null=True)),
                ('met_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('met_on', None), ('wake_on__isnull', False)), fields=['wake_on'], name='clock_to_wake')],
                'constraints': [models.CheckConstraint(condition=models.Q(('extension__gte', 0), ('length__gte', 0)), name='clock_lengths'), models.UniqueConstraint(condition=models.Q(('met_on', None)), fields=('application', 'kind', 'subject'), name='one_running_clock_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('procedure', models.CharField(max_length=24)),
                ('holds', models.CharField(choices=[('both', '两个期限'), ('promised', '承诺期限')], max_length=8)),
                ('legal_basis', models.CharField(max_length=200)),
                ('opened_on', models.DateField()),
                ('planned_days', models.IntegerField()),
                ('planned_end', models.DateField()),
                ('noticed_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('ended_on__gte', models.F('opened_on')), _connector='OR'), ('planned_end__gte', models.F('opened_on'))), name='pause_days'), models.CheckConstraint(condition=models.Q(('legal_basis', ''), _negated=True), name='pause_has_basis')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('seq', models.IntegerField()),
                ('act', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.CharField(default='', max_length=120)),
                ('at', models.DateTimeField()),
                ('from_status', models.CharField(max_length=24)),
                ('to_status', models.CharField(max_length=24)),
                ('inputs', models.JSONField(default=dict)),
                ('prev_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('act', 'publish')), fields=['id'], name='ledger_published')],
                'constraints': [models.UniqueConstraint(fields=('application', 'seq'), name='ledger_seq_once')],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('name', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('version', models.IntegerField(default=0)),
                ('chain_hash', models.CharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='workflow.register')),
                ('seq', models.IntegerField()),
                ('act', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('inputs', models.JSONField(default=dict)),
                ('prev_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('register', 'seq'), name='register_seq_once')],
            },
        ),
        migrations.CreateModel(
            name='RefusedAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=32)),
                ('application_id', models.BigIntegerField(db_index=True, null=True)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('code', models.CharField(max_length=40)),
                ('detail', models.CharField(default='', max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='VisitSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('day', models.DateField()),
                ('begins', models.TimeField()),
                ('ends', models.TimeField()),
                ('officials', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=2)),
                ('capacity', models.SmallIntegerField()),
                ('taken', models.SmallIntegerField(db_default=0, default=0)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.IntegerField(db_default=1, default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'day', 'begins', 'officials'), name='a_slot_once'), models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('capacity'))), name='slot_never_overbooked'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins'))), name='slot_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('officials__len', 2), models.Q(('officials__0', models.F('officials__1')), _negated=True)), name='slot_of_two_officials')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='workflow.application')),
                ('result', models.CharField(choices=[('booked', '已预约'), ('passed', '符合'), ('failed', '不符合'), ('rectify', '限期整改'), ('confirmed', '整改后符合'), ('missed', '申请人未到场')], default='booked', max_length=10)),
                ('booked_for', models.DateTimeField()),
                ('mode', models.CharField(choices=[('site', '现场'), ('video', '视频')], max_length=5)),
                ('officials', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=2)),
                ('recorded_at', models.DateTimeField(null=True)),
                ('rectify_days', models.IntegerField(null=True)),
                ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='workflow.visitslot')),
                ('changes', models.SmallIntegerField(default=0)),
                ('record', models.JSONField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('officials__len', 2), models.Q(('officials__0', models.F('officials__1')), _negated=True)), name='two_different_officials')],
            },
        ),
        migrations.CreateModel(
            name='VisitSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to='workflow.visit')),
                ('data', models.JSONField(default=dict)),
                ('version', models.IntegerField(default=1)),
                ('saved_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_at', models.DateTimeField()),
                ('signed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='signed_by_somebody_at_some_time')],
            },
        ),
        migrations.CreateModel(
            name='PreCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.office')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='approvals.applicant')),
                ('sub_item_code', models.CharField(max_length=16)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('question', models.TextField(blank=True, default='')),
                ('materials', models.JSONField(default=dict)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, default='')),
                ('remarks', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['office', 'id'], name='pre_checks_waiting')],
            },
        ),
        migrations.RunSQL(RESERVE_IDS, RELEASE_IDS),
        migrations.RunSQL(IMMUTABLE_SQL, IMMUTABLE_REVERSE_SQL),
        migrations.RunSQL(guards.STATUS_NEEDS_LEDGER, guards.NO_STATUS_TRIGGER),
        migrations.RunSQL(guards.LEAVE_ROOM, guards.FILL_UP),
        migrations.RunSQL(guards.APPEND_ONLY, guards.NOT_APPEND_ONLY),
        migrations.RunSQL(TAKE_SLOTS, LEAVE_SLOTS),
    ]
