"""Finishing the course leads to one certificate, however often and however late the event arrives."""

from datetime import datetime, timedelta

from django.utils import timezone

from certification.handlers import issue_certificate
from certification.querysets import all_certificates
from certification.services.verification import facts_in
from core import events
from core.models import Delivery, Event
from courses.models import CoursePage
from people.models import Person
from tests.lessons import complete, pages


def test_the_last_lesson_of_the_course_issues_the_certificate(
    course: CoursePage, worker: Person, at: datetime
) -> None:
    lessons = pages(course)
    for number, lesson in enumerate(lessons):
        assert all_certificates().count() == 0
        complete(lesson, worker, at + timedelta(days=number))
        events.deliver_pending()
    facts = facts_in(all_certificates().get(person=worker))
    assert (facts.title, facts.minutes) == (course.title, sum(lesson.minutes for lesson in lessons))
    assert facts.course == str(course.course.public_id)
    assert facts.issued_on == (at + timedelta(days=len(lessons) - 1)).date()


def test_three_deliveries_make_one_certificate(course: CoursePage, worker: Person, at: datetime) -> None:
    for number, lesson in enumerate(pages(course)):
        complete(lesson, worker, at + timedelta(days=number))
    events.deliver_pending()
    first = all_certificates().get()
    Delivery.objects.update(state="pending", due_at=timezone.now())
    events.deliver_pending()
    issue_certificate(Event.objects.get(name="courses.course.finished"))
    assert all_certificates().get() == first
    assert Event.objects.filter(name="certification.certificate.issued").count() == 1
