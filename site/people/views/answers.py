"""How the form pages of people and organisations answer: one template, and a broken rule stands at the form."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from people.requests import BanyanRequest


def accepted(form: Form, change: Callable[[], object]) -> bool:
    """Make the change of a valid form; where a rule says no, the form says it and keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        change()
    except RuleBroken as broken:
        form.add_error(None, broken.message)
        return False
    return True


def form_page(
    request: BanyanRequest,
    form: Form,
    *,
    title: str,
    action: str,
    back: str,
    about: str = "",
    warns: bool = False,
) -> HttpResponse:
    """A page with one form: its title, whom or what it is about, the words on its button and the way back."""
    context = {"form": form, "title": title, "about": about, "action": action, "back": back, "warns": warns}
    return render(request, "people/form.html", context)


def done(request: BanyanRequest, address: str) -> HttpResponseRedirect:
    """Back to the object, saying that it is saved and nothing about whom."""
    messages.success(request, _("已保存"))
    return redirect(address)
