from datetime import timedelta
import pytest
from core import events
from tests.lessons import complete, pages
from tests.mentorship.conftest import banyan, meeting  # noqa
from organisations.roles import Role
from organisations.authority import SYSTEM
from certification.services import registrations
from certification.services.registrations import PeriodDetails
from certification.words import *
from datetime import date
pytestmark = pytest.mark.journey
def shot(p, name):
    w = p.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    print("WIDTH", name, w, p.evaluate("""Array.from(document.querySelectorAll('main *')).filter(e=>e.getBoundingClientRect().right>document.documentElement.clientWidth+1).map(e=>e.tagName+'.'+e.className).slice(0,8).join(' ')"""))
    p.screenshot(path=f"/tmp/banyan/shots/{name}.png", full_page=True)
def test_shots(course, banyan, meeting, places, cast, screen_of, at):
    worker = banyan.workers[0]
    for page in pages(course):
        complete(page, worker, at - timedelta(days=1))
    events.deliver_pending()
    registrations.add(person=worker, details=PeriodDetails(RegistrationLevel.ASSISTANT, RegistrationKind.FIRST, date(2025,6,1)), by=SYSTEM, at=at)
    officer = cast.with_role("钟国强", Role.OFFICER, places.county)
    with screen_of(worker) as p:
        p.goto("/certificates/"); shot(p,"list")
        p.get_by_role("link", name="岗前培训").first.click(); shot(p,"certificate")
        url = p.locator(".address a").get_attribute("href")
        p.goto("/certificates/registration/"); shot(p,"registration")
        p.goto("/studios/confirm/"); shot(p,"confirm")
        p.goto("/studios/"); shot(p,"studios")
    with screen_of(banyan.lead) as p:
        p.goto(f"/studios/{banyan.studio.public_id}/"); shot(p,"studio")
        p.goto(f"/studios/groups/{banyan.group.public_id}/record/"); shot(p,"record")
        p.goto(f"/studios/meetings/{meeting.public_id}/"); shot(p,"meeting")
    with screen_of(officer) as p:
        p.goto(f"/studios/{banyan.studio.public_id}/"); shot(p,"counts")
        p.goto(f"/certificates/people/{worker.public_id}/"); shot(p,"person")
        p.goto(f"/certificates/people/{worker.public_id}/registration/add/"); shot(p,"addreg")
    with screen_of(None, scripts=False) as p:
        code = url.rstrip("/").split("/")[-1]
        p.goto(f"/verify/{code}/"); shot(p,"verify")
        p.goto(f"/verify/{code[:-1]}{'0' if code[-1]!='0' else '1'}/"); shot(p,"mistyped")
