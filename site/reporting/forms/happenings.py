"""The filter of the events page; it stands in the address, so that a list can be sent to a colleague."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.rules.happenings import Topic

USUAL = timedelta(days=30)


class HappeningsForm(forms.Form):
    topic = forms.ChoiceField(label=_("种类"), required=False)
    first_day = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("到（含当天）"), widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date) -> None:
        usual = {"first_day": (today - USUAL).isoformat(), "last_day": today.isoformat()}
        super().__init__(usual | data)
        choices = [(topic.value, _(topic.label)) for topic in Topic]
        self.fields["topic"].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            raise ValidationError(_("“到”要不早于“从”。请改日期。"))
        return found

    def chosen_topic(self) -> Topic | None:
        chosen = self.cleaned_data["topic"]
        return Topic(chosen) if chosen else None
