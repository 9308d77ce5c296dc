from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "人员"
    default = True


class SessionsConfig(UserSessionsConfig):
    """Stands in INSTALLED_APPS for `allauth.usersessions`: what happens at a log-in is ours.

    allauth walks over all old lines of the account, four queries each; the bench's persona had hundreds.
    """

    name = "allauth.usersessions"
    default = False

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_set, user_logged_in
        from allauth.usersessions.signals import on_password_changed

        from people.logins import remember_session

        user_logged_in.connect(remember_session)
        for signal in (password_set, password_changed):
            signal.connect(on_password_changed)
