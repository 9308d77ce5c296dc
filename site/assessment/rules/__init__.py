"""Pure rules of questions: what can be asked, and what an answer is worth."""

from assessment.rules.scoring import Marks, has_passed, score, shown_points
from assessment.rules.wording import QuestionDetails, problem_of, problem_of_tags, trouble_with

__all__ = [
    "Marks",
    "QuestionDetails",
    "has_passed",
    "problem_of",
    "problem_of_tags",
    "score",
    "shown_points",
    "trouble_with",
]
