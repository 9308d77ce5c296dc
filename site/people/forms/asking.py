"""What the forms of people and organisations share: they ask in Chinese and offer only what the asker holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.conflicts import ChangeForm
from core.words import Word
from organisations.models import Organisation


def labelled(words: type[Word]) -> list[tuple[str, Any]]:
    """The choices of an enumeration, in the language of the reader."""
    return [(value, _(label)) for value, label in words.choices()]


class AskingForm(ChangeForm):
    """A missing answer is asked for by the name of its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            text = _("请选择%(label)s") if chooses else _("请填写%(label)s")
            field.error_messages["required"] = text % {"label": field.label}


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among organisations by public id; the view sets the queryset to what the asker holds."""

    def __init__(self, **kwargs: Any) -> None:
        empty = Organisation.objects.none()
        super().__init__(queryset=empty, to_field_name="public_id", empty_label=_("请选择"), **kwargs)
        self.error_messages["invalid_choice"] = _("请从列表里选择一个单位")

    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name}（{obj.area_code}）" if obj.area_code else obj.name


class DateField(forms.DateField):
    """A calendar day by the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)
        self.error_messages["invalid"] = _("请按2026-03-16这样填写日期")
