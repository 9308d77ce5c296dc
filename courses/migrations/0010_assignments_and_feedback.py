"""Assignments with their hand-ins, reflections and corrections."""

import core.fields
import courses.words
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_cases'),
        ('organisations', '0001_initial'),
        ('people', '0006_account_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('title', models.CharField(max_length=80, verbose_name='作业名称')),
                ('task', models.TextField(verbose_name='作业要求')),
                ('due_on', models.DateField(null=True, verbose_name='截止日期')),
                ('pass_points', models.PositiveSmallIntegerField(verbose_name='合格分')),
                ('set_by', models.BigIntegerField(null=True, verbose_name='布置人')),
                ('set_at', models.DateTimeField(verbose_name='布置时间')),
                ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='courses.course', verbose_name='课程')),
                ('markers', models.ManyToManyField(related_name='assignments_to_mark', to='people.person', verbose_name='批改人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisations.organisation', verbose_name='布置单位')),
                ('training_class', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='courses.trainingclass', verbose_name='班次')),
            ],
            options={
                'verbose_name': '作业',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('revision_id', models.BigIntegerField(null=True, verbose_name='当时的修订')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='在哪里')),
                ('text', core.fields.EncryptedTextField(verbose_name='哪里不对')),
                ('state', models.CharField(choices=courses.words.CorrectionState.choices, default=courses.words.CorrectionState['NEW'], max_length=10, verbose_name='状态')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='答复')),
                ('sent_at', models.DateTimeField(verbose_name='提交时间')),
                ('answered_by', models.BigIntegerField(null=True, verbose_name='处理人')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='courses.lesson', verbose_name='节')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='people.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '纠错',
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block_id', models.UUIDField(verbose_name='问题编号')),
                ('prompt', models.TextField(verbose_name='问题')),
                ('text', core.fields.EncryptedTextField(verbose_name='反思')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='记录时间')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to='courses.lesson', verbose_name='节')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to='people.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '学习反思',
            },
        ),
        migrations.CreateModel(
            name='RubricCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('name', models.CharField(max_length=60, verbose_name='评分项')),
                ('points', models.PositiveSmallIntegerField(verbose_name='满分')),
                ('descriptor', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='courses.assignment', verbose_name='作业')),
            ],
            options={
                'verbose_name': '评分项',
                'ordering': ['assignment', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('number', models.PositiveSmallIntegerField(verbose_name='第几次提交')),
                ('text', core.fields.EncryptedTextField(null=True, verbose_name='正文')),
                ('file', core.fields.EncryptedBytesField(null=True, verbose_name='文件')),
                ('file_kind', models.CharField(blank=True, max_length=8, verbose_name='文件类型')),
                ('handed_in_at', models.DateTimeField(verbose_name='提交时间')),
                ('state', models.CharField(choices=courses.words.SubmissionState.choices, default=courses.words.SubmissionState['WAITING'], max_length=10, verbose_name='状态')),
                ('points', models.PositiveSmallIntegerField(null=True, verbose_name='得分')),
                ('marks', models.JSONField(blank=True, default=dict, verbose_name='各项得分')),
                ('remarks', core.fields.EncryptedTextField(null=True, verbose_name='评语')),
                ('marked_at', models.DateTimeField(null=True, verbose_name='批改时间')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='记录时间')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='courses.assignment', verbose_name='作业')),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='批改人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='people.person', verbose_name='人员')),
            ],
            options={
                'verbose_name': '提交',
                'ordering': ['assignment', 'person', 'number'],
            },
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('training_class', None)), models.Q(('course', None), ('training_class__isnull', False)), _connector='OR'), name='assignment_of_class_or_course'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['state', 'sent_at'], name='correction_state'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'new')), models.Q(models.Q(('state', 'new'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='correction_answered_with_time'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='declined_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.UniqueConstraint(fields=('person', 'lesson', 'block_id'), name='reflected_once'),
        ),
        migrations.AddConstraint(
            model_name='rubriccriterion',
            constraint=models.UniqueConstraint(fields=('assignment', 'position'), name='criterion_in_order'),
        ),
        migrations.AddConstraint(
            model_name='rubriccriterion',
            constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0)), name='criterion_has_points'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', 'handed_in_at'], name='submission_state'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('assignment', 'person', 'number'), name='submission_number_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('assignment', 'person'), name='one_submission_waits'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('text__isnull', False), ('file__isnull', False), _connector='OR'), name='submission_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('marked_at', None), ('state', 'waiting')), models.Q(('marked_at__isnull', False), ('state', 'returned')), models.Q(('marked_at__isnull', False), ('points__isnull', False), ('state', 'marked')), _connector='OR'), name='submission_marked_with_time'),
        ),
    ]
