"""What a search compares, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from cms.rules.ranking import Read, Weights, answer, marked, snippet
from cms.rules.searching import MOST_PIECES, Wanted, joined, pieces, pieces_of_word, synonyms_of, words_of

SAME = synonyms_of(["社工 = 社会工作者", "走访 = 入户 = 家访 # 同一件事", "# 说明", ""])


def test_a_run_of_chinese_is_cut_into_pairs_and_latin_words_stay_whole() -> None:
    assert pieces("入户走访2023年GB") == ["入户", "户走", "走访", "入", "户", "走", "访", "2023", "年", "gb"]
    assert pieces("ＧＢ／Ｔ１２") == ["gb", "t12"]
    assert pieces_of_word("家") == ["家"]


def test_line_breaks_inside_words_vanish_and_those_between_sentences_stay() -> None:
    assert joined("未成\n年人司 法社会\n\n工作。\n第二段") == "未成年人司法社会工作。\n第二段"
    assert joined("a\x00b　中 文") == "a b 中文"


def test_what_people_put_around_a_question_is_not_looked_for() -> None:
    assert [word.typed for word in words_of("怎么做家庭预算的记录？", {})] == ["做家庭预算", "记录"]
    assert [word.typed for word in words_of("什么", {})] == ["什么"]  # nothing else was typed
    assert words_of(" ，。!? ", {}) == []


def test_a_known_word_inside_a_run_is_a_word_with_its_synonyms() -> None:
    assert words_of("社工家访要点", SAME) == [
        Wanted(("社工", "社会工作者")),
        Wanted(("家访", "走访", "入户")),
        Wanted(("要点",)),
    ]


@given(st.text(max_size=200))
def test_no_query_asks_for_more_than_the_limit(query: str) -> None:
    words = words_of(query, SAME)
    assert sum(len(pieces_of_word(word.typed)) for word in words) <= MOST_PIECES
    assert all(piece in pieces(word.typed) for word in words for piece in pieces_of_word(word.typed))


@given(st.text(max_size=300), st.text(min_size=1, max_size=10))
def test_marking_loses_nothing_of_the_text(text: str, query: str) -> None:
    assert "".join(part for part, _hit in marked(text, words_of(query, SAME))) == text


def _score(page: Read, query: str) -> float:
    return answer(page, words_of(query, SAME), Weights({}, among=100)).score


def test_the_title_goes_before_headings_and_these_before_the_text() -> None:
    title = Read("入户走访", "", "别的")
    heading = Read("别的", "入户走访", "别的")
    body = Read("别的", "别的", "说说入户走访")
    assert _score(title, "入户走访") > _score(heading, "入户走访") > _score(body, "入户走访") > 0


def test_words_that_stand_together_go_before_words_far_apart() -> None:
    near = Read("", "", "心理疏导用于未成年人。" + "别的话。" * 200)
    far = Read("", "", "心理疏导。" + "别的话。" * 200 + "未成年人")
    assert _score(near, "未成年人 心理疏导") > _score(far, "未成年人 心理疏导") > 0


def test_what_was_typed_goes_before_what_only_means_the_same() -> None:
    typed, synonym = Read("", "", "家访的步骤"), Read("", "", "走访的步骤")
    assert _score(typed, "家访") > _score(synonym, "家访") > 0


def test_letters_are_the_initials_of_a_title_or_its_pinyin_from_a_syllable_on() -> None:
    page = Read("岗前培训", "", "", initials="gqpx", spelled=" gangqianpeixun qianpeixun peixun xun")
    assert _score(page, "gqpx") > 0
    assert _score(page, "peixun") > 0
    assert _score(page, "eixun") == 0
    assert _score(page, "g") == 0


def test_the_snippet_begins_with_the_sentence_of_the_hit() -> None:
    body = "开头的话。" * 40 + "入户走访前先预约。" + "后面的话。" * 40
    wanted = words_of("走访", {})
    place = answer(Read("", "", body), wanted, Weights({}, among=10)).place
    parts = snippet(body, place, wanted)
    assert parts[0] == ("入户", False)
    assert parts[1] == ("走访", True)
    assert parts[-1] == ("…", False)
