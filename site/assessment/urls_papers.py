"""Papers: set by those who may, sat by everybody; mounted below "papers/"."""

from django.urls import path

from assessment.views import papers, sittings

app_name = "papers"

urlpatterns = [
    path("", papers.paper_list, name="list"),
    path("mine/", sittings.open_papers, name="mine"),
    path("new/", papers.paper_new, name="new"),
    path("<uuid:public_id>/", papers.paper, name="paper"),
    path("<uuid:public_id>/edit/", papers.paper_edit, name="edit"),
    path("<uuid:public_id>/questions/", papers.paper_questions, name="questions"),
    path("<uuid:public_id>/draw/", papers.paper_draw, name="draw"),
    path("<uuid:public_id>/item/", papers.paper_item, name="item"),
    path("<uuid:public_id>/state/", papers.paper_state, name="state"),
    path("<uuid:public_id>/print/", papers.paper_print, name="print"),
    path("<uuid:public_id>/sit/", sittings.sit, name="sit"),
    path("sittings/<uuid:public_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:public_id>/answer/", sittings.answer, name="answer"),
    path("sittings/<uuid:public_id>/hand-in/", sittings.hand_in, name="hand_in"),
    path("sittings/<uuid:public_id>/result/", sittings.result, name="result"),
]
