"""The online courses of a class, with what one has done of each."""

from __future__ import annotations

from courses.class_course_querysets import all_class_courses
from courses.models import TrainingClass
from courses.overview import CourseLine, courses_among
from people.models import Person


def courses_of(training_class: TrainingClass, person: Person) -> list[CourseLine]:
    """The published ones in the order of the tree; two questions."""
    chosen = list(all_class_courses().of_class(training_class).values_list("course__public_id", flat=True))
    return courses_among(person, chosen) if chosen else []
