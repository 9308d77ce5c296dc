"""Free texts in which a real person might be recognised: the form marks the words and asks once; the writer decides."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text_guard import traces


class GuardedForm(forms.Form):
    """`guarded` names the fields whose words are looked at. Show `checked` where `asks` says so."""

    guarded: ClassVar[tuple[str, ...]] = ()
    checked = forms.BooleanField(label=gettext_lazy("我核对过了，这些词不会让人认出真实的人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = [one for name in self.guarded for one in traces(cleaned.get(name) or "")]
        self.asks = bool(found)
        if found and not cleaned.get("checked"):
            told = _("“%(word)s”（%(trace)s）")
            words = _("、").join(told % {"word": one.text, "trace": _(one.trace.label)} for one in found[:8])
            self.add_error(
                None,
                _("这些词可能让人认出真实的人：%(words)s。请改成代号，或核对后勾选“我核对过了”。")
                % {"words": words},
            )
        return cleaned
