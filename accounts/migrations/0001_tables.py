"""The tables, in one step. A portal that took the earlier steps has taken this one."""

import accounts.models.cycle
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import foundation.clock
import foundation.refs
from decimal import Decimal
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_organisations_and_memberships'), ('accounts', '0003_people_in_full'), ('accounts', '0004_user_organisation'), ('accounts', '0005_cycle'), ('accounts', '0006_call'), ('accounts', '0007_centre_apart'), ('accounts', '0008_desks'), ('accounts', '0009_quiet_hours'), ('accounts', '0010_search')]

    initial = True

    dependencies = [
        ("foundation", "0001_roles_and_clock"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Mode',
            fields=[
                ('code', models.CharField(max_length=12, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=20, unique=True, verbose_name='名称')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('version', models.CharField(max_length=10, verbose_name='版本')),
            ],
            options={
                'verbose_name': '转化方式',
                'verbose_name_plural': '转化方式',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name='区划代码')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
                ('version', models.CharField(max_length=10, verbose_name='版本')),
            ],
            options={
                'verbose_name': '行政区划',
                'verbose_name_plural': '行政区划',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=100, verbose_name='单位名称')),
                ('kind', models.CharField(choices=[('academic', '高校院所'), ('enterprise', '企业'), ('investor', '投资机构'), ('service', '服务机构'), ('park', '园区、高新区'), ('government', '政府')], max_length=12, verbose_name='单位性质')),
                ('code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('registered_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='登记时间')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.place', verbose_name='所在地')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='organisation_code_unique'), models.CheckConstraint(condition=models.Q(('code', ''), ('code__regex', '^[0-9A-HJ-NP-RTUW-Y]{18}$'), _connector='OR'), name='organisation_code_gb32100'), models.CheckConstraint(condition=models.Q(('kind__in', ['academic', 'enterprise', 'investor', 'service', 'park', 'government'])), name='organisation_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='邮箱')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=11, verbose_name='手机号')),
                ('phone_verified_at', models.DateTimeField(null=True, verbose_name='手机号验证时间')),
                ('mail_rhythm', models.CharField(choices=[('at_once', '每条消息都发邮件'), ('daily', '每天汇总一封'), ('never', '不发邮件，只在站内看')], default='at_once', max_length=10, verbose_name='邮件提醒')),
                ('quiet_from', models.TimeField(default=datetime.time(22, 0), null=True, verbose_name='免打扰开始')),
                ('quiet_to', models.TimeField(default=datetime.time(7, 0), null=True, verbose_name='免打扰结束')),
                ('status', models.CharField(choices=[('active', '正常'), ('dormant', '长期未登录，已停用'), ('suspended', '已停用'), ('erased', '已注销')], max_length=10, verbose_name='状态')),
                ('is_active', models.BooleanField(default=True, verbose_name='可登录')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示账号')),
                ('joined_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='注册时间')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='所在机构')),
            ],
            options={
                'verbose_name': '用户',
                'verbose_name_plural': '用户',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_any_case'), models.CheckConstraint(condition=models.Q(('status__in', ['active', 'dormant', 'suspended', 'erased'])), name='user_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('is_active', True), ('status', 'active')), models.Q(('is_active', False), models.Q(('status', 'active'), _negated=True)), _connector='OR'), name='user_active_by_status'), models.CheckConstraint(condition=models.Q(('mail_rhythm__in', ['at_once', 'daily', 'never'])), name='user_mail_rhythm_known'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_to', None)), models.Q(('quiet_from__isnull', False), ('quiet_to__isnull', False)), _connector='OR'), name='user_quiet_from_and_to'), models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^1[3-9]\\d{9}$'), _connector='OR'), name='user_phone_format'), models.CheckConstraint(condition=models.Q(('phone_verified_at', None), ('phone_verified_at__gte', models.F('joined_at')), _connector='OR'), name='user_phone_verified_after_joining')],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('issuer', models.CharField(max_length=60, verbose_name='主办单位')),
                ('lists_at_acceptance', models.BooleanField(default=False, verbose_name='初审通过即入库')),
                ('opened_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='新建时间')),
                ('call_title', models.CharField(blank=True, max_length=120, verbose_name='通知标题')),
                ('call_number', models.CharField(blank=True, max_length=60, verbose_name='通知文号')),
                ('call_text', models.TextField(blank=True, verbose_name='通知正文')),
                ('opens_at', models.DateTimeField(null=True, verbose_name='开始报送')),
                ('closes_at', models.DateTimeField(null=True, verbose_name='报送截止')),
                ('themes', models.JSONField(default=list, verbose_name='路演主题')),
                ('cap', models.PositiveSmallIntegerField(default=2, verbose_name='每家场次上限')),
                ('criteria', models.JSONField(default=list, verbose_name='评审指标')),
                ('rubric', models.JSONField(default=accounts.models.cycle.default_rubric, verbose_name='专业评价指标')),
                ('second_opinion_from', models.DecimalField(decimal_places=2, default=Decimal('1000'), max_digits=12, null=True, verbose_name='双人评价起点（万元）')),
                ('most_spread', models.PositiveSmallIntegerField(default=12, verbose_name='评价分歧上限')),
                ('recommended_from', models.PositiveSmallIntegerField(default=60, verbose_name='推荐最低分')),
                ('readings', models.PositiveSmallIntegerField(default=0, verbose_name='入库前审读次数')),
                ('stale_after', models.PositiveSmallIntegerField(default=24, verbose_name='多少个月未更新算久未更新')),
                ('display_days', models.PositiveSmallIntegerField(default=5, verbose_name='公示工作日')),
            ],
            options={
                'verbose_name': '年度',
                'verbose_name_plural': '年度',
                'ordering': ['-year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year__gte', 2022)), name='cycle_since_the_notice'), models.CheckConstraint(condition=models.Q(models.Q(('closes_at', None), ('opens_at', None)), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='cycle_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('cap__range', (1, 9))), name='cycle_cap_sound'), models.CheckConstraint(condition=models.Q(('readings__range', (0, 2))), name='cycle_readings_sound'), models.CheckConstraint(condition=models.Q(('recommended_from__range', (0, 100))), name='cycle_recommended_from_sound')],
            },
        ),
        migrations.CreateModel(
            name='Field',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('version', models.CharField(max_length=10, verbose_name='版本')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.field', verbose_name='大类')),
            ],
            options={
                'verbose_name': '战新领域',
                'verbose_name_plural': '战新领域',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('abbr', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='简码')),
                ('code', models.CharField(max_length=6, unique=True, verbose_name='区划代码')),
                ('name', models.CharField(max_length=10, unique=True, verbose_name='简称')),
                ('department', models.CharField(max_length=60, verbose_name='部门')),
                ('kind', models.CharField(choices=[('province', '省、自治区、直辖市'), ('separately_planned', '计划单列市'), ('xpcc', '新疆生产建设兵团')], max_length=20, verbose_name='类别')),
                ('region', models.CharField(max_length=4, verbose_name='大区')),
                ('strategies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=6), default=list, size=None, verbose_name='区域战略')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='unit', to='accounts.organisation', verbose_name='机构')),
            ],
            options={
                'verbose_name': '推荐单位',
                'verbose_name_plural': '推荐单位',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('role', models.CharField(choices=[('holder', '成果持有人'), ('agency', '技术转移机构'), ('unit_clerk', '推荐单位经办'), ('unit_lead', '推荐单位审核'), ('expert', '评审专家'), ('centre', '火炬中心'), ('centre_lead', '火炬中心负责人'), ('exchange', '深交所'), ('partner', '园区与服务机构'), ('investor', '投资机构'), ('enterprise', '企业'), ('security', '安全管理员'), ('auditor', '审计管理员'), ('admin', '系统管理员')], max_length=20, verbose_name='身份')),
                ('status', models.CharField(choices=[('wished', '待验证邮箱'), ('requested', '待批准'), ('invited', '待接受邀请'), ('granted', '有效'), ('declined', '未批准'), ('withdrawn', '已撤回'), ('ended', '已终止')], max_length=10, verbose_name='状态')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='申请说明')),
                ('opened_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='提出时间')),
                ('valid_from', models.DateTimeField(db_default=foundation.clock.Now(), verbose_name='起')),
                ('valid_to', models.DateTimeField(null=True, verbose_name='止')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.organisation', verbose_name='机构')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.unit', verbose_name='推荐单位')),
            ],
            options={
                'verbose_name': '身份',
                'verbose_name_plural': '身份',
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('wished', 'requested', 'invited', 'granted'))), fields=('user', 'role', 'unit', 'organisation'), name='membership_once', nulls_distinct=False), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status', 'granted')), expressions=[(models.F('user'), '='), (models.Case(models.When(role__in=('security', 'auditor', 'admin'), then=models.F('role')), models.When(role__in=('centre', 'centre_lead'), then=models.Value('centre')), default=models.Value('business'), output_field=models.CharField()), '<>')], name='membership_classes_apart'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ('unit_clerk', 'unit_lead')), ('unit__isnull', False)), ('role', 'agency'), models.Q(models.Q(('role__in', ('unit_clerk', 'unit_lead', 'agency')), _negated=True), ('unit__isnull', True)), _connector='OR'), name='membership_unit_for_unit_roles'), models.CheckConstraint(condition=models.Q(('role__in', ['holder', 'agency', 'unit_clerk', 'unit_lead', 'expert', 'centre', 'centre_lead', 'exchange', 'partner', 'investor', 'enterprise', 'security', 'auditor', 'admin'])), name='membership_role_known'), models.CheckConstraint(condition=models.Q(('status__in', ['wished', 'requested', 'invited', 'granted', 'declined', 'withdrawn', 'ended'])), name='membership_status_known'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='membership_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ended'), _negated=True), ('valid_to__isnull', False), _connector='OR'), name='membership_ended_when')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('collect', '征集填报'), ('evaluate', '专业评价'), ('coach', '路演辅导')], max_length=10), size=None, verbose_name='委托事项')),
                ('valid_from', models.DateTimeField(db_default=foundation.clock.Now(), verbose_name='起')),
                ('valid_to', models.DateTimeField(verbose_name='止')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='accounts.organisation', verbose_name='受托机构')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='accounts.unit', verbose_name='推荐单位')),
            ],
            options={
                'verbose_name': '委托',
                'verbose_name_plural': '委托',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('unit'), '='), (models.F('organisation'), '='), (models.Func(models.F('valid_from'), django.db.models.functions.comparison.Coalesce(models.F('revoked_at'), models.F('valid_to')), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='delegation_one_at_a_time'), models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['collect', 'evaluate', 'coach']), models.Q(('scopes', []), _negated=True)), name='delegation_scopes_known'), models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='delegation_ends_after_start'), models.CheckConstraint(condition=models.Q(('revoked_at', None), models.Q(('revoked_at__gte', models.F('valid_from')), ('revoked_at__lte', models.F('valid_to'))), _connector='OR'), name='delegation_revoked_within')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('display', '在直通车平台公开展示'), ('feed', '提供给深交所和科融通'), ('privacy', '按隐私政策处理个人信息')], max_length=20, verbose_name='用途')),
                ('ground', models.CharField(choices=[('person', '本人同意'), ('mandate', '授权文件')], max_length=10, verbose_name='依据')),
                ('mandate', models.CharField(blank=True, max_length=200, verbose_name='授权文件')),
                ('given_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='同意时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
            ],
            options={
                'verbose_name': '同意',
                'verbose_name_plural': '同意',
                'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', False)), fields=['id'], name='consent_withdrawn')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ground', 'person'), ('mandate', '')), models.Q(('ground', 'mandate'), models.Q(('mandate', ''), _negated=True)), _connector='OR'), name='consent_mandate_named'), models.CheckConstraint(condition=models.Q(('purpose__in', ['display', 'feed', 'privacy'])), name='consent_purpose_known')],
            },
        ),
    ]
