"""What is taught (pages, in `pages`) and what happened (programmes, classes, sessions, attendance, progress)."""

from courses.models.classes import ClassSession, Programme, TrainingClass
from courses.models.lessons import Course, Lesson
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage
from courses.models.progress import CourseCompletion, LessonProgress
from courses.models.records import Attendance, Enrolment
from courses.models.requests import LateMarkRequest

__all__ = [
    "Attendance",
    "ClassSession",
    "Course",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "LateMarkRequest",
    "Lesson",
    "LessonPage",
    "LessonProgress",
    "Programme",
    "TrainingClass",
]
