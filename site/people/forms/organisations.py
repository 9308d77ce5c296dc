"""Forms of the tree of organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.querysets import OrganisationQuerySet
from organisations.rules import is_area_code
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.forms.asking import AskingForm, DateField, OrganisationField, labelled


class AreaCodeField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("区划代码"),
            max_length=12,
            required=False,
            help_text=_("县6位、镇街9位、村社区12位数字"),
            **kwargs,
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_area_code(value):
            raise forms.ValidationError(_("区划代码应为6位、9位或12位数字，请核对"))


class AddOrganisationForm(AskingForm):
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("写全称，含县（市、区）"))
    kind = forms.ChoiceField(
        label=_("类别"), choices=labelled(OrganisationKind), initial=OrganisationKind.STATION
    )
    line = forms.ChoiceField(label=_("条线"), choices=labelled(Line))
    tier = forms.ChoiceField(
        label=_("层级"), choices=lambda: [("", _("不适用")), *labelled(Tier)], required=False
    )
    area_code = AreaCodeField()

    def details(self) -> OrganisationDetails:
        given = self.cleaned_data
        return OrganisationDetails(
            name=given["name"], kind=OrganisationKind(given["kind"]), line=Line(given["line"]), tier=given["tier"],
            area_code=given["area_code"],
        )  # fmt: skip


class RenameForm(AskingForm):
    name = forms.CharField(
        label=_("新名称"), max_length=100, help_text=_("原名称保留为别名，旧表里的名称仍能对上")
    )


class MoveOrganisationForm(AskingForm):
    parent = OrganisationField(label=_("新的上级单位"))
    area_code = AreaCodeField()

    def __init__(self, *args: Any, among: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = among  # type: ignore[attr-defined]


class EndForm(AskingForm):
    """The first day without: an organisation, a posting or a grant."""

    on = DateField(label=_("日期"))

    def __init__(self, *args: Any, asks: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label, self.fields["on"].help_text = asks, hint
