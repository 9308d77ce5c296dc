"""Answers to the questions that the facts raise before a filing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from core.text_guard import Trace, traces
from reporting.models import FilingDraft
from reporting.querysets.filing_drafts import last_change_of
from reporting.rules.questions import Answer
from reporting.words import Disposition, QuestionKind

LONGEST_REMARK = 200
_NEVER = {Trace.IDENTITY_NUMBER, Trace.PHONE}


class QuestionsForm(ChangeForm):
    """For each kind of question with rows: what it is about, and a remark in words.

    It begins with what a draft says. To save a draft no answer must be complete (`is_draft`); either way whoever has
    not seen the last change of the draft is shown it first.
    """

    def __init__(
        self,
        data: Any,
        *,
        kinds: Sequence[QuestionKind],
        draft: FilingDraft | None = None,
        is_draft: bool = False,
    ) -> None:
        super().__init__(
            data,
            initial=_said_in(draft, kinds) if draft else {},
            last_change=lambda: last_change_of(draft) if draft else None,
        )
        self.kinds = kinds
        self.revision = draft.revision if draft else 0
        for kind in kinds:
            self.fields[f"answer-{kind.value}"] = forms.ChoiceField(
                label=_("情况"), choices=Disposition.choices()[:2], widget=forms.RadioSelect,
                error_messages={"required": _("请选择情况：已核实，或者免予更正")},
            )  # fmt: skip
            self.fields[f"remark-{kind.value}"] = forms.CharField(
                label=_("备注"), max_length=LONGEST_REMARK, help_text=_("随报送一起保存。不写姓名、电话和身份证号。"),
                error_messages={"required": _("请写明核对的结果")},
            )  # fmt: skip
        for field in self.fields.values():
            field.required = not is_draft

    @property
    def seen(self) -> str:
        """The revision of the draft that the page shows; questions come and go by themselves."""
        return str(self.revision)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for kind in self.kinds:
            name = f"remark-{kind.value}"
            if any(found.trace in _NEVER for found in traces(data.get(name, ""))):
                self.add_error(name, _("备注里有电话或身份证号。请删去，写核对的结果就可以。"))
        return data

    def answers(self) -> dict[QuestionKind, Answer]:
        """Of a valid form."""
        data = self.cleaned_data
        return {
            kind: Answer(Disposition(data[f"answer-{kind.value}"]), data[f"remark-{kind.value}"])
            for kind in self.kinds
        }

    def said(self) -> dict[QuestionKind, tuple[str, str]]:
        """Of a valid form: disposition and remark of each kind, as far as they were given."""
        data = self.cleaned_data
        return {
            kind: (data.get(f"answer-{kind.value}", ""), data.get(f"remark-{kind.value}", ""))
            for kind in self.kinds
        }

    def fields_of(self) -> Iterator[tuple[QuestionKind, list[BoundField]]]:
        for kind in self.kinds:
            yield kind, [self[f"answer-{kind.value}"], self[f"remark-{kind.value}"]]


def _said_in(draft: FilingDraft, kinds: Sequence[QuestionKind]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in kinds:
        answer, remark = draft.answers.get(kind.value, ("", ""))
        found |= {f"answer-{kind.value}": answer, f"remark-{kind.value}": remark}
    return found
