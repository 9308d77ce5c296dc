"""What a request asks of an official form, and where the rows of its numbers are."""

from __future__ import annotations

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
from people.querysets import all_people
from people.requests import BanyanRequest
from reporting.forms.official import ClassChoice, PeriodChoice
from reporting.querysets.official.asked import Question
from reporting.rules.official.declared import FORMS
from reporting.rules.official.shape import Asks, OfficialForm, Opens
from reporting.rules.periods import Period
from reporting.views.asked import Asked, asked, scope_form
from reporting.words import Level, Side

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
        if opens.page == "class":
            return reverse("courses:class_detail", args=[steps["public_id"]])
        if opens.page == "person":
            return reverse("people:person", args=[steps["public_id"]])
        return self.url("official_form", **steps)


def form_or_404(request: BanyanRequest, code: str) -> OfficialForm:
    """Raises Http404 for an unknown form and for one that the viewer may open nowhere."""
    form = FORMS.get(code)
    if form is None or not request.by.scope(form.permission):
        raise Http404
    return form


def ask(request: BanyanRequest, code: str) -> Ask:
    """Raises Http404 for a form, a scope, a class or a person of others."""
    form = form_or_404(request, code)
    return _of_class(request, form) if form.asks is Asks.CLASS else _of_period(request, form)


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


def _classes(request: BanyanRequest, form: OfficialForm) -> TrainingClassQuerySet:
    if form.permission is Permission.RUN_SIGN_IN:
        return all_classes().managed_by(request.by, Permission.RUN_SIGN_IN)
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
