"""Forms of what a higher body asks for and gives back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from reporting.rules.figures import Tier
from reporting.rules.table_rows import Row
from reporting.services.duties import CellRemark
from reporting.words import Figure, Side

CELLS = range(1, 6)  # numbers that can be remarked on in one return


class DutyForm(forms.Form):
    organisation = forms.ChoiceField(label=_("填报单位"))
    report_year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    due_on = forms.DateField(
        label=_("报送截止日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in choices]


class ReturnForm(forms.Form):
    """A remark on the whole, and up to five on single numbers."""

    remark = forms.CharField(
        label=_("退回意见"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明要改什么、依据什么。不写姓名和身份证号。"),
        error_messages={"required": _("请写明退回意见。")},
    )

    def __init__(self, data: Any, *, rows: Sequence[Row]) -> None:
        super().__init__(data)
        self.tiers = {row_key(row.tier): row.tier for row in rows}
        labels = [("", _("不指定"))] + [(row_key(row.tier), str(row.label)) for row in rows]
        for number in CELLS:
            self.fields[f"row-{number}"] = forms.ChoiceField(label=_("行"), choices=labels, required=False)
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=_("列"), choices=[("", _("不指定")), *_columns()], required=False
            )
            self.fields[f"note-{number}"] = forms.CharField(label=_("意见"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for number in CELLS:
            given = {name: data.get(f"{name}-{number}") for name in ("row", "column", "note")}
            if any(given.values()):
                for name in [name for name, value in given.items() if not value]:
                    self.add_error(f"{name}-{number}", _("请把行、列和意见都填好，或者都不填。"))
        return data

    def cells(self) -> list[CellRemark]:
        """Of a valid form."""
        found = []
        for number in CELLS:
            row, column, note = (self.cleaned_data[f"{name}-{number}"] for name in ("row", "column", "note"))
            if note:
                side, figure = column.split(".")
                found.append(CellRemark(self.tiers[row], Side(side), Figure(figure), note))
        return found

    def places(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [
            (number, [self[f"{name}-{number}"] for name in ("row", "column", "note")]) for number in CELLS
        ]


def row_key(tier: Tier) -> str:
    return f"{tier.county or ''}/{tier.unit or ''}"


def _columns() -> list[tuple[str, str]]:
    return [
        (f"{side.value}.{figure.value}", f"{side.label} · {figure.label}")
        for side in Side
        for figure in Figure
    ]
