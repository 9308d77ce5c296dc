"""What an official form is asked about: a scope and a period, or a class; and whose posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text_guard import traces
from courses.models import TrainingClass
from people.words import PostKind
from reporting.forms.figures import FiguresForm
from reporting.words import IdentityPurpose


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


class IdentityForm(forms.Form):
    """What whole identity numbers are asked for. Both answers stand on the exported sheet."""

    purpose = forms.ChoiceField(
        label=_("用途"), choices=IdentityPurpose.choices(), widget=forms.RadioSelect,
        error_messages={"required": _("请选择用途")},
    )  # fmt: skip
    basis = forms.CharField(
        label=_("依据"), max_length=100, help_text=_("文号或事项，会写在导出的表上。不写姓名、电话和身份证号。"),
        error_messages={"required": _("请写明文号或事项")},
    )  # fmt: skip

    def clean_basis(self) -> str:
        basis = str(self.cleaned_data["basis"])
        if traces(basis):
            raise forms.ValidationError(_("依据里有姓名、电话或身份证号。请删去，写文号或事项就可以。"))
        return basis


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
