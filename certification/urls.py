from django.urls import path

from certification.views import certificates, registrations

app_name = "certification"
urlpatterns = [
    path("", certificates.certificate_list, name="certificates"),
    path("registration/", registrations.registration_page, name="registration"),
    path("registration/<uuid:public_id>/withdraw/", registrations.withdraw, name="withdraw_registration"),
    path("people/<uuid:public_id>/", certificates.person_page, name="person"),
    path(
        "people/<uuid:public_id>/registration/", registrations.person_registration, name="person_registration"
    ),
    path("people/<uuid:public_id>/registration/add/", registrations.add, name="add_registration"),
    path("<uuid:public_id>/", certificates.certificate_page, name="certificate"),
    path("<uuid:public_id>/end/", certificates.end, name="end"),
]
