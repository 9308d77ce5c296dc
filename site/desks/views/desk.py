"""The desk: what waits, and the few things that a person of this role looks for first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core import clock
from desks import queries
from inbox.todos import todo_items
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def desk(request: BanyanRequest) -> HttpResponse:
    """Learners go straight to their next lesson; whoever holds a role sees the office."""
    if not request.by.roles:
        return redirect("learning:home")
    today = clock.today()
    context = {
        "todos": todo_items(request.by, on=today),
        "grants": request.by.grants,
        "classes": queries.coming_classes(request.by, on=today),
        "new_workers": queries.new_workers(request.by, on=today),
        "may_see_people": bool(request.by.scope(Permission.VIEW_PEOPLE)),
        "today": today,
    }
    return render(request, "desks/desk.html", context)
