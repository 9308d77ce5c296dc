"""What is taught (pages, in `pages`) and what happened (programmes, classes, sessions, attendance, progress)."""

from courses.models.classes import ClassSession, Programme, TrainingClass
from courses.models.records import Attendance, Enrolment

__all__ = ["Attendance", "ClassSession", "Enrolment", "Programme", "TrainingClass"]
