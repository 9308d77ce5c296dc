"""The catalogue of courses: a list whose filters stand in its address."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from courses import catalogue as courses
from courses.forms.catalogue import CatalogueFilter
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 20


@member_required
def catalogue(request: BanyanRequest) -> HttpResponse:
    """Every published course that the filters leave, twenty a page, with how far the reader is."""
    form = CatalogueFilter(request.GET, subjects=courses.subjects_in_use())
    chosen = form.chosen()
    page = Paginator(courses.courses_of(chosen), PER_PAGE).get_page(request.GET.get("page"))
    lines = courses.lines(list(page.object_list), request.person)
    context = {"form": form, "is_filtered": bool(chosen), "page": page, "lines": lines}
    return render(request, "courses/catalogue.html", context)
