"""The paper path: a signed sheet is typed in with its scan, and the scan is given back to whoever runs the class."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from courses.forms.paper import PaperForm
from courses.paper_querysets import all_paper_sheets
from courses.querysets import all_attendances, people_of_class
from courses.services import paper
from courses.views.run import session_run_by
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def session_paper(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """A row for everybody on the list, as on the paper."""
    session = session_run_by(request, public_id)
    people = list(people_of_class(session.training_class))
    standing = {one.person_id: one for one in all_attendances().filter(session=session)}
    given = (request.POST or None, request.FILES or None)
    form = PaperForm(*given, session=session, people=people, standing=standing, by=request.by)
    if request.method == "POST" and form.is_valid():
        rows, content, reason = (form.cleaned_data[name] for name in ("rows", "file", "reason"))
        try:
            paper.type_sheet(
                session=session, rows=rows, content=content, reason=reason, by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("纸质签到表已录入"))
            return redirect("courses:session_detail", public_id=public_id)
    typed = all_paper_sheets().of_session(session)
    return render(request, "courses/session_paper.html", {"form": form, "session": session, "typed": typed})


@member_required
def paper_scan(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The scan of a paper sheet, given back as it came."""
    sheet = get_object_or_404(all_paper_sheets().run_by(request.by), public_id=public_id)
    if sheet.file is None:
        raise Http404
    return attachment(sheet.file, name=f"{_('纸质签到表')}.{sheet.file_kind}")
