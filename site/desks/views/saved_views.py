"""Save the filters of a page under a name, and forget them again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from desks.forms import ViewForm
from desks.queries.saved_views import all_views
from desks.rules.saved_views import saved_address
from desks.services import saved_views
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def view_new(request: BanyanRequest) -> HttpResponse:
    """`address` names the page. Without one the page says how to come by it; what is no view of this site is not found."""
    data = request.POST if request.method == "POST" else request.GET
    address = saved_address(data.get("address", ""))
    if not address and (request.method == "POST" or "address" in data):
        raise Http404
    form = ViewForm(request.POST or None, initial={"address": address})
    if request.method == "POST" and form.is_valid():
        try:
            saved_views.save(name=form.cleaned_data["name"], address=address, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("视图已保存，在首页打开。"))
            return redirect(address)
    context = {"form": form, "address": address}
    return render(request, "desks/view_new.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
@actions.once
def view_remove(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    view = get_object_or_404(all_views().of(request.by), public_id=public_id)
    saved_views.remove(view=view, by=request.by, at=clock.now())
    messages.success(request, _("视图已删除"))
    return redirect("desks:desk")
