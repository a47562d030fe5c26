"""Similar questions stand together."""

from hypothesis import given
from hypothesis import strategies as st

from ecqa.text.grouping import groups


def test_one_question_in_other_words_and_signs_is_one_group():
    texts = ["汕头房价多少", "电商专项资金有多少？", "汕头的房价是多少？？", "電商專項資金有多少", "电商产业园在哪里"]
    assert groups(texts) == [[0, 2], [1, 3], [4]]


def test_the_examples_of_the_module_hold():
    assert groups(["房价多少", "房价是多少？"]) == [[0, 1]]
    assert groups(["电商专项资金", "电商产业园"]) == [[0], [1]]


def test_texts_of_signs_alone_are_one_group():
    assert groups(["？？", "", "!"]) == [[0, 1, 2]]


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_text_is_in_one_group_and_equal_ones_in_the_same(texts):
    found = groups(texts)
    assert sorted(place for group in found for place in group) == list(range(len(texts)))
    assert [len(group) for group in found] == sorted((len(group) for group in found), reverse=True)
    for group in found:
        for place in group:
            assert all(other in group for other, text in enumerate(texts) if text == texts[place])
