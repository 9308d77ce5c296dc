"""Forms of what officers decide about plans: they parse and check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePicker
from core.sentences import Sentence
from core.upload_fields import DocumentField
from courses.plan_words import PauseKind, RequirementKind
from courses.rules.plans.definition import Requirement
from courses.services.plan_decisions import Grounds
from hours.rules import MINUTES_PER_HOUR

WHOLE = ""
JOINT = "|"
Asked = list[tuple[str, str, Requirement]]


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        widget=DatePicker,
        error_messages={"required": _("请填写日期"), "invalid": _("请按2026-03-16这样填写日期")},
        **options,
    )


class _GroundsForm(forms.Form):
    """Every decision ends with its reason and its paper."""

    field_order: tuple[str, ...] = ()
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清为什么，不写病情等隐私。本人看得到"),
        error_messages={"required": _("请写明理由"), "max_length": _("理由最多200个字")},
    )
    document = forms.CharField(
        label=_("材料"),
        max_length=120,
        help_text=_("材料的名称和文号，或存放在哪里"),
        error_messages={"required": _("请填写依据的材料"), "max_length": _("材料最多120个字")},
    )

    file = DocumentField(
        label=_("材料的扫描件或照片"),
        help_text=_(
            "可以不传。.docx、.pdf、.jpg 或 .png，不超过5 MB。文件加密保存，只有本人和可以登记的主管能打开。"
        ),
    )

    def grounds(self) -> Grounds:
        given = self.cleaned_data
        return Grounds(given["reason"], given["document"], given["file"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("止日不能早于起日。请核对日期。"))
        return given


class _RequirementField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        errors = {"required": _("请选择一项"), "invalid_choice": _("这项要求已不在计划里，请重新选择")}
        super().__init__(error_messages=errors, **options)


class WaiverForm(_GroundsForm):
    """A requirement, or a whole plan, that is not asked between two days."""

    requirement = _RequirementField(label=_("豁免什么"))
    first_day = _day(label=_("起日"))
    last_day = _day(label=_("止日"), required=False, help_text=_("不填则一直有效，直到撤销"))
    field_order = ("requirement", "first_day", "last_day", "reason", "document", "file")

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = list(_waivable(asked))  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str]:
        """Code of the plan and key of the requirement, empty for the whole plan."""
        code, _joint, key = self.cleaned_data["requirement"].partition(JOINT)
        return code, key


class EquivalentForm(_GroundsForm):
    """Evidence for a requirement."""

    requirement = _RequirementField(label=_("认定哪一项"))
    hours = forms.DecimalField(
        label=_("认定小时数"),
        required=False,
        min_value=0.5,
        max_value=500,
        decimal_places=1,
        help_text=_("按学时计算的要求才填，填小时数；其他要求不填"),
        error_messages={
            "invalid": _("请填写数字，例如6或7.5"), "min_value": _("最少0.5小时"), "max_value": _("最多500小时"),
            "max_decimal_places": _("最多一位小数"),
        },
    )  # fmt: skip
    day = _day(label=_("材料日期"), help_text=_("材料上写的日期"))
    last_day = _day(label=_("有效期至"), required=False, help_text=_("材料没有写有效期的，不填"))
    field_order = ("requirement", "hours", "day", "last_day", "reason", "document", "file")

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = list(_acceptable(asked))  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str]:
        code, _joint, key = self.cleaned_data["requirement"].partition(JOINT)
        return code, key

    def minutes(self) -> int | None:
        hours = self.cleaned_data["hours"]
        return None if hours is None else int(hours * MINUTES_PER_HOUR)


class PauseForm(_GroundsForm):
    """The days on which a person's deadlines stand still."""

    kind = forms.ChoiceField(
        label=_("种类"), choices=PauseKind.choices, error_messages={"required": _("请选择种类")}
    )
    first_day = _day(label=_("起日"))
    last_day = _day(label=_("止日"), required=False, help_text=_("还不知道哪天回来的，不填，回来后再补"))
    field_order = ("kind", "first_day", "last_day", "reason", "document", "file")


class EndPauseForm(forms.Form):
    """The last day of a pause."""

    last_day = _day(label=_("暂停的最后一天"))


def _waivable(asked: Asked) -> list[tuple[str, Any]]:
    titles = {code: title for code, title, _requirement in asked}
    return [
        (Sentence(title), [(f"{code}{JOINT}{WHOLE}", _("整个计划")), *_choices(asked, code)])
        for code, title in titles.items()
    ]


def _acceptable(asked: Asked) -> list[tuple[str, Any]]:
    titles = {code: title for code, title, _requirement in asked}
    groups = [
        (
            Sentence(title),
            _choices(
                [row for row in asked if row[2].kind is not RequirementKind.N_OF and not row[2].source], code
            ),
        )
        for code, title in titles.items()
    ]
    return [group for group in groups if group[1]]


def _choices(asked: Asked, code: str) -> list[tuple[str, str]]:
    return [(f"{code}{JOINT}{one.key}", Sentence(one.title)) for plan, _title, one in asked if plan == code]
