"""Forms of classes and sessions: they read and check, services write."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from courses.forms.lecturers import LecturerField
from courses.forms.names import organisations_named, people_named
from courses.lecturer_querysets import all_lecturers
from courses.models import ClassSession, TrainingClass
from courses.rules.lecturers import name_and_unit
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import Audience, ClassKind, ClassState, DeliveryMode, HalfDay, Tier
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import OrganisationKind
from people.models import Person

CREDITS = [("", _("按类别")), ("yes", _("计入")), ("no", _("不计入"))]
FIRST_STATES = [(word.value, word.label) for word in (ClassState.PLANNED, ClassState.OPEN)]
PROVIDER_KINDS = (OrganisationKind.AGENCY, OrganisationKind.SCHOOL, OrganisationKind.EXTERNAL)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": _("请填写日期")})


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages={"required": _("请填写时间")})


class ClassFilter(forms.Form):
    """The filters of the list, as they stand in its address."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *ClassState.choices()]
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]


class ClassForm(ChangeForm):
    """A class's register row. The organiser and the code are given once and stay."""

    organiser = forms.ModelChoiceField(
        label=_("主办"), queryset=all_organisations().none(), error_messages={"required": _("请选择主办单位")}
    )
    code = forms.CharField(
        label=_("班次编号"), max_length=40, help_text=_("主办单位内不重复，例如“2026-03”"),
        error_messages={"required": _("请填写班次编号")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("班次名称"), max_length=120, error_messages={"required": _("请填写班次名称")}
    )
    programme_name = forms.CharField(
        label=_("培训项目"), max_length=120, help_text=_("同一项目的各期写同一个名称"),
        error_messages={"required": _("请填写培训项目")},
    )  # fmt: skip
    round_number = forms.IntegerField(label=_("第几期"), required=False, min_value=1, max_value=999)
    starts_on = _day(_("开班日期"))
    ends_on = _day(_("结班日期"))
    report_year = forms.IntegerField(
        label=_("统计年度"), required=False, min_value=2000, max_value=2100, help_text=_("不填按开班日期的年份"),
    )  # fmt: skip
    venue = forms.CharField(label=_("地点"), required=False, max_length=120)
    capacity = forms.IntegerField(
        label=_("名额"), required=False, min_value=1, max_value=10_000, help_text=_("不填为不限")
    )
    provider = forms.ModelChoiceField(
        label=_("承办"), required=False, queryset=all_organisations().none(), empty_label=_("主办单位自办")
    )
    co_organisers = forms.CharField(
        label=_("协办"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("每行一个单位的全称，可以不填；统计只算主办单位"),
    )  # fmt: skip
    tier = forms.ChoiceField(label=_("级"), choices=Tier.choices(), initial=Tier.COUNTY)
    audience = forms.ChoiceField(label=_("层"), choices=Audience.choices(), initial=Audience.FRONT_LINE)
    kind = forms.ChoiceField(label=_("类"), choices=ClassKind.choices(), initial=ClassKind.PROFESSIONAL)
    delivery_mode = forms.ChoiceField(label=_("方式"), choices=DeliveryMode.choices())
    credit = forms.ChoiceField(
        label=_("计入学时"),
        required=False,
        choices=CREDITS,
        help_text=_("会议、交流一般不计入；其他班次一般计入"),
    )
    filing_number = forms.CharField(label=_("备案号"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), choices=FIRST_STATES, initial=ClassState.OPEN)

    def __init__(
        self, *args: Any, by: Authority, standing: TrainingClass | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        mine = all_organisations().current().in_scope(by.scope(Permission.MANAGE_CLASSES))
        providers = all_organisations().current().filter(kind__in=PROVIDER_KINDS)
        if standing is None:
            self.fields["organiser"].queryset = mine  # type: ignore[attr-defined]
            places = list(mine[:2])
            self.fields["organiser"].initial = places[0] if len(places) == 1 else None
        else:
            for name in ("organiser", "code", "state"):
                del self.fields[name]
            providers = providers | all_organisations().filter(pk=standing.provider_id or 0)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]

    def clean_co_organisers(self) -> str:
        found = organisations_named(self.cleaned_data["co_organisers"].splitlines())
        if found.problems:
            raise forms.ValidationError(found.problems)
        self.helpers = tuple(found.organisations)
        return "\n".join(one.name for one in found.organisations)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("结班日期早于开班日期，请核对"))
        return cleaned

    def details(self) -> ClassDetails:
        """What was typed; on a change the organiser, code, state and origin of the class stay."""
        given = dict(self.cleaned_data)
        if self.standing is not None:
            for name in ("organiser", "code", "state", "is_historical"):
                given[name] = getattr(self.standing, name)
        given["co_organisers"] = self.helpers
        given["gives_credit"] = {"yes": True, "no": False}.get(given.pop("credit"))
        given["report_year"] = given["report_year"] or given["starts_on"].year
        words = {"tier": Tier, "audience": Audience, "kind": ClassKind, "delivery_mode": DeliveryMode}
        for name, word in {**words, "state": ClassState}.items():
            given[name] = word(given[name])
        return ClassDetails(**given)

    @staticmethod
    def initial_of(training_class: TrainingClass) -> dict[str, Any]:
        others = {"organiser", "code", "state", "programme_name", "credit", "co_organisers"}
        names = set(ClassForm.base_fields) - others
        initial = {name: getattr(training_class, name) for name in names}
        as_usual = training_class.gives_credit != (training_class.kind == ClassKind.MEETING)
        credit = "" if as_usual else "yes" if training_class.gives_credit else "no"
        helpers = "\n".join(training_class.co_organisers.order_by("path").values_list("name", flat=True))
        programme = training_class.programme.name
        return {**initial, "programme_name": programme, "credit": credit, "co_organisers": helpers}


class SessionForm(ChangeForm):
    """One half day. The minutes credited are at most those between begin and end."""

    held_on = _day(_("日期"))
    half_day = forms.ChoiceField(label=_("时段"), choices=HalfDay.choices())
    starts_at = _time(_("开始"))
    ends_at = _time(_("结束"))
    minutes = forms.IntegerField(
        label=_("计入的分钟数"), required=False, min_value=1, max_value=720,
        help_text=_("不填按开始到结束计算；中间有休息的请填实际授课分钟数"),
    )  # fmt: skip
    topic = forms.CharField(label=_("课程"), max_length=120, error_messages={"required": _("请填写课程名称")})
    lecturer_entry = LecturerField(
        label=_("师资库"), required=False, queryset=all_lecturers().none(), empty_label=_("按下面写的姓名和单位查找"),
        help_text=_("选了师资库里的人，下面的姓名、职称和单位可以不填"),
    )  # fmt: skip
    lecturer = forms.CharField(label=_("授课人"), required=False, max_length=60)
    lecturer_title = forms.CharField(label=_("职称"), required=False, max_length=60)
    lecturer_unit = forms.CharField(label=_("授课人单位"), required=False, max_length=120)
    is_compulsory = forms.BooleanField(label=_("必修"), required=False, initial=True)
    accepts = forms.BooleanField(label=_("有时间冲突也仍然保存"), required=False)

    def __init__(
        self, *args: Any, training_class: TrainingClass, standing: ClassSession | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.training_class, self.standing = training_class, standing
        offered = all_lecturers().offered_to(training_class.organiser)
        if standing is not None and standing.lecturer_entry_id:
            offered |= all_lecturers().filter(pk=standing.lecturer_entry_id)
        self.fields["lecturer_entry"].queryset = offered  # type: ignore[attr-defined]

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if not self.training_class.starts_on <= held_on <= self.training_class.ends_on:
            raise forms.ValidationError(_("日期不在开班与结班日期之间，请核对，或先修改班次的日期"))
        return held_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entry, printed = cleaned.get("lecturer_entry"), cleaned.get("lecturer")
        if entry and printed and entry.name not in printed:
            self.add_error("lecturer", _("和师资库里选的不是同一个人，请核对，或留空一处"))
        begin, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begin is None or end is None:
            return cleaned
        span = _minutes_between(begin, end)
        if span <= 0:
            self.add_error("ends_at", _("结束时间要晚于开始时间"))
        elif (cleaned.get("minutes") or 0) > span:
            self.add_error("minutes", _("计入的分钟数多于开始到结束的时间，请核对"))
        elif "minutes" in cleaned:
            cleaned["minutes"] = cleaned["minutes"] or span
        return cleaned

    def details(self) -> SessionDetails:
        given = {**self.cleaned_data, "half_day": HalfDay(self.cleaned_data["half_day"])}
        del given["accepts"]
        if not given["lecturer_unit"] and not given["lecturer_entry"]:
            given["lecturer"], given["lecturer_unit"] = name_and_unit(given["lecturer"])
        organisation: Organisation | None = self.standing.lecturer_organisation if self.standing else None
        return SessionDetails(**given, lecturer_organisation=organisation)

    @staticmethod
    def initial_of(session: ClassSession) -> dict[str, Any]:
        return {name: getattr(session, name) for name in SessionForm.base_fields if name != "accepts"}

    @staticmethod
    def next_after(last: ClassSession | None, training_class: TrainingClass) -> dict[str, Any]:
        """What the next session probably is: the same half day, one day later, while the class lasts."""
        if last is None:
            return {"held_on": training_class.starts_on}
        again = (
            "half_day", "starts_at", "ends_at", "lecturer_entry", "lecturer", "lecturer_title", "lecturer_unit",
        )  # fmt: skip
        next_day = min(last.held_on + timedelta(days=1), training_class.ends_on)
        return {"held_on": next_day, **{name: getattr(last, name) for name in again}}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("取消原因"), max_length=200, help_text=_("学员会在班次页面看到"),
        error_messages={"required": _("请写明取消的原因")},
    )  # fmt: skip


class RosterForm(forms.Form):
    """Names, one a line, as they come from a notice or a sheet."""

    names = forms.CharField(
        label=_("学员"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000,
        help_text=_("每行一位：姓名，同名的再空一格写上单位"),
        error_messages={"required": _("请填写至少一位学员的姓名")},
    )  # fmt: skip

    def __init__(self, *args: Any, by: Authority, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.on = by, on

    def clean_names(self) -> list[Person]:
        found = people_named(self.cleaned_data["names"].splitlines(), by=self.by, on=self.on)
        if found.problems:
            raise forms.ValidationError(found.problems)
        return found.people


def _minutes_between(begin: time, end: time) -> int:
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute
