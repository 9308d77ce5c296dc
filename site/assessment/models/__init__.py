"""Questions and their versions, checks made of them, and what people answered."""

from assessment.models.attempts import Answer, Attempt
from assessment.models.questions import Check, CheckItem, Question, QuestionVersion

__all__ = ["Answer", "Attempt", "Check", "CheckItem", "Question", "QuestionVersion"]
