"""The form of a role grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.querysets import OrganisationQuerySet
from organisations.roles import GRANTED_BY_OFFICERS, Role
from people.forms.asking import AskingForm, DateField, OrganisationField, labelled


def _roles() -> list[tuple[str, Any]]:
    return [(value, label) for value, label in labelled(Role) if value in GRANTED_BY_OFFICERS]


class GrantForm(AskingForm):
    role = forms.ChoiceField(label=_("角色"), choices=_roles)
    organisation = OrganisationField(label=_("在哪个单位"), help_text=_("对这个单位和它的下级都有效"))
    starts_on = DateField(label=_("生效日期"))
    ends_on = DateField(
        label=_("失效日期"), required=False, help_text=_("从这一天起不再有效；承办机构的人员请按合同填写")
    )

    def __init__(self, *args: Any, among: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = among  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The arguments of `grants.grant`."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}
