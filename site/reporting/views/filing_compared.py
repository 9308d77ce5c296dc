"""What is to be filed, beside the period before: the last one that was filed, else the one before by the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from core import clock
from organisations.roles import Permission
from organisations.scope import Scope, scope_of
from people.requests import BanyanRequest
from reporting.forms.filing_checks import CheckForm
from reporting.models import Filing
from reporting.querysets.filings import all_filings
from reporting.querysets.official.asked import Question
from reporting.querysets.places import gazetteer
from reporting.rules.filing_document import Document
from reporting.rules.official.declared_supervision import SUPERVISION
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer
from reporting.services.filings import document_of
from reporting.views.asked import Asked, asked, scope_form
from reporting.words import CheckStep, Recipient


@dataclass(frozen=True)
class Compared:
    """`filing` is the standing one of the period before, with its frozen bytes."""

    asked: Asked
    goes_to: Recipient
    filing: Filing | None

    @classmethod
    def of(cls, asked: Asked, goes_to: Recipient) -> Compared:
        found = all_filings().before(asked.organisation, asked.period, goes_to)
        return cls(asked, goes_to, found.select_related("organisation").first())

    @cached_property
    def document(self) -> Document | None:
        return document_of(self.filing) if self.filing else None

    @property
    def before(self) -> Period | None:
        return self.filing.period if self.filing else self.asked.period.before()

    @property
    def before_day(self) -> date | None:
        """The last day of the period before."""
        return self.before.days()[1] if self.before else None

    @property
    def closing_day(self) -> date:
        return self.asked.period.closing_day(clock.today())

    @property
    def since(self) -> date | None:
        """The day on which the units stood as the period before showed them: that of its filing, else its last."""
        return clock.date_of(self.filing.filed_at) if self.filing else self.before_day

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.asked.organisation)

    @cached_property
    def places(self) -> Gazetteer:
        return gazetteer(self.scope)

    def question(self, request: BanyanRequest) -> Question:
        """As the official form of supervision is asked."""
        return Question(SUPERVISION, request.by, clock.now(), self.asked.organisation, self.asked.period)

    @property
    def parameters(self) -> dict[str, str]:
        return self.asked.parameters() | {"recipient": self.goes_to.value}

    def url(self, step: CheckStep) -> str:
        return f"{reverse(f'reporting:filing_check_{step.value}')}?{urlencode(self.parameters)}"

    @property
    def check_url(self) -> str:
        """The page with all steps, from which it is filed."""
        parameters = self.parameters
        parameters["organisation"] = parameters.pop("scope")
        return f"{reverse('reporting:filing_new')}?{urlencode(parameters)}"

    def context(self) -> dict[str, Any]:
        return {
            "organisation": self.asked.organisation,
            "period": self.asked.period,
            "goes_to": self.goes_to,
            "before": self.before,
            "before_filing": self.filing,
            "check_url": self.check_url,
        }


def compared_or_404(request: BanyanRequest) -> Compared:
    """As the address asks, or of the viewer's own unit and latest year. Raises Http404 for a scope of others."""
    form = scope_form(request, CheckForm, Permission.FILE_FIGURES)
    if not form.is_valid():
        raise Http404
    found = asked(request, form, Permission.FILE_FIGURES)
    return Compared.of(found, form.goes_to(found.organisation))
