"""The door, and one's own log-in. Accounts are made for people on the roster: there is no sign-up and no e-mail."""

from allauth.account import views
from django.urls import include, path

from people.entering import lets_in_once
from people.views import entrance, own_access, proving, second_factor, weixin

urlpatterns = [
    path("login/", entrance.PasswordPage.as_view(), name="account_login"),
    path("login/code/", entrance.PhonePage.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", lets_in_once(entrance.CodePage.as_view()), name="account_confirm_login_code"),
    path("login/who/", entrance.who, name="account_who"),
    path("login/ask/", entrance.ask, name="account_ask"),
    path("login/asked/", entrance.asked, name="account_asked"),
    path("login/weixin/", weixin.go, name="weixin_login"),
    path("login/weixin/back/", weixin.back, name="weixin_callback"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("prove/", proving.prove, name="account_prove"),
    path("prove/code/", proving.prove_code, name="account_prove_code"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", own_access.FirstPassword.as_view(), name="account_set_password"),
    path("phone/", own_access.phone, name="account_phone"),
    path("phone/code/", own_access.phone_code, name="account_phone_code"),
    path("second/", second_factor.second, name="account_second"),
    path("second/code/", second_factor.second_code, name="account_second_code"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", own_access.own_access, name="usersessions_list"),
    path("sessions/weixin/unbind/", own_access.unbind_weixin, name="weixin_unbind"),
]
