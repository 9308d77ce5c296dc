"""Questions get a state, a name, a category and tags; short written answers keep what was written."""

import assessment.words
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0003_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='text',
            field=models.CharField(blank=True, max_length=500, verbose_name='所写'),
        ),
        migrations.AddField(
            model_name='question',
            name='category',
            field=models.CharField(blank=True, max_length=200, verbose_name='分类'),
        ),
        migrations.AddField(
            model_name='question',
            name='state',
            field=models.CharField(choices=assessment.words.QuestionState.choices, default='live', max_length=8, verbose_name='状态'),
        ),
        migrations.AddField(
            model_name='question',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='题名'),
        ),
        migrations.CreateModel(
            name='QuestionTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=assessment.words.TagKind.choices, max_length=8, verbose_name='种类')),
                ('text', models.CharField(max_length=80, verbose_name='标签')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='assessment.question', verbose_name='题目')),
            ],
            options={
                'verbose_name': '题目标签',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['kind', 'text'], name='question_tag_text')],
                'constraints': [models.UniqueConstraint(fields=('question', 'kind', 'text'), name='question_tag_once')],
            },
        ),
    ]
