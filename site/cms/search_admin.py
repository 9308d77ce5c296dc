"""Synonyms in the editors' admin: a list and its form. Nothing in it leads to a person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import SynonymGroup
from cms.services import synonyms
from core import clock
from core.errors import RuleBroken

# Whoever passes the admin's own door is an editor.
register_permission_policy(SynonymGroup, BlanketPermissionPolicy(SynonymGroup))


class SynonymForm(WagtailAdminModelForm):
    """Two groups that read the same when compared are one: the model asks for that after the words are in order."""

    class Meta:
        model = SynonymGroup
        fields = ["words"]

    def clean_words(self) -> str:
        try:
            return synonyms.in_order(self.cleaned_data["words"])
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal


class _Writes:
    """The form's values go through the service, as everywhere."""

    def save_instance(self) -> SynonymGroup:
        row = self.form.save(commit=False)  # type: ignore[attr-defined]
        return synonyms.keep(group=row, by=self.request.by, at=clock.now())  # type: ignore[attr-defined]


class AddView(_Writes, generic.CreateView):
    """A new group."""


class EditView(_Writes, generic.EditView):
    """A group: its words."""


class DeleteView(generic.DeleteView):
    """Without its group each word finds only itself."""

    def delete_action(self) -> None:
        synonyms.delete(group=self.object, by=self.request.by, at=clock.now())


class SynonymViewSet(ModelViewSet):
    model = SynonymGroup
    name = "synonyms"
    icon = "search"
    menu_label = _("同义词")
    menu_order = 360
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    list_display = ("words",)
    list_per_page = 100
    search_fields = ("words",)
    search_backend_name = None  # substrings, as Chinese is searched

    def get_form_class(self, for_update: bool = False) -> Any:
        return SynonymForm
