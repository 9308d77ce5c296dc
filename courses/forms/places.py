"""Forms of places in a class: shares, conditions, nominations and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from courses.forms.classes import RosterForm
from courses.models import AdmissionTerms, ClassQuota
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Role
from people.models import Person
from people.words import PostKind, QualificationLevel

MORE = 3  # empty lines below the organisations that are usually named
MOST_SEATS = 10_000
ASKED_ROLES = (Role.STATION_HEAD, Role.SUPERVISOR)


@dataclass(frozen=True)
class QuotaRow:
    """One line of the table."""

    label: str
    taken: int
    seats: BoundField
    name: BoundField | None = None


class QuotaForm(ChangeForm):
    """名额分配 as one table: a number beside each organisation, an empty one gives no share."""

    def __init__(
        self, *args: Any, places: Sequence[Organisation], standing: Mapping[int, ClassQuota], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {_seats_of(one): standing[one.pk].seats for one in places if one.pk in standing}
        super().__init__(*args, **kwargs)
        self.places, self.standing = places, standing
        for place in places:
            self.fields[_seats_of(place)] = _seats(place.name)
        for number in range(MORE):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("其他单位的名称"), required=False, max_length=100
            )
            self.fields[f"more_{number}"] = _seats(_("其他单位的名额"))

    def rows(self) -> list[QuotaRow]:
        named = [
            QuotaRow(
                one.name,
                self.standing[one.pk].seats_taken if one.pk in self.standing else 0,
                self[_seats_of(one)],
            )
            for one in self.places
        ]
        more = [QuotaRow("", 0, self[f"more_{number}"], self[f"name_{number}"]) for number in range(MORE)]
        return named + more

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.others = [
            Share(found, cleaned[f"more_{number}"])
            for number in range(MORE)
            if (found := self._other(cleaned, number)) is not None
        ]
        return cleaned

    def shares(self) -> list[Share]:
        given = [(one, self.cleaned_data[_seats_of(one)]) for one in self.places]
        return [Share(one, seats) for one, seats in given if seats] + self.others

    def _other(self, cleaned: dict[str, Any], number: int) -> Organisation | None:
        name, seats = cleaned.get(f"name_{number}", "").strip(), cleaned.get(f"more_{number}")
        if not name and not seats:
            return None
        found = all_organisations().current().called(name).first() if name else None
        if found is None:
            self.add_error(f"name_{number}", _("没有找到这个单位，请按机构页面上的名称填写"))
        elif not seats:
            self.add_error(f"more_{number}", _("请填写名额，或把单位名称清空"))
        return found if seats else None


class TermsForm(forms.Form):
    """录取方式 and 报名条件. What is left empty is not asked."""

    mode = forms.ChoiceField(label=_("录取方式"), choices=AdmissionMode.choices(), widget=forms.RadioSelect)
    areas = forms.ModelMultipleChoiceField(
        label=_("面向的单位（含下级和辖区）"), queryset=all_organisations().none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("身份"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.label) for one in ASKED_ROLES],
    )  # fmt: skip
    post_kinds = forms.MultipleChoiceField(
        label=_("岗位"), required=False, widget=forms.CheckboxSelectMultiple, choices=PostKind.choices()
    )
    qualifications = forms.MultipleChoiceField(
        label=_("证书等级"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=QualificationLevel.choices(),
    )  # fmt: skip
    under_years = forms.IntegerField(
        label=_("入职不满几年"), required=False, min_value=1, max_value=60,
        help_text=_("例如填1，只面向入职一年内的社工。按开班那天计算"),
    )  # fmt: skip
    min_years = forms.IntegerField(label=_("入职满几年"), required=False, min_value=1, max_value=60)
    min_grade = forms.IntegerField(label=_("最低职级"), required=False, min_value=1, max_value=99)
    max_grade = forms.IntegerField(label=_("最高职级"), required=False, min_value=1, max_value=99)

    def __init__(
        self, *args: Any, terms: AdmissionTerms, places: Sequence[Organisation], **kwargs: Any
    ) -> None:
        chosen = list(terms.areas.all()) if terms.pk else []
        names = [name for name in self.base_fields if name != "areas"]
        kwargs["initial"] = {name: getattr(terms, name) for name in names} | {"areas": chosen}
        super().__init__(*args, **kwargs)
        known = {one.pk for one in (*places, *chosen)}
        self.fields["areas"].queryset = all_organisations().filter(pk__in=known)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        given = dict(self.cleaned_data)
        return Terms(**given | {"mode": AdmissionMode(given["mode"]), "areas": list(given["areas"])})


class PeopleForm(forms.Form):
    """People ticked on a page; those who are not on it any more are asked for anew."""

    person = forms.MultipleChoiceField(label=_("人员"), error_messages={"required": _("请先勾选人员")})

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(one.public_id): one for one in people}
        field = self.fields["person"]
        field.choices = [(key, key) for key in self.by_id]  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = _("名单刚刚变过。请重新勾选")

    def people(self) -> list[Person]:
        return [self.by_id[key] for key in self.cleaned_data["person"]]


class AnswerForm(PeopleForm):
    """What becomes of the applicants that are ticked."""

    action = forms.ChoiceField(choices=[("approve", ""), ("queue", ""), ("decline", "")])
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=200,
        help_text=_("不同意时要写，学员会看到；不符合条件仍要同意时也要写"),
    )  # fmt: skip


class AdmitForm(RosterForm):
    """People by name, and why somebody is admitted whom the class is not for."""

    exception_reason = forms.CharField(
        label=_("不符合条件仍录取的理由"), required=False, max_length=200,
        help_text=_("名单上有人不符合报名条件时才需要写"),
    )  # fmt: skip


class LeaveClassForm(forms.Form):
    reason = forms.CharField(
        label=_("退班理由"), required=False, max_length=200, help_text=_("开班以后办理退班要写明理由")
    )


def _seats(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_SEATS)


def _seats_of(place: Organisation) -> str:
    return f"seats_{place.public_id}"
