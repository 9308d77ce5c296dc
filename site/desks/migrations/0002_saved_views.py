"""Pages with their filters, saved by a person under a name."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desks", "0001_rules"), ("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('address', models.CharField(max_length=300, verbose_name='地址')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='people.person', verbose_name='本人')),
            ],
            options={
                'verbose_name': '保存的视图',
                'ordering': ['saved_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'address'), name='view_saved_once')],
            },
        ),
    ]
