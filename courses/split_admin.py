"""The editors' page that cuts a lesson in two: it makes the second lesson and says what happens to learners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import clock
from core.errors import RuleBroken
from courses.models import LessonPage
from courses.services import splits


class SplitForm(forms.Form):
    title = forms.CharField(label=_("拆出的一节的标题"), max_length=120)
    slug = forms.SlugField(
        label=_("网址中的名称"), max_length=80, help_text=_("英文小写、数字和连字符，同一章里不重复。")
    )


class SplitView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Whoever may not edit the page is turned away by the admin's own door and by the service."""

    page_title = _("拆成两节")
    header_icon = "cut"
    template_name = "courses/admin/split.html"
    form_class = SplitForm
    lesson_page: LessonPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.lesson_page = get_object_or_404(LessonPage, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.lesson_page.title)

    def form_valid(self, form: SplitForm) -> HttpResponse:
        by = self.request.by  # type: ignore[attr-defined]
        title, slug = form.cleaned_data["title"], form.cleaned_data["slug"]
        if self.lesson_page.get_siblings().filter(slug=slug).exists():
            form.add_error("slug", _("同一章里已经有这个名称。请换一个。"))
            return self.form_invalid(form)
        try:
            made = splits.split(page=self.lesson_page, title=title, slug=slug, by=by, at=clock.now())
        except RuleBroken as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(
            self.request, _("已拆出一节草稿。请在两节里各留该留的内容、分钟数和测验题，再一起发布。")
        )
        return redirect("wagtailadmin_pages:edit", made.pk)


ADDRESSES = [path("lessons/<int:pk>/split/", SplitView.as_view(), name="lesson_split")]
