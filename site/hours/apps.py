from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "hours"
    verbose_name = "学时"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from hours.found import training_hours
        from people.found import register

        register(training_hours, heading=_("培训时长"))
