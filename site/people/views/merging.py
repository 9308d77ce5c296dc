"""Two records of one person: find the other, see both side by side, say which one stays."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from organisations.roles import Permission
from people import searches
from people.access import permission_required
from people.forms.persons import MergeForm, SearchForm
from people.models import Person
from people.querysets import all_people
from people.requests import BanyanRequest
from people.services import merging
from people.views.answers import accepted, done, form_page
from people.views.persons import PER_PAGE, address, listed, managed_person


@permission_required(Permission.MANAGE_PEOPLE)
@once
def merge_search(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    person = managed_person(request, public_id)
    form = SearchForm(request.POST or None, initial={"text": person.name})
    if request.method == "POST" and form.is_valid():
        kept = searches.keep(request.session, form.cleaned_data["text"])
        return redirect("people:merge_found", public_id=person.public_id, search=kept)
    return form_page(
        request,
        form,
        title=_("合并重复记录：找另一条"),
        about=person.name,
        action=_("查找"),
        back=address(person),
    )


@permission_required(Permission.MANAGE_PEOPLE)
def merge_found(request: BanyanRequest, public_id: UUID, search: UUID) -> HttpResponse:
    """Only records that the viewer may change are offered."""
    person = managed_person(request, public_id)
    others = all_people().manageable_by(request.by, on=clock.today()).exclude(pk=person.pk)
    found = searches.apply(request.session, search, others)
    if found is None:
        raise Http404
    page = Paginator(listed(found), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/merge_found.html", {"person": person, "page": page})


@permission_required(Permission.MANAGE_PEOPLE)
@once
def merge_confirm(request: BanyanRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Both side by side; the one that is kept goes on, the other is read through it."""
    person, other = managed_person(request, public_id), managed_person(request, other_id)
    form = MergeForm(request.POST or None, labels=(_("保留第一条"), _("保留第二条")))
    if request.method == "POST" and accepted(form, lambda: _merge(request, form, person, other)):
        kept = person if form.cleaned_data["keep"] == MergeForm.THIS else other
        return done(request, address(kept))
    both = listed(all_people().filter(pk__in=[person.pk, other.pk])).in_bulk()
    context = {"form": form, "person": person, "both": [both[person.pk], both[other.pk]]}
    return render(request, "people/merge_confirm.html", context)


def _merge(request: BanyanRequest, form: MergeForm, person: Person, other: Person) -> None:
    kept, gone = (person, other) if form.cleaned_data["keep"] == MergeForm.THIS else (other, person)
    merging.merge(person=gone, into=kept, by=request.by, at=clock.now())
