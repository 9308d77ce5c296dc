"""Every address of the site, app by app."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler404 = "core.views.not_found"
handler403 = "core.views.forbidden"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("cms.urls")),
    path("accounts/", include("people.urls_accounts")),
    path("classes/", include("courses.urls")),
    path("people/", include("people.urls")),
    path("organisations/", include("people.urls_organisations")),
    path("studios/", include("mentorship.urls")),
    path("certificates/", include("certification.urls")),
    path("verify/", include("certification.urls_public")),
    path("hours/", include("hours.urls")),
    path("learn/", include("courses.urls_learning")),
    path("", include("reporting.urls")),
    path("", include("desks.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("pages/", include(wagtail_urls)),
]
