"""People: the list, the search, one person's page, and every change of the roster."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.conflicts import hold
from organisations.models import Organisation
from organisations.roles import Permission
from organisations.scope import Scope
from people import found, searches
from people.access import permission_required
from people.changes import last_change
from people.forms.persons import EditPersonForm, HireForm, SearchForm
from people.models import Person
from people.permissions import can_manage
from people.querysets import PersonQuerySet, all_grants, all_people, all_postings
from people.requests import BanyanRequest
from people.services import persons, postings
from people.views.answers import accepted, done, form_page
from people.views.organisations import managed, seen

PER_PAGE = 50
MOST_CHOICES = 100


def address(person: Person) -> str:
    return reverse("people:person", args=[person.public_id])


def seen_person(request: BanyanRequest, public_id: UUID) -> Person:
    people = all_people().visible_to(request.by, on=clock.today())
    return get_object_or_404(people, public_id=public_id)


def managed_person(request: BanyanRequest, public_id: UUID) -> Person:
    """The person whose record the viewer is about to change; anybody else's is not found."""
    hold(request, all_people(), public_id)
    people = all_people().manageable_by(request.by, on=clock.today())
    return get_object_or_404(people, public_id=public_id)


def listed(people: PersonQuerySet) -> PersonQuerySet:
    """In the order of their names' sound, each with the primary posting of today in `held`."""
    held = all_postings().held_on(clock.today()).primary().select_related("organisation")
    return people.order_by("sort_key", "pk").prefetch_related(
        Prefetch("postings", queryset=held, to_attr="held")
    )


@permission_required(Permission.VIEW_PEOPLE)
def person_list(request: BanyanRequest) -> HttpResponse:
    """Everybody of one's scope, or of one organisation in it."""
    people = all_people().visible_to(request.by, on=clock.today())
    organisation = _filter(request)
    if organisation is not None:
        people = people.in_scope(Scope(paths=frozenset({organisation.path})), on=clock.today())
    context = {
        "page": Paginator(listed(people), PER_PAGE).get_page(request.GET.get("page")),
        "organisation": organisation,
        "organisations": _choices(request),
        "search": SearchForm(),
        "may_hire": bool(request.by.scope(Permission.MANAGE_PEOPLE)),
    }
    return render(request, "people/person_list.html", context)


@permission_required(Permission.VIEW_PEOPLE)
@once
def person_search(request: BanyanRequest) -> HttpResponse:
    """Take a name or number by post and show what it finds under a random address."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = searches.keep(request.session, form.cleaned_data["text"])
        return redirect("people:person_found", search=kept)
    return form_page(request, form, title=_("查找人员"), action=_("查找"), back=reverse("people:person_list"))


@permission_required(Permission.VIEW_PEOPLE)
def person_found(request: BanyanRequest, search: UUID) -> HttpResponse:
    """What a search finds today; an address from another session finds no search."""
    people = searches.apply(request.session, search, all_people().visible_to(request.by, on=clock.today()))
    if people is None:
        raise Http404
    page = Paginator(listed(people), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    context = {"page": page, "search": SearchForm(), "beside": found.put_beside(page.object_list)}
    return render(request, "people/person_found.html", context)


@permission_required(Permission.VIEW_PEOPLE)
def person_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What the roster states with numbers masked, the postings with their dates, and the roles."""
    person = seen_person(request, public_id)
    today = clock.today()
    grants = all_grants().filter(person=person).select_related("organisation").order_by("-starts_on", "pk")
    endable = grants.givable_by(request.by).not_over(today)
    may_manage = can_manage(request.by, person, on=today)
    context = {
        "person": person,
        "postings": _timeline(request, person),
        "grants": [(grant, grant.pk in {one.pk for one in endable}) for grant in grants],
        "may_manage": may_manage,
        "may_grant": bool(request.by.scope(Permission.GRANT_ROLES)) and person.pk != request.by.person_id,
    }
    return render(request, "people/person_page.html", context)


@permission_required(Permission.MANAGE_PEOPLE)
@once
def person_add(request: BanyanRequest) -> HttpResponse:
    """A person who is new to every roster, with the first posting."""
    among = managed(request, Permission.MANAGE_PEOPLE)
    start = {"organisation": request.GET.get("organisation"), "starts_on": clock.today()}
    form = HireForm(request.POST or None, among=among, initial=start)
    hired: list[Person] = []

    def hire() -> None:
        hired.append(
            postings.hire(person=form.details(), posting=form.posting(), by=request.by, at=clock.now())
        )

    if request.method == "POST" and accepted(form, hire):
        return done(request, address(hired[0]))
    return form_page(request, form, title=_("添加人员"), action=_("添加"), back=reverse("people:person_list"))


@permission_required(Permission.MANAGE_PEOPLE)
@once
def person_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    person = managed_person(request, public_id)
    form = EditPersonForm(request.POST or None, person=person, last_change=lambda: last_change(person))
    if request.method == "POST" and accepted(
        form, lambda: persons.edit(person=person, details=form.details(), by=request.by, at=clock.now())
    ):
        return done(request, address(person))
    return form_page(
        request, form, title=_("更正资料"), about=person.name, action=_("保存"), back=address(person)
    )


def _choices(request: BanyanRequest) -> list[Organisation]:
    """The organisations to choose from, or none where the list would be longer than anybody reads."""
    found = list(seen(request).filter(ended_on=None).order_by("area_code", "name")[: MOST_CHOICES + 1])
    return found if len(found) <= MOST_CHOICES else []


def _filter(request: BanyanRequest) -> Organisation | None:
    wanted = request.GET.get("organisation", "")
    if not wanted:
        return None
    try:
        public_id = UUID(wanted)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(seen(request), public_id=public_id)


def _timeline(request: BanyanRequest, person: Person) -> list[tuple[object, bool]]:
    """Postings, newest first, those of merged records among them, each with whether the viewer may end it."""
    found = all_postings().of_person(person).select_related("organisation").order_by("-starts_on", "-pk")
    today, scope = clock.today(), request.by.scope(Permission.MANAGE_PEOPLE)
    return [
        (
            posting,
            posting.person_id == person.pk
            and (posting.ends_on is None or posting.ends_on > today)
            and scope.covers(path=posting.organisation.path, area_code=posting.organisation.area_code),
        )
        for posting in found
    ]
