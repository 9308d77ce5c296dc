"""Hears from the editors' admin that a lesson was published; what follows is a service's business."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from core import clock
from courses.models import LessonPage
from courses.services import checks, splits
from organisations.authority import SYSTEM


def publish_check(sender: type, instance: LessonPage, **kwargs: Any) -> None:
    """Who published stands in Wagtail's own log; the check follows by itself."""
    checks.publish(page=instance, by=SYSTEM, at=clock.now())
    splits.carry_over(lesson=instance.lesson, by=SYSTEM, at=clock.now())


def listen() -> None:
    page_published.connect(publish_check, sender=LessonPage, dispatch_uid="courses.publish_check")
