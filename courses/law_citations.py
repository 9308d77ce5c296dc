"""Lessons cite articles of laws."""

from cms import citations
from cms.page_citations import pages_of
from core.sentences import say
from courses.models import LessonPage


def register() -> None:
    citations.register(pages_of(LessonPage, kind=say("节")))
