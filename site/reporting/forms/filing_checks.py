"""What one step of the checklist is asked about: a unit, a period, and whom the filing goes to."""

from __future__ import annotations

from django import forms

from organisations.models import Organisation
from reporting.forms.figures import FiguresForm
from reporting.words import Recipient


class CheckForm(FiguresForm):
    recipient = forms.ChoiceField(required=False, choices=[("", ""), *Recipient.choices()])

    def goes_to(self, organisation: Organisation) -> Recipient:
        """Of a valid form."""
        chosen = self.cleaned_data["recipient"]
        return Recipient(chosen) if chosen else Recipient.of_line(organisation.line)
