"""Forms of the news: sending in, answering, binding an issue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import NewsPage
from cms.news_querysets import all_news
from cms.services.news import Imprint, Piece
from cms.words import NewsTier
from core.forms import DatePicker
from core.text_guard import Trace, traces
from organisations.models import Organisation

NUMBERS = (
    Trace.IDENTITY_NUMBER,
    Trace.PHONE,
)  # nobody needs these in the news; names are the writer's decision


def no_numbers(text: str) -> None:
    """Raises ValidationError for what looks like the number of a telephone or of an identity card."""
    found = [one.text for one in traces(text) if one.trace in NUMBERS]
    if found:
        told = gettext("这里有“%(found)s”，像是电话或身份证号。请删去后再提交。") % {"found": found[0]}
        raise ValidationError(told)


class SubmissionForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("投稿单位"), queryset=Organisation.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("标题"),
        max_length=80,
        validators=[no_numbers],
        help_text=_("说清谁做了什么，不超过80个字。"),
    )
    text = forms.CharField(
        label=_("正文"),
        max_length=5_000,
        validators=[no_numbers],
        widget=forms.Textarea({"rows": 12}),
        help_text=_("什么时间、在哪里、做了什么、有什么结果。不写服务对象的姓名、电话和住址。"),
    )
    facts_from = forms.CharField(
        label=_("事实依据"),
        max_length=200,
        required=False,
        validators=[no_numbers],
        help_text=_("数字和说法出自哪里，例如签到表、会议记录。"),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = units  # type: ignore[attr-defined]
        if len(units) == 1:
            field.initial = units[0]

    def unit(self) -> Organisation:
        chosen: Organisation = self.cleaned_data["organisation"]
        return chosen

    def piece(self) -> Piece:
        told = self.cleaned_data
        return Piece(told["title"], told["text"], told["facts_from"])


class AnswerForm(forms.Form):
    """The button that was pressed says what becomes of it."""

    reason = forms.CharField(
        label=_("退回原因"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("退回时要写：哪里要改，改成怎样可以再投。"),
    )  # fmt: skip
    verdict = forms.ChoiceField(choices=[("adopt", ""), ("return", "")], widget=forms.HiddenInput)


class BulletinForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=60)
    publisher = forms.CharField(label=_("编印单位"), max_length=100)
    issued_on = forms.DateField(label=_("日期"), widget=DatePicker)
    pages = forms.ModelMultipleChoiceField(
        label=_("编入哪些动态"), queryset=NewsPage.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("还没有选动态。请至少选一条。")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pages"]
        field.queryset = all_news().not_printed()
        field.label_from_instance = _named

    def imprint(self) -> Imprint:
        told = self.cleaned_data
        return Imprint(told["title"], told["publisher"], told["issued_on"])


def _named(page: NewsPage) -> str:
    return gettext("%(tier)s：%(title)s") % {"tier": gettext(NewsTier(page.tier).label), "title": page.title}
