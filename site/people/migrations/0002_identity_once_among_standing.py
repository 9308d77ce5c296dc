"""An identity number is free again where the import that brought it was undone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='person',
            name='identity_number_once',
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('identity_hash', ''), _negated=True), ('merged_into', None), ('withdrawn_at', None)), fields=('identity_hash',), name='identity_number_once'),
        ),
    ]
