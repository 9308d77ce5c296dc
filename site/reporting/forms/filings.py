"""What is to be filed, and why a filing is corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.upload_fields import DocumentField
from organisations.models import Organisation
from reporting.forms.figures import PeriodForm
from reporting.words import FilingState, FilingStep, Recipient


class FilingForm(PeriodForm):
    """The unit that files is one of those for which the officer may."""

    organisation = forms.ChoiceField(label=_("填报单位"))
    recipient = forms.ChoiceField(
        label=_("报送对象"), required=False, choices=[("", _("本条线的上级")), *Recipient.choices()],
        help_text=_("同一时期可以分别报给民政和社会工作两条线，各报一次。"),
    )  # fmt: skip
    field_order = ["organisation", "recipient"]

    def __init__(self, data: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in choices]

    def goes_to(self, organisation: Organisation) -> Recipient:
        """Of a valid form."""
        chosen = self.cleaned_data["recipient"]
        return Recipient(chosen) if chosen else Recipient.of_line(organisation.line)


WAITING = "waiting"  # beside the states: what the reader is to review


class FilingFilter(forms.Form):
    """The filters of the list, as they stand in its address."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), (WAITING, _("等我审核")), *FilingState.choices()],
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=1990, max_value=2100)

    def chosen(self) -> tuple[str, int | None]:
        """State (empty: every one) and report year."""
        self.is_valid()
        return self.cleaned_data.get("state", ""), self.cleaned_data.get("year")

    @property
    def is_narrow(self) -> bool:
        return any(self.chosen())


class StepForm(forms.Form):
    """`step` is the one that the page offered: a second tap never takes the next one as well."""

    step = forms.ChoiceField(choices=FilingStep.choices(), widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("意见（可以不填）"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("不写姓名和身份证号。"),
    )  # fmt: skip


class ScanForm(forms.Form):
    file = DocumentField(label=_("扫描件"), help_text=_("收 .pdf、.jpg 和 .png，不超过5 MB。"))

    def clean_file(self) -> bytes:
        content: bytes | None = self.cleaned_data["file"]
        if content is None:
            raise forms.ValidationError(_("请选择扫描件"))
        return content


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("更正理由"),
        max_length=200,
        help_text=_("例如：1人住院后补课，补记2课次。不写姓名和身份证号。"),
    )


class CheckCodeForm(forms.Form):
    """Groups, spaces and small letters are put right."""

    code = forms.CharField(
        label=_("校验码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("印在表脚，8位，横线和空格可以不填。电话里可以念出来核对。"),
        error_messages={"required": _("请填写校验码"), "max_length": _("校验码是8位，请核对")},
    )
