"""Sums of minutes are read from an index alone; two indexes that others begin with are gone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hours', '0004_lines_of_seals'),
        ('organisations', '0001_initial'),
        ('people', '0007_bound_grants'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='hourentry',
            name='hours_organisation_date',
        ),
        migrations.AlterField(
            model_name='hourentry',
            name='bureau',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='台账单位'),
        ),
        migrations.AlterField(
            model_name='hourentry',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hour_entries', to='people.person', verbose_name='人员'),
        ),
        migrations.AddIndex(
            model_name='hourentry',
            index=models.Index(condition=models.Q(('kind__in', ['lesson', 'training'])), fields=['organisation', 'activity_on'], include=('minutes',), name='hours_training_minutes'),
        ),
    ]
