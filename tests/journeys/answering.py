"""Answering a lesson's check as a person would, box by box."""

from playwright.sync_api import Page

from courses.models import LessonPage
from courses.overview import asked_in


def tick(phone: Page, page: LessonPage, *, right: bool) -> None:
    """Tick what is right, or of every question one option that is wrong."""
    for version in asked_in(page):
        chosen = version.right_keys if right else {next(o["key"] for o in version.options if not o["right"])}
        for option in version.options:
            box = phone.locator(f'[name="question-{version.pk}"][value="{option["key"]}"]')
            if option["key"] in chosen:
                box.check()
            elif box.get_attribute("type") == "checkbox":
                box.uncheck()
