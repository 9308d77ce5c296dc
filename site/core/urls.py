from django.urls import path

from core import offline, styleguide, views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("display/", views.large_type, name="large_type"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("away/", offline.away, name="away"),
    path("styleguide/", styleguide.index, name="styleguide"),
    path("styleguide/<slug:part>/", styleguide.page, name="styleguide_part"),
]
