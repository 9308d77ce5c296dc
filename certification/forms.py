"""Forms of certificates and registration periods: they parse and check, they never save."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.services.registrations import PeriodDetails
from certification.words import CertificateState, RegistrationKind, RegistrationLevel


def _day(**options: object) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期"), "invalid": _("请按2026-03-16这样填写日期")},
        **options,  # type: ignore[arg-type]
    )


class PeriodForm(forms.Form):
    """What the registration certificate states."""

    level = forms.ChoiceField(label=_("证书等级"), choices=RegistrationLevel.choices)
    kind = forms.ChoiceField(label=_("登记类别"), choices=RegistrationKind.choices)
    starts_on = _day(label=_("有效期起"))
    ends_on = _day(
        label=_("有效期至"), required=False, help_text=_("照登记证书填写；不填则从起始日起算满登记周期")
    )

    def details(self) -> PeriodDetails:
        given = self.cleaned_data
        return PeriodDetails(
            level=RegistrationLevel(given["level"]), kind=RegistrationKind(given["kind"]),
            starts_on=given["starts_on"], ends_on=given["ends_on"],
        )  # fmt: skip


class EndForm(forms.Form):
    """Revoke a certificate, or replace it by one with the name of the roster."""

    state = forms.ChoiceField(
        label=_("怎样处理"),
        widget=forms.RadioSelect,
        choices=[
            (CertificateState.REPLACED.value, _("换发：按名册上现在的姓名发新证，旧证显示已被替代")),
            (CertificateState.REVOKED.value, _("撤销：证书不再有效，不发新证")),
        ],
        error_messages={"required": _("请选择换发或撤销")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        help_text=_("留在操作记录里，公开核验时不显示"),
        error_messages={"required": _("请写明理由"), "max_length": _("理由最多200个字")},
    )

    def replaces(self) -> bool:
        return bool(self.cleaned_data["state"] == CertificateState.REPLACED)


class CodeForm(forms.Form):
    """A typed code; groups, spaces and small letters are put right."""

    code = forms.CharField(
        label=_("核验编号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("证书二维码下方的16位编号，横线和空格可以不填"),
        error_messages={"required": _("请填写核验编号"), "max_length": _("核验编号是16位，请核对")},
    )
