"""Audio and video in the editors' admin: a list and its form. Nothing in it leads to a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import Recording
from cms.recording_forms import RecordingForm
from cms.services import recordings
from core import clock
from core.errors import RuleBroken

# Whoever passes the admin's own door is an editor.
register_permission_policy(Recording, BlanketPermissionPolicy(Recording))


class _Writes:
    """The form's values go through the service, as everywhere."""

    def save_instance(self) -> Recording:
        row = self.form.save(commit=False)  # type: ignore[attr-defined]
        return recordings.keep(recording=row, by=self.request.by, at=clock.now())  # type: ignore[attr-defined]


class AddView(_Writes, generic.CreateView):
    """A new recording."""


class EditView(_Writes, generic.EditView):
    """A recording: its words, or another file."""


class DeleteView(generic.DeleteView):
    """Refused while a page plays it: the block would be empty without a word."""

    def delete_action(self) -> None:
        recordings.delete(recording=self.object, by=self.request.by, at=clock.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except RuleBroken as refusal:
            messages.error(self.request, refusal.message)
            return redirect("recordings:edit", self.object.pk)
        return answer


class RecordingViewSet(ModelViewSet):
    model = Recording
    name = "recordings"
    icon = "media"
    menu_label = _("音视频")
    menu_order = 350
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    list_display = ("title", "kind", "format")
    list_filter = ("kind",)
    search_fields = ("title",)
    search_backend_name = None  # substrings, as Chinese is searched

    def get_form_class(self, for_update: bool = False) -> Any:
        return RecordingForm
