"""What changed between two versions of a lesson, told in its paragraphs."""

from courses.rules.changes import Changes, changes_between, paragraphs


def test_paragraphs_are_the_texts_of_all_blocks_without_markup_ids_and_numbers() -> None:
    blocks = [
        {"type": "paragraph", "value": "<p>一、<b>接案</b></p><p>二&amp;三</p>", "id": "a"},
        {"type": "key_points", "value": [{"type": "item", "value": "要点", "id": "b"}], "id": "c"},
        {"type": "image", "value": {"image": 3, "alt": "示意图", "caption": ""}, "id": "d"},
    ]
    assert paragraphs(blocks) == ["一、接案", "二&三", "要点", "示意图"]


def test_added_removed_and_rewritten_paragraphs_are_told_apart() -> None:
    before, after = ["甲", "乙", "丙", "丁"], ["甲", "乙二", "丙", "丁", "戊"]
    assert changes_between(before, after) == Changes(added=("戊",), rewritten=(("乙", "乙二"),))
    assert changes_between(before, ["甲", "丁"]) == Changes(removed=("乙", "丙"))
    assert not changes_between(before, before)
