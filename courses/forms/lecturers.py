"""Forms of the register of lecturers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from courses.fee_words import FeeClass
from courses.models import Lecturer
from courses.services.lecturers import LecturerDetails
from organisations.authority import Authority
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import OrganisationKind


class LecturerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An entry by name and unit: namesakes stand apart."""

    def label_from_instance(self, lecturer: Lecturer) -> str:
        return " · ".join(part for part in (lecturer.name, lecturer.title, lecturer.unit) if part)


class LecturerSearch(forms.Form):
    """Posted, since names do not belong into addresses."""

    text = forms.CharField(label=_("姓名、单位、职称或领域"), required=False, max_length=60)


class LecturerForm(ChangeForm):
    """One entry. The owner is given once and stays."""

    owner = forms.ModelChoiceField(
        label=_("登记单位"), queryset=all_organisations().none(),
        error_messages={"required": _("请选择登记单位")},
    )  # fmt: skip
    name = forms.CharField(label=_("姓名"), max_length=60, error_messages={"required": _("请填写姓名")})
    title = forms.CharField(label=_("职称"), required=False, max_length=60)
    unit = forms.CharField(
        label=_("所在单位"), required=False, max_length=120, help_text=_("同名的人靠单位区分，请写全称")
    )
    field = forms.CharField(
        label=_("授课领域"), required=False, max_length=200, help_text=_("例如“未成年人司法、个案工作”")
    )
    fee_class = forms.ChoiceField(
        label=_("讲课费级别"), choices=FeeClass.choices(), help_text=_("讲课费按这个级别的上限计算")
    )
    is_shared = forms.BooleanField(
        label=_("下级单位也可以选用"), required=False, help_text=_("不勾选，只有本单位和上级看得到")
    )

    def __init__(self, *args: Any, by: Authority, standing: Lecturer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing is not None:
            del self.fields["owner"]
            return
        mine = all_organisations().current().in_scope(by.scope(Permission.MANAGE_CLASSES))
        bureaus = mine.filter(kind=OrganisationKind.BUREAU).order_by("path")
        self.fields["owner"].queryset = bureaus  # type: ignore[attr-defined]
        self.fields["owner"].initial = bureaus.first()

    def details(self) -> LecturerDetails:
        given = {name: value for name, value in self.cleaned_data.items() if name != "owner"}
        return LecturerDetails(**given | {"fee_class": FeeClass(given["fee_class"])})

    @staticmethod
    def initial_of(lecturer: Lecturer) -> dict[str, Any]:
        return {name: getattr(lecturer, name) for name in LecturerForm.base_fields if name != "owner"}
