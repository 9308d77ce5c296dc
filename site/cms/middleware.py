"""The door of the editors' admin, in front of every address under /cms/."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from cms.release import NotReleasable
from cms.services import editors
from core.language import shown
from organisations.roles import Permission

ADMIN = "/cms/"
# Pages that list accounts: for a superuser made in the shell, nobody else.
ACCOUNTS = ("/cms/users/", "/cms/groups/", "/cms/reports/", "/cms/workflows/")
# Wagtail would keep a name and a picture of its own there; names stand in the roster alone.
OWN_ACCOUNT = "/cms/account/"


class EditorsOnly:
    """Anonymous people go to the log-in page; an account without the editor's role today gets no further."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Runs behind the log-in, and inside the handling of errors that gives 403 and 404 their pages."""
        if not request.path.startswith(ADMIN):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.user.is_superuser:
            return None
        may_edit, may_publish = (
            bool(request.by.scope(one))  # type: ignore[attr-defined]
            for one in (Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
        )
        editors.follow_grant(account=request.user, may_edit=may_edit, may_publish=may_publish)
        if not may_edit:
            raise PermissionDenied("编辑后台只对内容编辑开放。请联系上级主管部门授权。")
        if request.path.startswith(ACCOUNTS):
            raise Http404
        if request.path.startswith(OWN_ACCOUNT):
            return HttpResponseRedirect("/desk/")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What can't be published leads back to its draft, with the reasons."""
        if not isinstance(exception, NotReleasable):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: NotReleasable) -> HttpResponse:
    """The draft's page with every reason; a window of the admin is told where to go instead."""
    for one in refusal.refusals:
        text = format_html('{} <a href="{}">{}</a>', shown(one.reason), one.url, gettext("去处理"))
        messages.error(request, text)
    page = reverse("wagtailadmin_pages:edit", args=[refusal.page.pk])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": page})
    return HttpResponseRedirect(page)
