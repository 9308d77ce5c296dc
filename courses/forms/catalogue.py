"""The filters of the catalogue, as they stand in its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.words import Audience, ClassKind, CourseLength, Tier

ALL = ("", _("全部"))
KINDS = [choice for choice in ClassKind.choices() if choice[0] != ClassKind.MEETING]  # no course is a meeting


class CatalogueFilter(forms.Form):
    """级、层、类、主题、时长. A value that the site does not know is let fall: an old address still opens the list."""

    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *KINDS])
    audience = forms.ChoiceField(label=_("对象"), required=False, choices=[ALL, *Audience.choices()])
    tier = forms.ChoiceField(label=_("级别"), required=False, choices=[ALL, *Tier.choices()])
    subject = forms.ChoiceField(label=_("主题"), required=False)
    length = forms.ChoiceField(label=_("时长"), required=False, choices=[ALL, *CourseLength.choices()])

    def __init__(self, asked: Mapping[str, Any], *, subjects: list[str]) -> None:
        super().__init__()
        self.fields["subject"].choices = [ALL, *((word, word) for word in subjects)]  # type: ignore[attr-defined]
        self.data = {
            name: asked[name] for name, field in self.fields.items() if _knows(field, asked.get(name))
        }
        self.is_bound = True

    def chosen(self) -> dict[str, str]:
        """What was chosen and is known, by the name of its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _knows(field: Any, value: str | None) -> bool:
    return value is not None and field.valid_value(value)
