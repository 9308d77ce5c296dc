"""What an editor types when an article was amended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import LawArticle
from cms.services.laws import ArticleDetails


class AmendForm(forms.Form):
    """The new wording; the old one lapses on its first day."""

    in_force_from = forms.DateField(
        label=_("修改后的施行日期"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("原来的一条从这一天起失效。"),
    )  # fmt: skip
    number = forms.CharField(label=_("条"), max_length=40)
    gist = forms.CharField(
        label=_("修改后的大意"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("用自己的话写，不抄条文。"),
    )  # fmt: skip
    is_verified = forms.BooleanField(label=_("已对照公布的文本核实"), required=False)

    def __init__(self, *args: Any, article: LawArticle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def clean_in_force_from(self) -> Any:
        day = self.cleaned_data["in_force_from"]
        if day <= self.article.in_force_from:
            raise forms.ValidationError(
                _("修改后的施行日期要晚于原来的施行日期（%(day)s）。请核对日期。"),
                params={"day": self.article.in_force_from.isoformat()},
            )
        return day

    def details(self) -> ArticleDetails:
        return ArticleDetails(**self.cleaned_data)
