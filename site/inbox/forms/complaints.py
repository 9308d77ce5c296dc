"""Forms of 投诉与建议: what anybody may write, the receipt that finds it again, and what an operator answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core import records
from core.addresses import path_alone
from core.forms import RadioChips
from inbox.services.complaints import Handling, Said
from inbox.words import ComplaintCategory, ComplaintState
from people.forms.asking import labelled

LONGEST_PAGE = 200
# Receipts open somebody's answer: their addresses are nobody's to hand on.
SECRET_PAGES = ("/feedback/",)


class ComplaintForm(forms.Form):
    category = forms.ChoiceField(
        label=_("类别"),
        choices=labelled(ComplaintCategory),
        widget=RadioChips,
        initial=ComplaintCategory.SUGGESTION,
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("发生了什么，您希望怎样处理。不用写身份证号，也不用写服务对象的姓名。"),
    )
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=100,
        required=False,
        help_text=_("手机号或邮箱。不留也能凭回执编号看答复。"),
        widget=forms.TextInput({"autocomplete": "tel"}),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        """Only the path: what stands behind the question mark may say more than the writer knows."""
        path = path_alone(self.cleaned_data["page"], longest=LONGEST_PAGE)
        return "" if path.startswith(SECRET_PAGES) else path

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(ComplaintCategory(told["category"]), told["text"], told["contact"], told["page"])


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("回执编号"), max_length=40, help_text=_("提交后页面上的16位编号，字母不分大小写。")
    )

    def clean_code(self) -> str:
        code = records.normalise_code(self.cleaned_data["code"])
        if not records.is_well_formed(code):
            raise forms.ValidationError(_("这个编号有字写错了。请对照提交后页面上的编号重新填写。"))
        return code


class HandlingForm(forms.Form):
    """The button that was pressed says the state."""

    note = forms.CharField(
        label=_("处理记录"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("转给了谁、办到哪一步。只有平台管理员能看到。"),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("答复"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 5}),
        help_text=_("存为处理中时，对方还看不到。"),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=[
            (state.value, state.label) for state in ComplaintState if state is not ComplaintState.WAITING
        ],
        widget=forms.HiddenInput,
    )

    def look_anew(self, revision: int) -> None:
        """What was typed stays; sending it once more is then a decision about what stands now."""
        self.data = dict(self.data.items()) | {"revision": str(revision)}

    def handling(self) -> Handling:
        told = self.cleaned_data
        return Handling(ComplaintState(told["state"]), told["note"], told["answer"], told["revision"])


class QueueForm(forms.Form):
    """The filters of the queue. They stand in the address; what does not fit is no filter."""

    state = forms.ChoiceField(
        label=_("状态"), required=False,
        choices=lambda: [("", _("还没答复的")), *labelled(ComplaintState), ("all", _("全部"))],
    )  # fmt: skip
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=lambda: [("", _("全部")), *labelled(ComplaintCategory)]
    )
