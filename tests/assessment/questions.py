"""Questions of every kind, made for tests: a strategy that hypothesis draws from, and a few by hand."""

from __future__ import annotations

from hypothesis import strategies as st

from assessment.rules.wording import FALSE, KEYS, TRUE, QuestionDetails, comparable, trouble_with
from assessment.words import QuestionKind, TagKind

SIGNS = "~=#{}:\\%[]*<>&$/-\"'|@ \n.)0123456789ABCDT社工法条“”，。é"
TEXTS = st.text(alphabet=SIGNS, min_size=1, max_size=30).map(str.strip).filter(bool)
LINES = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def questions(draw: st.DrawFn, *, kinds: tuple[QuestionKind, ...] = tuple(QuestionKind)) -> QuestionDetails:
    """A question that the bank takes."""
    kind = draw(st.sampled_from(kinds))
    options = draw(_options(kind))
    whys = draw(st.one_of(st.just(()), st.tuples(*(st.one_of(st.just(""), TEXTS) for _option in options))))
    details = QuestionDetails(
        code=draw(st.one_of(st.just(""), LINES)), kind=kind, stem=draw(TEXTS), options=options,
        explanation=draw(st.one_of(st.just(""), TEXTS)), whys=whys if any(whys) else (),
        title=draw(st.one_of(st.just(""), LINES)),
        category=draw(st.sampled_from(["", "法规", "法规/第三章", "a:b=c"])),
        tags=draw(st.sampled_from([(), ((TagKind.SUBJECT, "政策"), (TagKind.LAW, "pipl#第十七条"), (TagKind.FREE, "重点"))])),
    )  # fmt: skip
    assert not trouble_with(details)
    return details


@st.composite
def _options(draw: st.DrawFn, kind: QuestionKind) -> tuple[tuple[str, bool], ...]:
    if kind is QuestionKind.TRUE_FALSE:
        is_true = draw(st.booleans())
        return (TRUE, is_true), (FALSE, not is_true)
    least = {QuestionKind.SHORT: 0, QuestionKind.MULTIPLE: 3}.get(kind, 2)
    texts = draw(st.lists(TEXTS, min_size=least, max_size=len(KEYS), unique_by=comparable))
    if kind is QuestionKind.SHORT:
        return tuple((text, True) for text in texts)
    right = draw(st.integers(2, len(texts) - 1)) if kind is QuestionKind.MULTIPLE else 1
    chosen = set(draw(st.permutations(range(len(texts))))[:right])
    return tuple((text, at in chosen) for at, text in enumerate(texts))
