"""Codes on paper, requests to be let in, and a keyed hash that finds the phones of the roster again."""

import core.fields
from core.encryption import lookup_hash
import django.db.models.deletion
import people.words
import uuid
from django.db import migrations, models


def hash_phones(apps, schema_editor):
    people = apps.get_model('people', 'Person').objects.filter(phone__isnull=False)
    changed = []
    for person in people.only('pk', 'phone').iterator(2_000):
        if person.phone:
            person.phone_hash = lookup_hash(person.phone, purpose='phone')
            changed.append(person)
    people.model.objects.bulk_update(changed, ['phone_hash'], batch_size=1_000)


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('people', '0004_privacy_contact'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('name', core.fields.EncryptedTextField(null=True, verbose_name='姓名')),
                ('post', core.fields.EncryptedTextField(null=True, verbose_name='岗位')),
                ('phone', core.fields.EncryptedTextField(null=True, verbose_name='手机号')),
                ('phone_hash', models.CharField(db_index=True, max_length=64, verbose_name='手机号匹配值')),
                ('state', models.CharField(choices=people.words.AccessRequestState.choices, default=people.words.AccessRequestState['WAITING'], max_length=10, verbose_name='状态')),
                ('reason', core.fields.EncryptedTextField(null=True, verbose_name='不通过的原因')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('answered_by', models.BigIntegerField(null=True, verbose_name='答复人')),
            ],
            options={
                'verbose_name': '登录申请',
            },
        ),
        migrations.CreateModel(
            name='PaperCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('code_hash', models.CharField(max_length=64, verbose_name='登录码匹配值')),
                ('issued_by', models.BigIntegerField(null=True, verbose_name='开具人')),
                ('issued_at', models.DateTimeField(verbose_name='开具时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('used_at', models.DateTimeField(null=True, verbose_name='使用时间')),
                ('replaced_at', models.DateTimeField(null=True, verbose_name='作废时间')),
            ],
            options={
                'verbose_name': '一次性登录码',
            },
        ),
        migrations.AddField(
            model_name='person',
            name='phone_hash',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='手机号匹配值'),
        ),
        migrations.RunPython(hash_phones, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('phone_hash', ''), _negated=True), fields=['phone_hash'], name='person_phone'),
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to='organisations.organisation', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='accessrequest',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_requests', to='people.person', verbose_name='人员'),
        ),
        migrations.AddField(
            model_name='papercode',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_codes', to='people.person', verbose_name='人员'),
        ),
        migrations.AddConstraint(
            model_name='accessrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('phone_hash',), name='one_waiting_request_a_phone'),
        ),
        migrations.AddConstraint(
            model_name='accessrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('answered_at__isnull', False), ('name', None), ('phone', None)), _connector='OR'), name='answered_requests_name_nobody'),
        ),
        migrations.AddConstraint(
            model_name='papercode',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('used_at', None)), fields=('person',), name='one_paper_code_at_a_time'),
        ),
    ]
