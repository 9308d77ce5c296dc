"""Forms of meetings: they parse and check, they never save."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from mentorship.models import GroupMember
from mentorship.rules import LEAST_MINUTES, MOST_MINUTES
from mentorship.services.meetings import MeetingDetails, Participant
from mentorship.words import MeetingFormat


def _minutes_field(**options: object) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        error_messages={
            "required": _("请填写时长"),
            "invalid": _("请用数字填写分钟数"),
            "min_value": _("时长至少1分钟"),
            "max_value": _("时长最多480分钟，更长的活动请分两次记录"),
        },
        **options,  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class ParticipantRow:
    """A line of the list: the name, whether they came, and minutes where they differ."""

    name: str
    came: BoundField
    minutes: BoundField


class MeetingForm(forms.Form):
    """One meeting of one group. Minutes are given once; only exceptions are typed per person."""

    held_on = forms.DateField(
        label=_("日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写活动日期"), "invalid": _("请按2026-03-16这样填写日期")},
    )
    starts_at = forms.TimeField(
        label=_("开始时间"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("请填写开始时间"), "invalid": _("请按14:30这样填写时间")},
    )
    minutes = _minutes_field(label=_("时长（分钟）"))
    topic = forms.CharField(
        label=_("主题"),
        max_length=120,
        help_text=_("只写研讨的主题，不写服务对象的姓名、电话和住址"),
        error_messages={"required": _("请填写主题"), "max_length": _("主题最多120个字")},
    )
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    format = forms.ChoiceField(label=_("形式"), choices=MeetingFormat.choices)

    def __init__(self, *args: object, members: Sequence[GroupMember], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.members = members
        for member in members:
            self.fields[f"came_{member.pk}"] = forms.BooleanField(label=member.person.name, required=False)
            self.fields[f"minutes_{member.pk}"] = _minutes_field(
                label=_("%(name)s的分钟数") % {"name": member.person.name}, required=False
            )

    def details_fields(self) -> list[BoundField]:
        """The fields about the meeting itself."""
        return [self[name] for name in ("held_on", "starts_at", "minutes", "topic", "place", "format")]

    def participant_rows(self) -> Iterator[ParticipantRow]:
        for member in self.members:
            yield ParticipantRow(member.person.name, self[f"came_{member.pk}"], self[f"minutes_{member.pk}"])

    def details(self) -> MeetingDetails:
        given = self.cleaned_data
        return MeetingDetails(
            held_on=given["held_on"], starts_at=given["starts_at"], minutes=given["minutes"], topic=given["topic"],
            place=given["place"], format=MeetingFormat(given["format"]),
        )  # fmt: skip

    def participants(self) -> list[Participant]:
        """Who is ticked, each with their own minutes or those of the meeting."""
        given = self.cleaned_data
        return [
            Participant(member.person, given[f"minutes_{member.pk}"] or given["minutes"])
            for member in self.members
            if given[f"came_{member.pk}"]
        ]


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("哪里与实际不符"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text=_("只有您和工作室的记录人能看到。不写服务对象的姓名、电话和住址"),
        error_messages={"required": _("请写明哪里与实际不符"), "max_length": _("最多500个字")},
    )


class AmendForm(forms.Form):
    minutes = _minutes_field(label=_("改为（分钟）"))
