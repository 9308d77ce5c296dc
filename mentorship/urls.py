from django.urls import path

from mentorship.views import meetings, studios

app_name = "mentorship"
urlpatterns = [
    path("", studios.studio_list, name="studios"),
    path("overview/", studios.overview, name="overview"),
    path("confirm/", meetings.confirmation_list, name="confirmations"),
    path("confirm/<uuid:public_id>/", meetings.confirm, name="confirm"),
    path("confirm/<uuid:public_id>/objection/", meetings.object_to, name="object"),
    path("confirm/<uuid:public_id>/amend/", meetings.amend, name="amend"),
    path("groups/<uuid:public_id>/record/", meetings.record, name="record"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/<uuid:public_id>/", meetings.meeting_page, name="meeting"),
    path("meetings/<uuid:public_id>/withdraw/", meetings.withdraw, name="withdraw"),
    path("<uuid:public_id>/", studios.studio_page, name="studio"),
]
