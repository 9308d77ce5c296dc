"""What is drawn without Django's templates is letter for letter what they give."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from core.forms import Chips, DateInParts, DatePicker, RadioChips
from core.sentences import Sentence, say
from core.widget_drawing import DRAWN, DrawnWidgets

CHOICES = [
    ("", gettext_lazy("全部")), ("a&b", 'A "quoted" <b>label</b>'), (3, 1234567), ("safe", mark_safe("<i>x</i>")),
    ("said", say("%(hours)s小时", hours="1.5")), ("word", Sentence("学习中")),
    ("一组", [("x", "甲"), ("y", "乙")]), (None, "none"),
]  # fmt: skip


class Everything(forms.Form):
    """Each kind of widget, some with attributes of every kind."""

    text = forms.CharField(
        max_length=5, min_length=2, help_text="x",
        widget=forms.TextInput({"data-a": 'a"b', "hidden": True, "lang": False, "size": 1234, "title": Sentence("学习中")}),
    )  # fmt: skip
    number = forms.IntegerField(min_value=1000, max_value=2000)
    decimal = forms.DecimalField(localize=True)
    email = forms.EmailField()
    url = forms.URLField(assume_scheme="https")
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField()
    picked = forms.DateField(widget=DatePicker)
    time = forms.TimeField()
    moment = forms.DateTimeField()
    parts = DateInParts()
    yes = forms.BooleanField()
    file = forms.FileField()
    clearable = forms.ImageField(required=False)
    plain_file = forms.FileField(widget=forms.FileInput)
    notes = forms.CharField(widget=forms.Textarea)
    one = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    radio_chips = forms.ChoiceField(choices=CHOICES, widget=RadioChips({"class": "x"}))
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    chips = forms.MultipleChoiceField(choices=CHOICES, widget=Chips)
    maybe = forms.NullBooleanField()


ANSWERS = {
    "text": '<script>"', "number": "12", "decimal": "1234.5", "day": date(2026, 11, 30), "yes": "on", "one": "a&b",
    "several": ["said", "x"], "radio": "3", "boxes": ["", "y"], "chips": ["safe"], "notes": "<\n>", "hidden": "0",
    "maybe": "true",
}  # fmt: skip


def drawn(form: forms.Form) -> list[str]:
    whole = [str(bound) for bound in form]
    return whole + [choice.tag() for bound in form for choice in bound.subwidgets if bound.use_fieldset]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "given",
    [{}, {"initial": ANSWERS}, {"data": ANSWERS}, {"data": {}}],
    ids=["blank", "set", "sent", "refused"],
)
def test_every_widget_looks_as_django_draws_it(language: str, given: dict[str, Any]) -> None:
    with override(language):
        ours = drawn(Everything(**given, renderer=DrawnWidgets()))
        djangos = drawn(Everything(**given, renderer=DjangoTemplates()))
    assert ours == djangos


def test_all_that_is_drawn_here_was_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    render = DrawnWidgets.render

    def note(self: Any, template_name: str, context: Any, request: Any = None) -> Any:
        seen.add(template_name)
        return render(self, template_name, context, request)

    monkeypatch.setattr(DrawnWidgets, "render", note)
    drawn(Everything(renderer=DrawnWidgets()))
    # By others, or by no field of a form.
    inside = {"input", "input_option", "select_option", "tel", "search"}
    assert {name for name in DRAWN if name.split("/")[-1].removesuffix(".html") not in inside} <= seen


def test_a_select_with_options_of_its_own_stays_with_its_templates() -> None:
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/checkbox_option.html"

    field = forms.ChoiceField(choices=[("a", "甲")], widget=Own)
    form = type("Form", (forms.Form,), {"field": field})
    assert str(form(renderer=DrawnWidgets())["field"]) == str(form(renderer=DjangoTemplates())["field"])
