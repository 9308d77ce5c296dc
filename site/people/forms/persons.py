"""Forms of persons, postings and merging. Numbers are never shown back: an empty one means: as it was."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.querysets import OrganisationQuerySet
from people.forms.asking import AskingForm, DateField, OrganisationField, labelled
from people.models import Person
from people.rules import is_identity_number
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from people.words import Education, Gender, PostKind, QualificationLevel

_PHONE = re.compile(r"1\d{10}", re.ASCII)
_LOOKS_LIKE_A_NUMBER = re.compile(r"[0-9Xx]{8,}", re.ASCII)
_NO_AUTOFILL = {"autocomplete": "off"}


class SearchForm(AskingForm):
    text = forms.CharField(
        label=_("姓名或身份证号"), max_length=60, widget=forms.TextInput(attrs=_NO_AUTOFILL),
        help_text=_("姓名可以只写一部分；身份证号要写全18位"),
    )  # fmt: skip

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).strip()
        if _LOOKS_LIKE_A_NUMBER.fullmatch(text) and not is_identity_number(text):
            raise forms.ValidationError(_("身份证号的位数、日期或校验位不对，请对照证件核对"))
        return text


class PersonForm(AskingForm):
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs=_NO_AUTOFILL))
    gender = forms.ChoiceField(label=_("性别"), choices=labelled(Gender), initial=Gender.UNKNOWN)
    birth_month = forms.DateField(
        label=_("出生年月"), required=False, input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )  # fmt: skip
    identity_number = forms.CharField(
        label=_("身份证号"), max_length=18, required=False, widget=forms.TextInput(attrs=_NO_AUTOFILL)
    )
    phone = forms.CharField(
        label=_("手机号"),
        max_length=11,
        required=False,
        widget=forms.TextInput(attrs={**_NO_AUTOFILL, "inputmode": "tel"}),
    )
    education = forms.ChoiceField(label=_("学历"), choices=labelled(Education), initial=Education.UNKNOWN)
    major = forms.CharField(label=_("专业"), max_length=60, required=False)
    qualification = forms.ChoiceField(label=_("证书等级"), choices=labelled(QualificationLevel))
    hired_on = DateField(label=_("入职日期"), required=False)

    def clean_identity_number(self) -> str:
        number = str(self.cleaned_data["identity_number"]).strip().upper()
        if number and not is_identity_number(number):
            raise forms.ValidationError(_("身份证号的位数、日期或校验位不对，请对照证件重新填写"))
        return number

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError(_("请填写11位手机号"))
        return phone

    def details(self) -> PersonDetails:
        given = self.cleaned_data
        return PersonDetails(
            name=given["name"], gender=Gender(given["gender"]), birth_month=given["birth_month"],
            identity_number=given["identity_number"], phone=given["phone"], education=Education(given["education"]),
            major=given["major"], qualification=QualificationLevel(given["qualification"]), hired_on=given["hired_on"],
        )  # fmt: skip


class EditPersonForm(PersonForm):
    """The numbers start empty whatever is known."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        shown = ("name", "gender", "birth_month", "education", "major", "qualification", "hired_on")
        super().__init__(*args, initial={name: getattr(person, name) for name in shown}, **kwargs)
        for name, masked in (
            ("identity_number", person.masked_identity_number),
            ("phone", person.masked_phone),
        ):
            if masked:
                hint = _("已登记%(masked)s。不改就留空") % {"masked": masked}
                self.fields[name].help_text = hint


class PostingForm(AskingForm):
    organisation = OrganisationField(label=_("单位"))
    starts_on = DateField(label=_("到岗日期"))
    post_kind = forms.ChoiceField(label=_("岗位"), choices=labelled(PostKind), initial=PostKind.SERVICE)
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    grade = forms.IntegerField(label=_("职级"), min_value=1, max_value=99, required=False)

    def __init__(self, *args: Any, among: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = among  # type: ignore[attr-defined]

    def posting(self) -> PostingDetails:
        given = self.cleaned_data
        return PostingDetails(
            organisation=given["organisation"], starts_on=given["starts_on"], title=given["title"], grade=given["grade"],
            post_kind=PostKind(given["post_kind"]), is_primary=given.get("is_primary", True),
            ends_on=given.get("ends_on"),
        )  # fmt: skip


class AddPostingForm(PostingForm):
    """Another posting: a second one beside the primary, or a new one after a break."""

    ends_on = DateField(label=_("离岗日期"), required=False, help_text=_("从这一天起不再任职；没有定就不填"))
    is_primary = forms.BooleanField(label=_("主要岗位（同一天只能有一个）"), required=False)


class HireForm(PersonForm, PostingForm):
    """A person and the first posting on one page."""

    field_order = [
        "name", "organisation", "starts_on", "post_kind", "title", "grade", "gender", "birth_month", "identity_number",
        "phone", "education", "major", "qualification", "hired_on",
    ]  # fmt: skip


class MergeForm(AskingForm):
    """Which of the two stays."""

    THIS, OTHER = "this", "other"
    keep = forms.ChoiceField(label=_("保留哪一条"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, labels: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(self.THIS, labels[0]), (self.OTHER, labels[1])]  # type: ignore[attr-defined]
