"""Forms to print: anybody may, nothing is filled in here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.form_documents import form_document
from cms.form_library import all_forms, form_of
from cms.rules.form_sheets import FormSheet
from core.downloads import attachment


@require_safe
def form_list(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/form_list.html", {"forms": all_forms()})


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The form as it is printed, and how to fill it in."""
    return render(request, "cms/form_sheet.html", {"sheet": _known(code)})


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    found = _known(code)
    return attachment(form_document(found), name=f"{found.title}.docx")


def _known(code: str) -> FormSheet:
    if (found := form_of(code)) is None:
        raise Http404
    return found
