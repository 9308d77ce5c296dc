"""Words of questions."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class QuestionKind(Word):
    """How a question is answered and scored."""

    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
