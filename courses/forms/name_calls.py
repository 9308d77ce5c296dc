"""How many names a random roll-call draws."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.services.name_call import MOST


class CallForm(forms.Form):
    count = forms.IntegerField(
        label=_("抽点人数"), min_value=1, max_value=MOST, initial=3,
        error_messages={"required": _("请填写抽点几个人")},
    )  # fmt: skip
