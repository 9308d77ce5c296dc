"""What is taught (pages, in `pages`) and what happened (programmes, classes, sessions, attendance, progress)."""

from courses.models.assignments import Assignment, RubricCriterion, Submission
from courses.models.attendance import Attendance, NameCall, NameCallLine, OnlineList, PaperSheet
from courses.models.calendar_feeds import CalendarFeed, RemovedSession
from courses.models.cases import CaseIndexPage, CasePage
from courses.models.class_courses import ClassCourse
from courses.models.class_tests import ClassTest
from courses.models.classes import ClassSession, Programme, TrainingClass
from courses.models.completion import (
    CompletionCorrection,
    CompletionJudgement,
    CompletionResult,
    CompletionTerms,
)
from courses.models.contracts import BudgetLine, ClassContract
from courses.models.dossiers import DossierFile, DossierReason
from courses.models.evaluations import (
    ClassEvaluation,
    EvaluationRound,
    EvaluationTurn,
    EvaluationWords,
    LecturerMark,
)
from courses.models.feedback import Correction, Reflection
from courses.models.lecturers import Lecturer
from courses.models.lessons import Chapter, Course, Lesson
from courses.models.notices import ClassGroupPlace, ClassHandbook, ClassNotice
from courses.models.pace import PaceNote
from courses.models.pages import ChapterPage, CourseIndexPage, CoursePage, LessonPage
from courses.models.places import AdmissionTerms, ClassQuota, OutsideLearner
from courses.models.plans import Equivalent, Pause, PlanAssignment, PlanPeriod, TrainingPlan, Waiver
from courses.models.progress import CourseCompletion, LessonProgress, LessonSplit
from courses.models.records import Enrolment
from courses.models.requests import LateMarkRequest, LeaveRequest

__all__ = [
    "AdmissionTerms",
    "Assignment",
    "Attendance",
    "BudgetLine",
    "CalendarFeed",
    "CaseIndexPage",
    "CasePage",
    "Chapter",
    "ChapterPage",
    "ClassContract",
    "ClassCourse",
    "ClassEvaluation",
    "ClassGroupPlace",
    "ClassHandbook",
    "ClassNotice",
    "ClassQuota",
    "ClassSession",
    "ClassTest",
    "CompletionCorrection",
    "CompletionJudgement",
    "CompletionResult",
    "CompletionTerms",
    "Correction",
    "Course",
    "CourseCompletion",
    "CourseIndexPage",
    "CoursePage",
    "DossierFile",
    "DossierReason",
    "Enrolment",
    "Equivalent",
    "EvaluationRound",
    "EvaluationTurn",
    "EvaluationWords",
    "LateMarkRequest",
    "LeaveRequest",
    "Lecturer",
    "LecturerMark",
    "Lesson",
    "LessonPage",
    "LessonProgress",
    "LessonSplit",
    "NameCall",
    "NameCallLine",
    "OnlineList",
    "OutsideLearner",
    "PaceNote",
    "PaperSheet",
    "Pause",
    "PlanAssignment",
    "PlanPeriod",
    "Programme",
    "Reflection",
    "RemovedSession",
    "RubricCriterion",
    "Submission",
    "TrainingClass",
    "TrainingPlan",
    "Waiver",
]
