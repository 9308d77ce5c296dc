"""What an official form is asked about: a scope and a period, or a class; and whose posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import TrainingClass
from people.words import PostKind
from reporting.forms.figures import FiguresForm


def _posts() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("岗位"), required=False, choices=[("", _("全部岗位")), *PostKind.choices()]
    )


class PeriodChoice(FiguresForm):
    """A scope, a period, and perhaps one kind of post."""

    post = _posts()
    field_order = ["scope", "year", "first_day", "last_day", "post", "visits"]

    @property
    def kind_of_post(self) -> PostKind | None:
        return PostKind(self.cleaned_data["post"]) if self.cleaned_data.get("post") else None


class ClassChoice(forms.Form):
    """A class, and perhaps one kind of post."""

    training_class = forms.ChoiceField(label=_("培训班"))
    post = _posts()

    def __init__(self, data: Any, *, classes: list[TrainingClass]) -> None:
        super().__init__(data)
        field = self.fields["training_class"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in classes]

    @property
    def kind_of_post(self) -> PostKind | None:
        return PostKind(self.cleaned_data["post"]) if self.cleaned_data.get("post") else None
