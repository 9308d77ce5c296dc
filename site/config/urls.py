"""Every address of the site, app by app."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler404 = "core.views.not_found"
handler403 = "core.views.forbidden"
handler500 = "core.views.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("cms.urls")),
    path("news/", include("cms.urls_news")),
    path("forms/", include("cms.urls_forms")),
    path("accounts/", include("people.urls_accounts")),
    path("privacy/", include("people.urls_privacy")),
    path("feedback/", include("inbox.urls_feedback")),
    path("operator/feedback/", include("inbox.urls_complaints")),
    path("classes/", include("courses.urls")),
    path("plans/", include("courses.urls_plans")),
    path("people/", include("people.urls")),
    path("language/", include("people.urls_language")),
    path("organisations/", include("people.urls_organisations")),
    path("studios/", include("mentorship.urls")),
    path("certificates/", include("certification.urls")),
    path("verify/", include("certification.urls_public")),
    path("questions/", include("assessment.urls")),
    path("papers/", include("assessment.urls_papers")),
    path("hours/", include("hours.urls")),
    path("jobs/", include("inbox.urls_jobs")),
    path("cases/", include("courses.urls_cases")),
    path("learn/", include("desks.urls_learning")),
    path("", include("inbox.urls")),
    path("", include("reporting.urls")),
    path("", include("desks.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("pages/", include(wagtail_urls)),
]
