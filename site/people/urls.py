"""Addresses of people: ids are random, nothing personal stands in them."""

from django.urls import path

from people.views import access_requests, grants, merging, paper_codes, persons, postings

app_name = "people"
urlpatterns = [
    path("", persons.person_list, name="person_list"),
    path("add/", persons.person_add, name="person_add"),
    path("search/", persons.person_search, name="person_search"),
    path("search/<uuid:search>/", persons.person_found, name="person_found"),
    path("requests/", access_requests.request_list, name="access_request_list"),
    path("requests/<uuid:public_id>/", access_requests.answer, name="access_request"),
    path("requests/<uuid:public_id>/refuse/", access_requests.refuse, name="access_request_refuse"),
    path("paper-codes/<uuid:public_id>/", paper_codes.slip, name="paper_code_slip"),
    path("<uuid:public_id>/", persons.person_page, name="person"),
    path("<uuid:public_id>/paper-code/", paper_codes.issue, name="paper_code"),
    path("<uuid:public_id>/edit/", persons.person_edit, name="person_edit"),
    path("<uuid:public_id>/move/", postings.person_move, name="person_move"),
    path("<uuid:public_id>/postings/add/", postings.posting_add, name="posting_add"),
    path("<uuid:public_id>/postings/<int:posting>/end/", postings.posting_end, name="posting_end"),
    path("<uuid:public_id>/merge/", merging.merge_search, name="merge_search"),
    path("<uuid:public_id>/merge/<uuid:search>/", merging.merge_found, name="merge_found"),
    path("<uuid:public_id>/merge-with/<uuid:other_id>/", merging.merge_confirm, name="merge_confirm"),
    path("<uuid:public_id>/grants/add/", grants.grant_add, name="grant_add"),
    path("<uuid:public_id>/grants/<int:grant>/end/", grants.grant_end, name="grant_end"),
]
