"""我的学习: the learner's home. What is missing, one tap to go on, and what there is to do."""

from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from desks.footing import footing
from desks.queries import learner
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def home(request: BanyanRequest) -> HttpResponse:
    page = learner.home(request.person, request.by, area_code=footing(request).area_code, at=clock.now())
    return render(request, "desks/learner_home.html", {"home": page})
