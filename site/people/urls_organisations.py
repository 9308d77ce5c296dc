"""Addresses of organisations. Their screens show people in post, so they stand here, above both."""

from django.urls import path

from people.views import organisations

app_name = "organisations"
urlpatterns = [
    path("", organisations.organisation_list, name="organisation_list"),
    path("<uuid:public_id>/", organisations.organisation_page, name="organisation"),
    path("<uuid:public_id>/add/", organisations.organisation_add, name="organisation_add"),
    path("<uuid:public_id>/rename/", organisations.organisation_rename, name="organisation_rename"),
    path("<uuid:public_id>/move/", organisations.organisation_move, name="organisation_move"),
    path("<uuid:public_id>/end/", organisations.organisation_end, name="organisation_end"),
]
