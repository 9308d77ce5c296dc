"""Training plans of a scope and of a person; mounted below "plans/". One's own is `learning:plan`."""

from django.urls import path, re_path

from courses.views import plans

app_name = "plans"
urlpatterns = [
    path("", plans.table, name="table"),
    path("people/<uuid:public_id>/", plans.person, name="person"),
    path("people/<uuid:public_id>/waive/", plans.waive, name="waive"),
    path("people/<uuid:public_id>/pause/", plans.pause, name="pause"),
    path("people/<uuid:public_id>/accept/", plans.accept, name="accept"),
    path("pauses/<uuid:public_id>/end/", plans.pause_end, name="pause_end"),
    re_path(
        r"^(?P<table>waivers|pauses|equivalents)/(?P<public_id>[0-9a-f-]{36})/withdraw/$",
        plans.withdraw,
        name="withdraw",
    ),
    re_path(
        r"^(?P<table>waivers|pauses|equivalents)/(?P<public_id>[0-9a-f-]{36})/file/$",
        plans.decision_file,
        name="decision_file",
    ),
]
