"""The switch between the desks of one person."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.actions import once
from desks.footing import CHOSEN, footing
from people.access import member_required
from people.requests import BanyanRequest


@require_POST
@member_required
@once
def switch(request: BanyanRequest) -> HttpResponse:
    """Sit down at another desk: its menu and its home. A desk that the person does not have changes nothing."""
    chosen = request.POST.get("desk", "")
    if chosen in footing(request).desks:
        request.session[CHOSEN] = chosen
    return redirect("desks:desk")
