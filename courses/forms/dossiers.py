"""Forms of a class's file: a document under an item, and why something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.upload_fields import DocumentField
from courses.dossier_querysets import IndexLine
from courses.dossier_words import DossierItem


class DossierFileForm(forms.Form):
    """One file under one item."""

    item = forms.ChoiceField(
        label=gettext_lazy("材料"), choices=[("", gettext_lazy("请选择")), *DossierItem.choices()],
        error_messages={"required": gettext_lazy("请选择这份文件是哪一项材料")},
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("例如“盖章件”“第二天课件”"),
    )
    file = DocumentField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            ".docx、.pdf、.jpg 或 .png，不超过5 MB。加密保存，只有主办单位的主管能打开；课件可以再发给学员。"
        ),
        error_messages={"required": gettext_lazy("请选择要放进档案的文件")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True


class ArchiveForm(forms.Form):
    """A reason for each item that is due and not there; what was stated before stands already."""

    def __init__(self, data: Any, *, missing: Sequence[IndexLine]) -> None:
        super().__init__(data)
        self.missing = missing
        for line in missing:
            self.fields[f"reason_{line.key}"] = forms.CharField(
                label=_("缺“%(item)s”的原因") % {"item": _(line.label)}, max_length=200, initial=line.reason,
                error_messages={"required": _("请写明为什么没有“%(item)s”") % {"item": _(line.label)}},
            )  # fmt: skip

    def reasons(self) -> dict[DossierItem, str]:
        return {line.item: self.cleaned_data[f"reason_{line.key}"] for line in self.missing}
