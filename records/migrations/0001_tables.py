"""The tables, in one step. A portal that took the earlier steps has taken this one."""

import datetime
import django.contrib.postgres.indexes
import django.db.models.deletion
import foundation.clock
import foundation.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('records', '0001_initial'), ('records', '0003_daily_mail'), ('records', '0004_verification'), ('records', '0005_files_looked_into'), ('records', '0006_uploads'), ('records', '0007_scans_come_in'), ('records', '0008_mail_after_quiet_hours'), ('records', '0009_reminders')]

    initial = True

    dependencies = [
        ("foundation", "0001_roles_and_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, unique=True)),
                ('inner', models.BinaryField(max_length=64)),
                ('outer', models.BinaryField(max_length=64)),
            ],
            options={
                'verbose_name': '个人密钥',
                'verbose_name_plural': '个人密钥',
            },
        ),
        migrations.CreateModel(
            name='Shape',
            fields=[
                ('name', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=60)),
                ('columns', models.JSONField()),
            ],
            options={
                'verbose_name': '摘要结构',
                'verbose_name_plural': '摘要结构',
            },
        ),
        migrations.CreateModel(
            name='DailyMail',
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
                ('day', models.DateField(verbose_name='日期')),
                ('at', models.TimeField(default=datetime.time(8, 0), verbose_name='时刻')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '每日汇总',
                'verbose_name_plural': '每日汇总',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='dailymail_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='dailymail_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='dailymail_ended_when_ended'), models.UniqueConstraint(fields=('to', 'day', 'at'), name='daily_mail_once')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('content_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('sm3', models.CharField(blank=True, max_length=64, verbose_name='SM3')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='页数')),
                ('cleaned', models.CharField(blank=True, max_length=200, verbose_name='已去掉')),
                ('file', models.FileField(max_length=200, upload_to='documents/%Y/', verbose_name='文件')),
                ('filed_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='提交时间')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '文件',
                'verbose_name_plural': '文件',
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='document_hash_is_sha256'), models.CheckConstraint(condition=models.Q(('sm3__regex', '^([0-9a-f]{64})?$')), name='document_hash_is_sm3')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor_role', models.CharField(max_length=20, verbose_name='身份')),
                ('actor_unit', models.CharField(blank=True, max_length=10, verbose_name='推荐单位')),
                ('actor_organisation', models.BigIntegerField(null=True, verbose_name='机构')),
                ('table', models.CharField(max_length=60, verbose_name='记录类型')),
                ('object_id', models.BigIntegerField(verbose_name='记录')),
                ('object_ref', models.CharField(blank=True, max_length=20, verbose_name='编号')),
                ('verb', models.CharField(max_length=40, verbose_name='办理')),
                ('source', models.CharField(blank=True, max_length=20, verbose_name='原状态')),
                ('target', models.CharField(blank=True, max_length=20, verbose_name='新状态')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('changes', models.JSONField(default=dict, verbose_name='变更内容')),
                ('request_id', models.CharField(blank=True, max_length=40, verbose_name='请求编号')),
                ('shape', models.CharField(max_length=16)),
                ('digest', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
            ],
            options={
                'verbose_name': '留痕',
                'verbose_name_plural': '留痕',
                'indexes': [models.Index(fields=['table', 'object_id', '-id'], name='entry_of_object'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='entry_at')],
            },
        ),
        migrations.CreateModel(
            name='Message',
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
                ('kind', models.CharField(max_length=60, verbose_name='事由')),
                ('about_ref', models.CharField(blank=True, max_length=20, verbose_name='关于')),
                ('context', models.JSONField(default=dict, verbose_name='内容')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='立即发邮件')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='发出时间')),
                ('read_at', models.DateTimeField(null=True, verbose_name='已读时间')),
                ('daily_mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='records.dailymail', verbose_name='每日汇总')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='收件人')),
            ],
            options={
                'verbose_name': '消息',
                'verbose_name_plural': '消息',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='message_waiting'), models.Index(condition=models.Q(('read_at', None)), fields=['to'], name='message_unread')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='message_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='message_ended_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
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
                ('file', models.FileField(blank=True, max_length=200, upload_to='documents/%Y/', verbose_name='预览图')),
                ('width', models.PositiveIntegerField(null=True, verbose_name='宽')),
                ('height', models.PositiveIntegerField(null=True, verbose_name='高')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='records.document', verbose_name='文件')),
            ],
            options={
                'verbose_name': '预览图',
                'verbose_name_plural': '预览图',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='picture_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='picture_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='picture_ended_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='事由')),
                ('table', models.CharField(max_length=60, verbose_name='记录类型')),
                ('object_id', models.BigIntegerField(verbose_name='记录')),
                ('day', models.DateField(verbose_name='哪一天的')),
                ('made_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='提醒时间')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提醒谁')),
            ],
            options={
                'verbose_name': '提醒',
                'verbose_name_plural': '提醒',
                'constraints': [models.UniqueConstraint(fields=('kind', 'table', 'object_id', 'user', 'day'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('first_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('last_id', models.BigIntegerField(unique=True)),
                ('ranges', models.JSONField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': '封存',
                'verbose_name_plural': '封存',
                'constraints': [models.CheckConstraint(condition=models.Q(('first_id__lte', models.F('last_id'))), name='seal_covers_something')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='身份')),
                ('unit', models.CharField(blank=True, max_length=2, verbose_name='推荐单位')),
                ('organisation', models.BigIntegerField(null=True, verbose_name='机构')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('purpose', models.CharField(choices=[('document', '材料'), ('video', '视频'), ('sheet', '表格'), ('word', '信息表'), ('scan', '盖章扫描件')], max_length=10, verbose_name='用途')),
                ('target', models.CharField(max_length=40, verbose_name='去向')),
                ('about', models.CharField(blank=True, max_length=10, verbose_name='有关记录')),
                ('wish', models.JSONField(default=dict, verbose_name='说明')),
                ('size', models.PositiveBigIntegerField(verbose_name='申报字节数')),
                ('received', models.PositiveBigIntegerField(default=0, verbose_name='已收字节数')),
                ('begun_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='开始时间')),
                ('touched_at', models.DateTimeField(db_default=foundation.clock.Now(), editable=False, verbose_name='最近收到时间')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '上传',
                'verbose_name_plural': '上传',
                'indexes': [models.Index(fields=['owner', 'begun_at'], name='upload_of_owner'), models.Index(fields=['target', 'about'], name='upload_about'), models.Index(fields=['touched_at'], name='upload_touched')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='upload_not_empty'), models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='upload_within_its_size')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
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
                ('problems', models.JSONField(default=list, verbose_name='问题')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.document', verbose_name='文件')),
                ('upload', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='inspection', to='records.upload', verbose_name='上传')),
            ],
            options={
                'verbose_name': '文件检查',
                'verbose_name_plural': '文件检查',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='inspection_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='inspection_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='inspection_ended_when_ended')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
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
                ('ref', models.CharField(default=foundation.refs.new_ref, editable=False, max_length=10, unique=True, verbose_name='编号')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='问题数')),
                ('findings', models.JSONField(default=list, verbose_name='问题')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发起人')),
            ],
            options={
                'verbose_name': '留痕核对',
                'verbose_name_plural': '留痕核对',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='verification_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'failed'])), name='verification_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('done', 'failed'))), models.Q(('ended_at__isnull', True), ('state', 'waiting')), _connector='OR'), name='verification_ended_when_ended'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('state',), name='verification_one_at_a_time')],
            },
        ),
    ]
