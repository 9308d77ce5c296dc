import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_places_in_classes")]
    operations = [
        migrations.CreateModel(
            name="ClassCourse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="记录时间"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used_by",
                        to="courses.course",
                        verbose_name="课程",
                    ),
                ),
                (
                    "training_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="online_courses",
                        to="courses.trainingclass",
                        verbose_name="班次",
                    ),
                ),
            ],
            options={"verbose_name": "班次的配套课程"},
        ),
        migrations.AddConstraint(
            model_name="classcourse",
            constraint=models.UniqueConstraint(fields=("training_class", "course"), name="class_course_once"),
        ),
    ]
