"""Forms of contract, acceptance and budget: yuan and hours on the page, fen and minutes behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from courses.models import BudgetLine, ClassContract
from courses.rules.contracts import MINUTES, fen_of, minutes_of, yuan_of
from courses.services.contracts import BudgetRow, ContractDetails

USUAL_ITEMS = ("师资费", "住宿费", "伙食费", "场地费", "资料费", "交通费", "其他")
SPARE_ROWS = 3
MOST_ROWS = 40


def _yuan(label: Any, *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, min_value=Decimal(0), max_digits=12, decimal_places=2,
        error_messages={"required": _("请填写金额，没有请填0")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip


def _day(label: Any, *, required: bool) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, required=required, error_messages={"required": _("请填写日期")}
    )


class ContractForm(ChangeForm):
    document_number = forms.CharField(
        label=_("合同编号"), max_length=60, error_messages={"required": _("请填写合同编号或文号")}
    )
    signed_on = _day(_("签订日期"), required=False)
    hours = forms.DecimalField(
        label=_("合同时长（小时）"), min_value=Decimal("0.1"), max_digits=6, decimal_places=2,
        help_text=_("合同约定的授课时长；写学时的合同请换算成小时"),
        error_messages={"required": _("请填写合同约定的小时数")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    amount = _yuan(_("合同金额（元）"), required=True)
    money_source = forms.CharField(
        label=_("经费来源"), max_length=120, help_text=_("例如“2026年县级财政培训经费”"),
        error_messages={"required": _("请填写经费来源")},
    )  # fmt: skip

    def clean_hours(self) -> int:
        try:
            return minutes_of(self.cleaned_data["hours"])
        except ValueError as error:
            raise forms.ValidationError(_("请填写能换算成整分钟的小时数，例如19.5")) from error

    def details(self) -> ContractDetails:
        given = self.cleaned_data
        return ContractDetails(
            document_number=given["document_number"], contracted_minutes=given["hours"],
            amount_fen=fen_of(given["amount"]), money_source=given["money_source"], signed_on=given["signed_on"],
        )  # fmt: skip

    @staticmethod
    def initial_of(contract: ClassContract) -> dict[str, Any]:
        return {
            "document_number": contract.document_number, "signed_on": contract.signed_on,
            "hours": (Decimal(contract.contracted_minutes) / MINUTES).quantize(Decimal("0.01")),
            "amount": yuan_of(contract.amount_fen), "money_source": contract.money_source,
        }  # fmt: skip


class AcceptanceForm(forms.Form):
    accepted_on = _day(_("验收日期"), required=True)
    note = forms.CharField(
        label=_("验收意见"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("时长不足时要写明怎样处理"),
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted_on"].initial = on


@dataclass(frozen=True)
class Row:
    """The fields of one line."""

    number: int
    item: BoundField
    planned: BoundField
    spent: BoundField


class BudgetForm(forms.Form):
    """A line for each item that stands, or for each usual one, and a few to spare. A line without an item is no line."""

    def __init__(self, *args: Any, standing: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first: list[tuple[str, Decimal | None, Decimal | None]] = [
            (line.item, yuan_of(line.planned_fen), yuan_of(line.spent_fen)) for line in standing
        ]
        first = first or [(item, None, None) for item in USUAL_ITEMS]
        self.count = min(len(first) + SPARE_ROWS, MOST_ROWS)
        for number in range(self.count):
            item, planned, spent = first[number] if number < len(first) else ("", None, None)
            self.fields[f"item_{number}"] = forms.CharField(
                label=_("项目"), required=False, max_length=60, initial=item
            )
            self.fields[f"planned_{number}"] = _yuan(_("预算（元）"), required=False)
            self.fields[f"spent_{number}"] = _yuan(_("支出（元）"), required=False)
            self.initial[f"planned_{number}"] = planned
            self.initial[f"spent_{number}"] = spent

    def rows(self) -> Iterator[Row]:
        for number in range(self.count):
            item, planned, spent = (self[f"{part}_{number}"] for part in ("item", "planned", "spent"))
            yield Row(number + 1, item, planned, spent)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(self.count):
            money = [cleaned.get(f"{part}_{number}") for part in ("planned", "spent")]
            if any(money) and not cleaned.get(f"item_{number}"):
                self.add_error(f"item_{number}", gettext("有金额的行要写项目"))
        return cleaned

    def budget(self) -> list[BudgetRow]:
        """Lines with an item and some money."""
        found = []
        for number in range(self.count):
            item, planned, spent = (
                self.cleaned_data[f"{part}_{number}"] for part in ("item", "planned", "spent")
            )
            if item and (planned is not None or spent is not None):
                found.append(BudgetRow(item, fen_of(planned or Decimal(0)), fen_of(spent or Decimal(0))))
        return found
