"""Words of laws. On top of nothing, so that rules and models may use them."""

from core.words import Word
from core.words import gettext_noop as _


class LawKind(Word):
    """What sort of text a law is."""

    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    RULE = "rule", _("部门规章")
    LOCAL = "local", _("地方性法规和规章")
    DOCUMENT = "document", _("政策文件")
    STANDARD = "standard", _("标准")
