"""An official form with whole identity numbers: asked for with a purpose, made for whoever asks, kept a day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from organisations.roles import Permission
from people import proving
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.official import IdentityForm
from reporting.services import official
from reporting.views.official_asked import Ask, ask
from reporting.words import IdentityPurpose


@permission_required(Permission.MANAGE_PEOPLE)
@actions.once
def form_identities(request: BanyanRequest, code: str) -> HttpResponse:
    """Say what for; the file then waits in the list of forms. The address says which form, as its page was asked."""
    asked = ask(request, code)
    if asked.question is None or not official.may_disclose(asked.question, request.by):
        raise Http404
    if not proving.is_recent(request):
        return proving.ask_again(request)
    form = IdentityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _disclose(request, asked, form)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("表已生成，24小时内可以在这里下载，只有您看得到。用完请删除。"))
            return redirect("reporting:official_forms")
    context = {"form": form, "question": asked.question, "back": asked.url("official_form")}
    return render(request, "reporting/official_identities.html", context, status=422 if form.errors else 200)


def _disclose(request: BanyanRequest, asked: Ask, form: IdentityForm) -> None:
    question, data = asked.question, form.cleaned_data
    assert question is not None  # noqa: S101 - the view has seen to it
    official.disclose(
        question=question,
        purpose=IdentityPurpose(data["purpose"]),
        basis=data["basis"],
        by=request.by,
        at=clock.now(),
    )
