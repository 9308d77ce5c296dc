"""The start page and, in demo mode, the doors of the personas."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.actions import once
from desks.services.demo.personas import BY_KEY, PERSONAS, username
from people.models import Account
from people.proving import proved_by_tap


def start(request: HttpRequest) -> HttpResponse:
    """What the platform is; whoever is logged in goes to their desk."""
    if request.user.is_authenticated and not settings.DEMO_MODE:
        return redirect("desks:desk")
    personas = PERSONAS if settings.DEMO_MODE else ()
    return render(request, "desks/start.html", {"personas": personas})


@require_POST
@once
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Log in as a persona of the demo. There is no such address outside demo mode."""
    if not settings.DEMO_MODE or key not in BY_KEY:
        raise Http404
    account = Account.objects.filter(username=username(BY_KEY[key])).first()
    if account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    proved_by_tap(request)
    return redirect("desks:desk")
