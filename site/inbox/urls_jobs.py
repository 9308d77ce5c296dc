"""Addresses of long jobs: one's own list, the page of one, its moving part, giving it up."""

from django.urls import path

from inbox.views import jobs

app_name = "jobs"

urlpatterns = [
    path("", jobs.job_list, name="job_list"),
    path("<uuid:public_id>/", jobs.job_page, name="job"),
    path("<uuid:public_id>/now/", jobs.job_now, name="job_now"),
    path("<uuid:public_id>/cancel/", jobs.job_cancel, name="job_cancel"),
]
