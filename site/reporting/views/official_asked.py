"""What a request asks of an official form, and where the rows of its numbers are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404
from django.urls import reverse

from core import clock
from core.addresses import uuid_or_404
from courses.models import TrainingClass
from courses.querysets import TrainingClassQuerySet, all_classes
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people, all_postings
from people.requests import BanyanRequest
from reporting.forms.official import ClassChoice, PeriodChoice
from reporting.querysets.official.asked import Question
from reporting.rules.official.declared import FORMS
from reporting.rules.official.shape import Asks, OfficialForm, Opens
from reporting.rules.periods import Period
from reporting.views.asked import Asked, asked, scope_form
from reporting.words import Level, Side

# The page of a thing that a number or a name leads to; each asks for itself who may open it.
_PAGES = {
    "class": "courses:class_detail",
    "dossier": "courses:class_dossier",
    "lecturer": "courses:lecturer",
    "person": "people:person",
    "hours": "hours:person",
    "registration": "certification:person_registration",
    "studio": "mentorship:studio",
}
MOST_CLASSES = 200  # in the list to choose from; others are reached from the register


@dataclass(frozen=True)
class Ask:
    """The choice as it was filled in; no question while it is refused or while there is no class."""

    form: OfficialForm
    choice: Form
    question: Question | None
    parameters: dict[str, str]

    def url(self, name: str, **further: str) -> str:
        address = reverse(f"reporting:{name}", args=[self.form.code])
        return f"{address}?{urlencode(self.parameters | further)}"

    def opened(self, opens: Opens) -> str:
        """The address of the rows; empty where the viewer may not open them."""
        question = self.question
        assert question is not None  # noqa: S101 - a computed form was asked for
        steps = dict(opens.asked)
        if opens.page == "lines":
            if not question.by.may(Permission.VIEW_FIGURES, question.organisation):
                return ""
            side, level = Side(steps.pop("side")), Level(steps.pop("level"))
            return Asked(question.organisation, question.period, question.asked_unit).lines_url(
                side, level, **steps
            )
        if opens.page in _PAGES:
            return reverse(_PAGES[opens.page], args=[steps["public_id"]])
        if opens.page in FORMS:
            return self._of_form(FORMS[opens.page])
        return self.url("official_form", **steps)

    def _of_form(self, form: OfficialForm) -> str:
        """Another form of the same scope and period."""
        question = self.question
        if question is None or not question.by.may(form.permission, question.organisation):
            return ""
        return f"{reverse('reporting:official_form', args=[form.code])}?{urlencode(self.parameters)}"


def form_or_404(request: BanyanRequest, code: str) -> OfficialForm:
    """Raises Http404 for an unknown form and for one that the viewer may open nowhere."""
    form = FORMS.get(code)
    if form is None or not request.by.scope(form.permission):
        raise Http404
    return form


def ask(request: BanyanRequest, code: str) -> Ask:
    """Raises Http404 for a form, a scope, a class or a person of others, and for somebody who never held a post."""
    form = form_or_404(request, code)
    return _WAYS[form.asks](request, form)


def _of_period(request: BanyanRequest, form: OfficialForm) -> Ask:
    choice = scope_form(request, PeriodChoice, form.permission)
    if not choice.is_valid():
        return Ask(form, choice, None, {})
    found = asked(request, choice, form.permission)
    person = _person(request)
    question = Question(
        form, request.by, clock.now(), found.organisation, found.period, found.unit, choice.kind_of_post,
        person=person,
    )  # fmt: skip
    parameters = found.parameters() | _post(choice)
    return Ask(form, choice, question, parameters | ({"person": str(person.public_id)} if person else {}))


def _of_class(request: BanyanRequest, form: OfficialForm) -> Ask:
    open_to = _classes(request, form)
    offered = list(open_to.order_by("-starts_on", "code", "pk")[:MOST_CLASSES])
    wanted = request.GET.get("training_class")
    if wanted is None:
        return Ask(form, ClassChoice(None, classes=offered), None, {})
    held = _class(open_to, wanted)
    choice = ClassChoice(request.GET, classes=offered if held in offered else [held, *offered])
    if not choice.is_valid():
        return Ask(form, choice, None, {})
    period = Period(report_year=held.report_year)
    question = Question(
        form, request.by, clock.now(), held.organiser, period, post=choice.kind_of_post, training_class=held
    )
    return Ask(form, choice, question, {"training_class": str(held.public_id)} | _post(choice))


def _of_person(request: BanyanRequest, form: OfficialForm) -> Ask:
    """Nobody is chosen from a list: the form is opened from the page of the person."""
    person = _person(request)
    if person is None:
        return Ask(form, Form(), None, {})
    held = all_postings().of_person(person).select_related("organisation")
    post = held.order_by("-is_primary", "-starts_on", "-pk").first()
    if post is None:
        raise Http404
    period = Period(report_year=clock.today().year)
    question = Question(form, request.by, clock.now(), post.organisation, period, person=person)
    return Ask(form, Form(), question, {"person": str(person.public_id)})


_WAYS: dict[Asks, Callable[[BanyanRequest, OfficialForm], Ask]] = {
    Asks.PERIOD: _of_period, Asks.CLASS: _of_class, Asks.PERSON: _of_person,
}  # fmt: skip


def _classes(request: BanyanRequest, form: OfficialForm) -> TrainingClassQuerySet:
    if form.permission in {Permission.RUN_SIGN_IN, Permission.MANAGE_CLASSES}:
        return all_classes().managed_by(request.by, form.permission)
    return all_classes().visible_to(request.by, on=clock.today())


def _class(open_to: TrainingClassQuerySet, wanted: str) -> TrainingClass:
    found = open_to.filter(public_id=uuid_or_404(wanted)).select_related("organiser").first()
    if found is None:
        raise Http404
    return found


def _person(request: BanyanRequest) -> Person | None:
    if "person" not in request.GET:
        return None
    visible = all_people().visible_to(request.by, on=clock.today())
    found = visible.filter(public_id=uuid_or_404(request.GET["person"])).first()
    if found is None:
        raise Http404
    return found


def _post(choice: PeriodChoice | ClassChoice) -> dict[str, str]:
    return {"post": choice.kind_of_post.value} if choice.kind_of_post else {}
