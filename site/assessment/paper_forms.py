"""Forms of those who set papers: what stands above the questions, which to choose, how many to draw."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms import BankFilterForm, labelled
from assessment.models import PaperVersion
from assessment.services.papers import MOST_QUESTIONS, Draw, PaperDetails
from assessment.words import QuestionKind, ReviewTime
from core import clock
from core.forms import DatePicker
from organisations.authority import Authority
from organisations.querysets import all_organisations
from organisations.roles import Permission

LONGEST_MINUTES = 600


class PaperForm(forms.Form):
    """`organisation` is given once, with the first draft."""

    organisation = forms.ModelChoiceField(
        label=_("所属单位"), queryset=all_organisations().none(), to_field_name="public_id",
        error_messages={"required": _("请选择所属单位")},
    )  # fmt: skip
    title = forms.CharField(label=_("名称"), max_length=120)
    minutes = forms.IntegerField(
        label=_("限时（分钟）"), required=False, min_value=1, max_value=LONGEST_MINUTES,
        help_text=_("不填就是不限时。到时自动交卷，已存的答案都算数。"),
    )  # fmt: skip
    pass_percent = forms.IntegerField(
        label=_("及格线（满分的百分之几）"), min_value=1, max_value=100, initial=60
    )
    tries = forms.IntegerField(
        label=_("可答次数"), required=False, min_value=1, max_value=99, help_text=_("不填就是不限次数。")
    )
    review = forms.ChoiceField(
        label=_("何时看答案"), choices=[(word.value, _(word.label)) for word in ReviewTime],
        initial=ReviewTime.HANDED_IN.value,
    )  # fmt: skip
    is_open = forms.BooleanField(
        label=_("所有人都可以参加"), required=False,
        help_text=_("不勾选的试卷，只给培训班考核用。"),
    )  # fmt: skip
    opens_on = forms.DateField(label=_("开放日期"), required=False, widget=DatePicker)
    closes_on = forms.DateField(
        label=_("截止日期"), required=False, widget=DatePicker, help_text=_("当天还可以参加。")
    )

    def __init__(self, data: Any, *, by: Authority, draft: PaperVersion | None = None) -> None:
        super().__init__(data, initial=_initial(draft) if draft else None)
        if draft is not None:
            del self.fields["organisation"]
        else:
            mine = all_organisations().current().in_scope(by.scope(Permission.SET_PAPERS)).order_by("path")
            self.fields["organisation"].queryset = mine  # type: ignore[attr-defined]
            self.initial.setdefault("organisation", _nearest(by))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        opens_on, closes_on = found.get("opens_on"), found.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("截止日期要在开放日期当天或以后。请修改其中一个。"))
        return found

    def details(self) -> PaperDetails:
        data = self.cleaned_data
        return PaperDetails(
            title=data["title"], pass_percent=data["pass_percent"], minutes=data["minutes"], tries=data["tries"],
            review=ReviewTime(data["review"]), is_open=data["is_open"],
            opens_at=start_of(data["opens_on"]), closes_at=end_of(data["closes_on"]),
        )  # fmt: skip


def _nearest(by: Authority) -> str | None:
    mine = all_organisations().current().in_scope(by.scope(Permission.SET_PAPERS)).order_by("path").first()
    return str(mine.public_id) if mine else None


def _initial(draft: PaperVersion) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in PaperDetails.__dataclass_fields__} | {
        "opens_on": clock.date_of(draft.opens_at) if draft.opens_at else None,
        "closes_on": last_day_of(draft.closes_at),
    }


def start_of(day: date | None) -> datetime | None:
    """Midnight in Shanghai."""
    return datetime.combine(day, time(), clock.SHANGHAI) if day else None


def end_of(day: date | None) -> datetime | None:
    """The first moment after the day."""
    return start_of(day + timedelta(days=1)) if day else None


def last_day_of(closes_at: datetime | None) -> date | None:
    """The day that `end_of` closes."""
    return clock.date_of(closes_at - timedelta(microseconds=1)) if closes_at else None


class ChooseForm(forms.Form):
    """Ids of questions, as many as one page shows."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("题目"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请勾选要放进试卷的题")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """One line of a blueprint."""

    count = forms.IntegerField(label=_("抽几道"), min_value=1, max_value=MOST_QUESTIONS)
    kind = forms.ChoiceField(label=_("题型"), required=False, choices=labelled(QuestionKind, _("不限")))
    tag = forms.CharField(label=_("标签或法条"), required=False, max_length=80)

    def wanted(self) -> Draw:
        data = self.cleaned_data
        kind = QuestionKind(data["kind"]) if data["kind"] else None
        return Draw(data["count"], kind, data["tag"])


class PickForm(BankFilterForm):
    """The filter of the questions that may be chosen: they are all live."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["state"]

    def clean(self) -> dict[str, Any]:
        return (super().clean() or {}) | {"state": ""}


class ItemForm(forms.Form):
    UP, OUT = "up", "out"
    deed = forms.ChoiceField(choices=[(UP, UP), (OUT, OUT)])
    position = forms.IntegerField(min_value=1)
