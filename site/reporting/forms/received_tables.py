"""What is asked of the table of a higher body: the file, the meaning of a cell, and the period to fill it with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.forms import RadioChips
from core.language import shown
from core.sentences import say
from core.uploads import MAX_BYTES
from organisations.models import Organisation
from reporting.forms.figures import PeriodForm
from reporting.querysets.named import VALUES
from reporting.rules.received.mapping import Point
from reporting.rules.received.measures import OFFERED, Measure, lacks
from reporting.rules.received.sheet_xml import Place
from reporting.words import Axis, Dimension, Side, Span

_NOTHING = ("", "——")


class ReceiveForm(forms.Form):
    """The workbook, and whose table it is."""

    organisation = forms.ChoiceField(label=_("填报单位"))
    workbook = forms.FileField(
        label=_("上级发来的表"),
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx"}),
        help_text=_(".xlsx，不超过5 MB，不带宏，没有打开密码。"),
        error_messages={
            "required": _("请选择上级发来的表。"),
            "empty": _("文件是空的。请确认有内容后再上传。"),
        },
    )

    def __init__(self, data: Any, files: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data, files)
        _offer(self, "organisation", [(str(one.public_id), one.name) for one in choices])

    def clean_workbook(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件超过5 MB。请删去图片和无关的工作表再上传。"))
        return file


class PointForm(forms.Form):
    """What a heading says of its column or row, or what stands in one cell."""

    axis = forms.ChoiceField(
        label=_("管多少格"), choices=Axis.choices(), widget=RadioChips,
        error_messages={"required": _("请选这一格是列标题、行标题，还是只填这一格。")},
    )  # fmt: skip
    metric = forms.ChoiceField(label=_("指标"), required=False)
    side = forms.ChoiceField(label=_("统计口径"), required=False, choices=[_NOTHING, *Side.choices()])
    split = forms.ChoiceField(label=_("只计其中"), required=False)
    scope = forms.ChoiceField(label=_("单位"), required=False)
    span = forms.ChoiceField(label=_("哪段时间"), required=False, choices=[_NOTHING, *Span.choices()])
    by_hand = forms.BooleanField(label=_("手填，平台不填"), required=False)

    def __init__(
        self, data: Any, *, place: Place, places: list[Organisation], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.place = place
        _offer(self, "metric", [_NOTHING, *_metrics()])
        _offer(self, "split", [_NOTHING, *_splits()])
        _offer(self, "scope", [_NOTHING, *((str(one.public_id), one.name) for one in places)])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        point = self.point()
        if not point.says_something:
            raise forms.ValidationError(_("请至少选一项：指标、口径、单位或手填。要取消对应，请按“清除”。"))
        if point.metric and (point.axis == Axis.CELL or point.split):
            measure = Measure(point.metric, point.side or _any_side(point), point.split)
            if not point.by_hand and (missing := lacks(measure)):
                raise forms.ValidationError(shown(missing))
        return data

    def point(self) -> Point:
        """Of a valid form."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("metric", "side", "split", "scope", "span")}
        return Point(data["axis"], *self.place, **words, by_hand=data["by_hand"])


class FillForm(PeriodForm):
    """One period for the whole table; the unit of 人次 is part of the metric."""

    visits = None  # type: ignore[assignment]  # Django's way of leaving a field out


def _any_side(point: Point) -> str:
    """A heading may leave the side to another heading; a single cell may not."""
    return "" if point.axis == Axis.CELL else Side.PARTICIPANT.value


def _metrics() -> list[tuple[str, str]]:
    named = {one.code: say("%(metric)s（%(unit)s）", metric=one.name, unit=one.unit) for one in OFFERED}
    return [(code, shown(name)) for code, name in named.items()]


def _splits() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (shown(one.label), [(f"{one.value}:{word.value}", shown(word.label)) for word in VALUES[one]])
        for one in Dimension
    ]


def _offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices
