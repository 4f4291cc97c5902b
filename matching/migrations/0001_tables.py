"""The tables, in one step. A portal that took the earlier steps has taken this one."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import foundation.clock
import foundation.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('matching', '0001_initial'), ('matching', '0002_postings'), ('matching', '0004_index'), ('matching', '0006_lean_suggestions'), ('matching', '0007_posting_text'), ('matching', '0008_meanings'), ('matching', '0009_plain_places'), ('matching', '0010_decided_by_others'), ('matching', '0012_search'), ('matching', '0013_saved_searches')]

    initial = True

    dependencies = [
        ("projects", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='摘要')),
                ('vector', models.BinaryField(verbose_name='向量')),
            ],
            options={
                'verbose_name': '标题含义',
                'verbose_name_plural': '标题含义',
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('code', models.CharField(editable=False, max_length=12, null=True, unique=True, verbose_name='公开编号')),
                ('kind', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给')], editable=False, max_length=10, verbose_name='类别')),
                ('status', models.CharField(choices=[('draft', '未发布'), ('published', '已发布'), ('expired', '已到期'), ('closed', '已结束'), ('removed', '已下架'), ('dropped', '已放弃')], editable=False, max_length=10, verbose_name='状态')),
                ('source_key', models.CharField(blank=True, editable=False, max_length=64, verbose_name='来源编号')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='名称')),
                ('category', models.CharField(blank=True, choices=[('technology', '技术'), ('money', '资金'), ('people', '人才'), ('place', '场地'), ('scene', '应用场景'), ('policy', '政策'), ('pilot', '中试平台')], max_length=12, verbose_name='类型')),
                ('problem', models.TextField(blank=True, max_length=1000, verbose_name='主要问题')),
                ('key_points', models.TextField(blank=True, max_length=1000, verbose_name='技术关键')),
                ('goal', models.TextField(blank=True, max_length=1000, verbose_name='预期目标')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='关键词')),
                ('trl_floor', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='成熟度下限')),
                ('modes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None, verbose_name='合作方式')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='拟投入资金')),
                ('budget_open', models.BooleanField(default=False, verbose_name='资金面议')),
                ('wanted_from', models.DateField(blank=True, null=True, verbose_name='起始日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('stock_code', models.CharField(blank=True, max_length=6, verbose_name='上市代码')),
                ('reach', models.CharField(choices=[('public', '公开'), ('members', '登录可见'), ('anonymous', '公开，不显示单位名称')], default='public', max_length=10, verbose_name='公开范围')),
                ('alias', models.CharField(blank=True, max_length=30, verbose_name='匿名称呼')),
                ('contact_name', models.CharField(blank=True, max_length=40, verbose_name='联系人')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('opened_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='新建时间')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='发布时间')),
                ('warned_at', models.DateTimeField(editable=False, null=True, verbose_name='到期提醒时间')),
                ('removed_by_centre', models.BooleanField(default=False, editable=False, verbose_name='由火炬中心下架')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL, verbose_name='填报人')),
                ('custodian', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='代填单位')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.field', verbose_name='领域')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.organisation', verbose_name='单位')),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.unit', verbose_name='负责单位')),
            ],
            options={
                'verbose_name': '供需信息',
                'verbose_name_plural': '供需信息',
                'indexes': [models.Index(fields=['kind', 'status', '-published_at'], name='posting_newest'), models.Index(fields=['organisation', '-opened_at'], name='posting_of_organisation'), models.Index(fields=['unit', '-opened_at'], name='posting_of_unit'), models.Index(condition=models.Q(('status', 'published')), fields=['valid_until'], name='posting_to_expire')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['demand', 'offer'])), name='posting_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published', 'expired', 'closed', 'removed', 'dropped'])), name='posting_status_known'), models.CheckConstraint(condition=models.Q(('reach__in', ['public', 'members', 'anonymous'])), name='posting_reach_known'), models.CheckConstraint(condition=models.Q(('category', ''), models.Q(('category__in', ('technology', 'money', 'people', 'place', 'scene')), ('kind', 'demand')), models.Q(('category__in', ('policy', 'place', 'pilot', 'money', 'people', 'scene')), ('kind', 'offer')), _connector='OR'), name='posting_category_of_kind'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('status__in', ('published', 'expired', 'closed', 'removed')), _negated=True), ('code', None), ('published_at', None)), models.Q(('published_at__isnull', False), ('status__in', ('published', 'expired', 'closed', 'removed')), ('code__isnull', False), ('organisation__isnull', False), ('valid_until__isnull', False), models.Q(('title', ''), _negated=True), models.Q(('category', ''), _negated=True)), _connector='OR'), name='posting_published_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('reach', 'anonymous'), _negated=True), models.Q(('alias', ''), _negated=True), _connector='OR'), name='posting_has_alias'), models.CheckConstraint(condition=models.Q(('trl_floor', None), ('trl_floor__range', (1, 9)), _connector='OR'), name='posting_trl_one_to_nine'), models.CheckConstraint(condition=models.Q(('budget', None), ('budget__gt', 0), _connector='OR'), name='posting_budget_positive'), models.CheckConstraint(condition=models.Q(('wanted_from', None), ('valid_until__gte', models.F('wanted_from')), _connector='OR'), name='posting_term_in_order'), models.CheckConstraint(condition=models.Q(('stock_code', ''), ('stock_code__regex', '^[0-9]{6}$'), _connector='OR'), name='posting_stock_code_six_digits'), models.CheckConstraint(condition=models.Q(('keywords__len__lte', 5)), name='posting_keywords_few'), models.CheckConstraint(condition=models.Q(('removed_by_centre', False), ('status', 'removed'), _connector='OR'), name='posting_removed_by_centre_is_removed'), models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('unit', 'kind', 'source_key'), name='posting_source_key_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10, verbose_name='类别')),
                ('key', models.BigIntegerField(verbose_name='记录')),
                ('why', models.CharField(choices=[('said', '内容有变'), ('feedback', '有新反馈')], default='said', max_length=10, verbose_name='原因')),
                ('written_at', models.DateTimeField(db_default=foundation.clock.Now(), verbose_name='写入时间')),
            ],
            options={
                'verbose_name': '待索引的变化',
                'verbose_name_plural': '待索引的变化',
                'indexes': [models.Index(fields=['sort', 'key'], name='change_of_record')],
            },
        ),
        migrations.CreateModel(
            name='Indexed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10, verbose_name='类别')),
                ('key', models.BigIntegerField(verbose_name='记录')),
                ('counted', models.BinaryField(null=True, verbose_name='词频')),
                ('revision', models.BigIntegerField(verbose_name='修订号')),
                ('matched', models.BigIntegerField(null=True, verbose_name='已匹配的修订号')),
                ('matched_at', models.DateTimeField(null=True, verbose_name='匹配时间')),
            ],
            options={
                'verbose_name': '匹配索引',
                'verbose_name_plural': '匹配索引',
                'indexes': [models.Index(fields=['revision'], name='indexed_since')],
                'constraints': [models.UniqueConstraint(fields=('sort', 'key'), name='indexed_once'), models.CheckConstraint(condition=models.Q(('sort__in', ['demand', 'offer', 'project'])), name='indexed_sort_known')],
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('running', '正在匹配'), ('done', '已完成'), ('stopped', '没有完成')], default='running', editable=False, max_length=10, verbose_name='进度')),
                ('sorts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10), size=None, verbose_name='范围')),
                ('records', models.PositiveIntegerField(verbose_name='每片记录数')),
                ('cut', models.PositiveSmallIntegerField(default=0, verbose_name='已分片的类别数')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='片数')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已完成片数')),
                ('pairs', models.PositiveBigIntegerField(default=0, verbose_name='匹配结果数')),
                ('begun_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='开始时间')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='结束时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
            ],
            options={
                'verbose_name': '全量匹配',
                'verbose_name_plural': '全量匹配',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('stage__in', ('done', 'stopped'))), models.Q(('ended_at', None), ('stage', 'running')), _connector='OR'), name='match_run_ended_when_over'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='match_run_not_over_all'), models.UniqueConstraint(condition=models.Q(('stage', 'running')), fields=('stage',), name='match_run_alone')],
            },
        ),
        migrations.CreateModel(
            name='MatchChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '等待处理'), ('done', '已完成'), ('failed', '没有完成')], default='waiting', editable=False, max_length=10, verbose_name='处理状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='已试次数')),
                ('progress', models.PositiveIntegerField(default=0, editable=False, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=1, editable=False, verbose_name='总数')),
                ('fault', models.TextField(blank=True, editable=False, verbose_name='出错原因')),
                ('due_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='最早处理时间')),
                ('created_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='建立时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('sort', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10, verbose_name='类别')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='记录')),
                ('spread', models.BooleanField(default=False, verbose_name='影响另一方')),
                ('pairs', models.PositiveIntegerField(default=0, verbose_name='匹配结果数')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='matching.matchrun', verbose_name='全量匹配')),
            ],
            options={
                'verbose_name': '匹配任务',
                'verbose_name_plural': '匹配任务',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='matchchunk_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='matchchunk_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='matchchunk_ended_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='MeaningWork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '等待处理'), ('done', '已完成'), ('failed', '没有完成')], default='waiting', editable=False, max_length=10, verbose_name='处理状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='已试次数')),
                ('progress', models.PositiveIntegerField(default=0, editable=False, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=1, editable=False, verbose_name='总数')),
                ('fault', models.TextField(blank=True, editable=False, verbose_name='出错原因')),
                ('due_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='最早处理时间')),
                ('created_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='建立时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('sort', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10, verbose_name='类别')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='记录')),
            ],
            options={
                'verbose_name': '读标题含义',
                'verbose_name_plural': '读标题含义',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='meaningwork_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='meaningwork_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='meaningwork_ended_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='PostingText',
            fields=[
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='matching.posting', verbose_name='供需信息')),
                ('head', django.contrib.postgres.search.SearchVectorField(editable=False, verbose_name='题头检索')),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, verbose_name='检索')),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None, verbose_name='分面')),
            ],
            options={
                'verbose_name': '供需检索',
                'verbose_name_plural': '供需检索',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['head'], name='posting_text_head'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='posting_text_search')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('posting', '供需方'), ('project', '成果方')], editable=False, max_length=10, verbose_name='哪一方')),
                ('verdict', models.CharField(choices=[('accept', '合适，想进一步谈'), ('decline', '不合适'), ('later', '稍后再看')], max_length=10, verbose_name='反馈')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('direction', '方向不对'), ('indicators', '指标不够'), ('maturity', '还不成熟'), ('price', '价格'), ('mode', '合作方式'), ('region', '地区太远'), ('known', '已经联系过'), ('other', '其他')], max_length=12), blank=True, default=list, size=None, verbose_name='原因')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='补充说明')),
                ('status', models.CharField(choices=[('given', '已反馈'), ('taken_back', '已撤回')], editable=False, max_length=10, verbose_name='状态')),
                ('given_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='反馈时间')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='反馈人')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='projects.project', verbose_name='成果')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='matching.posting', verbose_name='供需信息')),
            ],
            options={
                'verbose_name': '匹配反馈',
                'verbose_name_plural': '匹配反馈',
                'indexes': [models.Index(fields=['project', 'side'], name='feedback_of_project')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'given')), fields=('posting', 'project', 'side'), name='feedback_stands_once'), models.CheckConstraint(condition=models.Q(('status__in', ['given', 'taken_back'])), name='feedback_status_known'), models.CheckConstraint(condition=models.Q(('side__in', ['posting', 'project']), ('verdict__in', ['accept', 'decline', 'later'])), name='feedback_words_known'), models.CheckConstraint(condition=models.Q(('verdict', 'decline'), ('reasons', []), _connector='OR'), name='feedback_reasons_of_declining'), models.CheckConstraint(condition=models.Q(('reasons__contained_by', ['direction', 'indicators', 'maturity', 'price', 'mode', 'region', 'known', 'other'])), name='feedback_reasons_known')],
            },
        ),
        migrations.CreateModel(
            name='PostingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修订号')),
                ('typed', models.JSONField(default=dict, verbose_name='未写入的内容')),
                ('stamps', models.JSONField(default=dict, verbose_name='修改记录')),
                ('saved_at', models.DateTimeField(null=True, verbose_name='保存时间')),
                ('submitted', models.PositiveIntegerField(null=True, verbose_name='提交的修订号')),
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='matching.posting', verbose_name='供需信息')),
            ],
            options={
                'verbose_name': '供需草稿',
                'verbose_name_plural': '供需草稿',
            },
        ),
        migrations.CreateModel(
            name='PostingSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('kind', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给')], max_length=10, verbose_name='类别')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='最后序号')),
            ],
            options={
                'verbose_name': '供需编号序列',
                'verbose_name_plural': '供需编号序列',
                'constraints': [models.UniqueConstraint(fields=('year', 'kind'), name='posting_series_once')],
            },
        ),
        migrations.CreateModel(
            name='PostingVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='版本')),
                ('content', models.JSONField(verbose_name='内容')),
                ('status', models.CharField(choices=[('submitted', '待审核'), ('taken_back', '已撤回'), ('returned', '退回修改'), ('accepted', '审核通过')], editable=False, max_length=10, verbose_name='状态')),
                ('submitted_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='审核时间')),
                ('remark', models.TextField(blank=True, max_length=500, verbose_name='审核意见')),
                ('writers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='填写人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='matching.posting', verbose_name='供需信息')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '供需版本',
                'verbose_name_plural': '供需版本',
                'indexes': [models.Index(condition=models.Q(('status', 'submitted')), fields=['submitted_at'], name='posting_version_waiting')],
                'constraints': [models.UniqueConstraint(fields=('posting', 'number'), name='posting_version_once'), models.UniqueConstraint(condition=models.Q(('status', 'submitted')), fields=('posting',), name='posting_version_waits_once'), models.CheckConstraint(condition=models.Q(('status__in', ['submitted', 'taken_back', 'returned', 'accepted'])), name='posting_version_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('status__in', ['accepted', 'returned'])), models.Q(models.Q(('status__in', ['accepted', 'returned']), _negated=True), ('decided_at', None), ('decided_by', None)), _connector='OR'), name='posting_version_decided_by_one'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='posting_version_two_persons'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('writers__contains', [models.F('decided_by')]), _negated=True), _connector='OR'), name='posting_version_not_decided_by_a_writer'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'returned'), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='posting_version_returned_in_words')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('project', '成果'), ('demand', '需求'), ('offer', '要素供给')], max_length=10, verbose_name='搜什么')),
                ('wanted', models.JSONField(default=dict, verbose_name='条件')),
                ('title', models.CharField(max_length=200, verbose_name='条件说明')),
                ('told_until', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='已告知到')),
                ('created_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='订阅时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='订阅人')),
            ],
            options={
                'verbose_name': '搜索订阅',
                'verbose_name_plural': '搜索订阅',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['project', 'demand', 'offer'])), name='saved_search_kind_known'), models.UniqueConstraint(models.F('person'), models.F('kind'), django.db.models.functions.text.MD5(django.db.models.functions.comparison.Cast('wanted', models.TextField())), name='saved_search_once')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '等待处理'), ('done', '已完成'), ('failed', '没有完成')], default='waiting', editable=False, max_length=10, verbose_name='处理状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='已试次数')),
                ('progress', models.PositiveIntegerField(default=0, editable=False, verbose_name='已处理')),
                ('total', models.PositiveIntegerField(default=1, editable=False, verbose_name='总数')),
                ('fault', models.TextField(blank=True, editable=False, verbose_name='出错原因')),
                ('due_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='最早处理时间')),
                ('created_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='建立时间')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='结束时间')),
                ('revision', models.BigIntegerField(null=True, verbose_name='修订号')),
                ('is_current', models.BooleanField(default=False, verbose_name='现行')),
                ('sizes', models.JSONField(default=dict, verbose_name='记录数')),
                ('run', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snapshot', to='matching.matchrun', verbose_name='全量匹配')),
            ],
            options={
                'verbose_name': '索引快照',
                'verbose_name_plural': '索引快照',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='snapshot_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='snapshot_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='snapshot_ended_when_ended'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('is_current',), name='snapshot_one_current'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('state',), name='snapshot_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给'), ('project', '成果')], max_length=10, verbose_name='类别')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('data', models.BinaryField(verbose_name='内容')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='matching.snapshot', verbose_name='索引快照')),
            ],
            options={
                'verbose_name': '快照分块',
                'verbose_name_plural': '快照分块',
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'sort', 'number'), name='snapshot_piece_once')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(verbose_name='匹配度')),
                ('plain', models.FloatField(verbose_name='不含反馈的匹配度')),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None, verbose_name='各项得分')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None, verbose_name='共同的词')),
                ('place', models.PositiveSmallIntegerField(null=True, verbose_name='名次')),
                ('plain_place', models.PositiveSmallIntegerField(null=True, verbose_name='不含反馈的名次')),
                ('place_of_project', models.PositiveSmallIntegerField(null=True, verbose_name='在成果一侧的名次')),
                ('matched_at', models.DateTimeField(db_default=foundation.clock.Now(), verbose_name='匹配时间')),
                ('posting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='matching.posting', verbose_name='供需信息')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='projects.project', verbose_name='成果')),
            ],
            options={
                'verbose_name': '匹配结果',
                'verbose_name_plural': '匹配结果',
                'indexes': [models.Index(fields=['project', 'place_of_project'], name='suggestion_of_project')],
                'constraints': [models.UniqueConstraint(fields=('posting', 'project'), name='suggestion_once'), models.CheckConstraint(condition=models.Q(('score__range', (0, 100)), ('plain__range', (0, 100))), name='suggestion_score_of_hundred'), models.CheckConstraint(condition=models.Q(('place__isnull', False), ('plain_place__isnull', False), ('place_of_project__isnull', False), _connector='OR'), name='suggestion_stands_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='TakeUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('demand', '需求'), ('offer', '要素供给')], default='offer', editable=False, max_length=10, verbose_name='类别')),
                ('status', models.CharField(choices=[('asked', '已申请'), ('given', '已落实'), ('declined', '未落实'), ('taken_back', '已撤回')], editable=False, max_length=10, verbose_name='状态')),
                ('message', models.CharField(blank=True, max_length=500, verbose_name='申请说明')),
                ('answer', models.CharField(blank=True, editable=False, max_length=500, verbose_name='答复')),
                ('asked_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='申请时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='take_ups', to='matching.posting', verbose_name='要素供给')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='take_ups', to='projects.project', verbose_name='成果')),
                ('service', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='take_up', to='projects.service', verbose_name='已享服务')),
            ],
            options={
                'verbose_name': '要素申请',
                'verbose_name_plural': '要素申请',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'given', 'declined', 'taken_back'])), name='take_up_status_known'), models.CheckConstraint(condition=models.Q(('kind', 'offer')), name='take_up_of_an_offer'), models.CheckConstraint(condition=models.Q(models.Q(('service__isnull', False), ('status', 'given')), models.Q(models.Q(('status', 'given'), _negated=True), ('service', None)), _connector='OR'), name='take_up_given_is_a_service'), models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('posting', 'project'), name='take_up_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('learn', '想先了解'), ('licence', '许可或受让技术'), ('joint', '合作开发或中试'), ('invest', '投资入股'), ('trial', '采购或试用'), ('support', '提供场地、政策或服务')], max_length=10, verbose_name='意向')),
                ('message', models.TextField(blank=True, max_length=500, verbose_name='留言')),
                ('status', models.CharField(choices=[('sent', '已送达'), ('taken_back', '已撤回')], editable=False, max_length=10, verbose_name='状态')),
                ('sent_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='提交时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='projects.project', verbose_name='成果')),
            ],
            options={
                'verbose_name': '意向',
                'verbose_name_plural': '意向',
                'indexes': [models.Index(fields=['person', '-sent_at'], name='interest_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['learn', 'licence', 'joint', 'invest', 'trial', 'support'])), name='interest_kind_known'), models.CheckConstraint(condition=models.Q(('status__in', ['sent', 'taken_back'])), name='interest_status_known'), models.UniqueConstraint(condition=models.Q(('status', 'sent')), fields=('project', 'person'), name='interest_stands_once')],
            },
        ),
    ]
