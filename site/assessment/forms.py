"""The filter of the bank, and the file or text that questions are read from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assessment import formats
from assessment.formats import MOST_BYTES
from assessment.querysets import QuestionQuerySet
from assessment.words import QuestionFormat, QuestionKind, QuestionState

MOST_PASTED = 200_000


def labelled(words: Any, everything: object) -> list[tuple[str, object]]:
    return [("", everything), *((word.value, _(word.label)) for word in words)]


class BankFilterForm(forms.Form):
    """It stands in the address, so that a list can be sent to a colleague and exported."""

    text = forms.CharField(label=_("题干、题号或分类"), required=False, max_length=60)
    tag = forms.CharField(label=_("标签或法条"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("题型"), required=False, choices=labelled(QuestionKind, _("全部")))
    state = forms.ChoiceField(label=_("状态"), required=False, choices=labelled(QuestionState, _("全部")))

    def chosen(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """The questions that the valid form asks for."""
        data = self.cleaned_data
        if data["text"]:
            questions = questions.saying(data["text"])
        if data["tag"]:
            questions = questions.tagged(data["tag"])
        if data["kind"]:
            questions = questions.of_kind(QuestionKind(data["kind"]))
        return questions.in_state(QuestionState(data["state"])) if data["state"] else questions


class QuestionsForm(forms.Form):
    """A file or a pasted text; the format is recognised unless it is named."""

    upload = forms.FileField(
        label=_("文件"),
        required=False,
        max_length=200,
        error_messages={"empty": _("文件是空的。请确认有内容后再上传。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.txt,.gift,.xml"}),
        help_text=_("Excel 模板、GIFT、Aiken 或 Moodle XML，不超过4 MB。"),
    )
    pasted = forms.CharField(
        label=_("或者粘贴文本"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("GIFT、Aiken 或 Moodle XML。题与题之间空一行。"),
    )
    file_format = forms.ChoiceField(
        label=_("格式"), required=False, choices=labelled(QuestionFormat, _("自动识别"))
    )

    def clean_upload(self) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = self.cleaned_data["upload"]
        if upload is not None and (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("文件超过4 MB。请分成几个文件再导入。"))
        return upload

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and bool(found.get("upload")) == bool((found.get("pasted") or "").strip()):
            raise forms.ValidationError(_("请选一个文件，或者粘贴文本，两者取其一。"))
        return found

    def content(self) -> tuple[str, bytes, QuestionFormat]:
        """Name, bytes and format, of a valid form."""
        upload: UploadedFile[bytes] | None = self.cleaned_data["upload"]
        content = upload.read() if upload else self.cleaned_data["pasted"].encode()
        name = str(upload.name) if upload else str(_("粘贴的文本"))
        chosen = self.cleaned_data["file_format"]
        return name, content, QuestionFormat(chosen) if chosen else formats.guess(content)


class ConfirmForm(forms.Form):
    without_refused = forms.BooleanField(label=_("先导入其余的题"), required=False)


class ExportForm(BankFilterForm):
    """The filter of the list, and the format that is wanted."""

    file_format = forms.ChoiceField(
        label=_("格式"), choices=[(word.value, _(word.label)) for word in QuestionFormat]
    )
    rest = forms.BooleanField(required=False)


class MoveForm(forms.Form):
    to = forms.ChoiceField(choices=QuestionState.choices)
