"""Forms of a class's papers: what the notice says, the handbook's texts, and who sits in which group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.conflicts import ChangeForm
from core.forms import DatePicker
from courses.class_handbook import MEALS, ROOMS, RULES
from courses.models import ClassHandbook, ClassNotice
from courses.services.class_papers import HandbookDetails, NoticeDetails
from people.models import Person

MOST_GROUPS = 40
# The notice hangs in corridors and goes round in chat groups: a mobile number on it is somebody's own.
_MOBILE = re.compile(r"1[3-9]\d{9}")


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DatePicker, **options)


class NoticeForm(ChangeForm):
    """What the register row of the class does not say. Every field may wait: the notice names what it lacks."""

    document_number = forms.CharField(
        label=gettext_lazy("文号"), required=False, max_length=60, help_text=gettext_lazy("例如“东民〔2026〕7号”"),
    )  # fmt: skip
    audience = forms.CharField(
        label=gettext_lazy("培训对象"), required=False, max_length=200,
        help_text=gettext_lazy("不填按班次的“层”写"),
    )  # fmt: skip
    reply_by = _day(gettext_lazy("报名截止日期"))
    check_in_on = _day(gettext_lazy("报到日期"), help_text=gettext_lazy("不填为第一个课次的日期"))
    check_in_at = forms.TimeField(
        label=gettext_lazy("报到时间"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("不填为第一个课次的开始时间"),
    )  # fmt: skip
    check_in_place = forms.CharField(
        label=gettext_lazy("报到地点"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("不填为上课地点"),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("联系人"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("例如“周老师”“人才科”"),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("办公电话"), required=False, max_length=30,
        help_text=gettext_lazy("写办公室的座机，不写个人手机号"),
    )  # fmt: skip

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"].strip()
        if _MOBILE.search(re.sub(r"\D", "", phone)):
            raise forms.ValidationError(_("这是手机号。通知会张贴和转发，请写办公室的座机"))
        return phone

    def details(self) -> NoticeDetails:
        return NoticeDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(notice: ClassNotice) -> dict[str, Any]:
        return {name: getattr(notice, name) for name in NoticeForm.base_fields}


class HandbookForm(ChangeForm):
    """The texts of the handbook; a new one begins with what most classes say."""

    bring = forms.CharField(
        label=gettext_lazy("带什么"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("例如“笔和本子，身份证原件，一份个案记录（隐去姓名）”"),
    )  # fmt: skip
    rooms = forms.CharField(
        label=gettext_lazy("住宿安排"), required=False, max_length=1_000, widget=forms.Textarea({"rows": 3})
    )
    meals = forms.CharField(
        label=gettext_lazy("用餐安排"), required=False, max_length=1_000, widget=forms.Textarea({"rows": 3})
    )
    rules = forms.CharField(
        label=gettext_lazy("学员须知"), required=False, max_length=3_000, widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("一行一条，打印时自动编号。四栏都可以空着，空着的不印。"),
    )  # fmt: skip

    def details(self) -> HandbookDetails:
        return HandbookDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(texts: ClassHandbook) -> dict[str, Any]:
        if texts.pk is None:
            return {"rooms": ROOMS, "meals": MEALS, "rules": RULES}
        return {name: getattr(texts, name) for name in HandbookForm.base_fields}


class DealForm(forms.Form):
    """How many groups everybody is dealt into anew."""

    count = forms.IntegerField(
        label=gettext_lazy("分成几组"), min_value=0, max_value=MOST_GROUPS,
        error_messages={"required": gettext_lazy("请填写分成几组")},
        help_text=gettext_lazy("同一单位的学员会分到不同的组。填0取消分组。"),
    )  # fmt: skip


class GroupsForm(forms.Form):
    """One number a person; empty: in no group."""

    def __init__(self, data: Any, *, people: Sequence[Person], standing: Mapping[int, int]) -> None:
        super().__init__(data)
        self.people = people
        for person in people:
            label = _("%(name)s的组号") % {"name": person.name}
            self.fields[_name(person)] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=MOST_GROUPS, initial=standing.get(person.pk),
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )  # fmt: skip

    def rows(self) -> Iterator[tuple[Person, BoundField]]:
        for person in self.people:
            yield person, self[_name(person)]

    def numbers(self) -> dict[Person, int]:
        given = {person: self.cleaned_data[_name(person)] for person in self.people}
        return {person: number for person, number in given.items() if number}


def _name(person: Person) -> str:
    return f"group_{person.public_id.hex}"
