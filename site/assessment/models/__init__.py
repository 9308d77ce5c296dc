"""Questions and their versions, checks and papers made of them, and what people answered."""

from assessment.models.attempts import Answer, Attempt
from assessment.models.papers import Paper, PaperItem, PaperVersion
from assessment.models.questions import Check, CheckItem, Question, QuestionTag, QuestionVersion
from assessment.models.sittings import SavedAnswer, Sitting

__all__ = [
    "Answer",
    "Attempt",
    "Check",
    "CheckItem",
    "Paper",
    "PaperItem",
    "PaperVersion",
    "Question",
    "QuestionTag",
    "QuestionVersion",
    "SavedAnswer",
    "Sitting",
]
