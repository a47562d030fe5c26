"""Characters that are typed alike."""

from ecqa.text.pinyin import alike, sounds


def test_a_character_has_the_pinyin_of_each_of_its_readings_without_tones():
    assert sounds("行") == {"xing", "hang", "heng"}
    assert sounds("绿") == {"lü", "lu"}
    assert sounds("购") == {"gou"}


def test_what_is_no_chinese_character_has_no_pinyin():
    assert sounds("a") == sounds("2") == sounds("，") == frozenset()
    assert alike("a") == ()


def test_alike_are_simplified_characters_of_a_shared_reading_and_not_the_character_itself():
    assert {"够", "狗", "勾"} <= set(alike("购"))
    assert "购" not in alike("购")
    assert "購" not in alike("购")  # traditional
    assert "流" not in alike("购")
    assert {"陶", "逃"} <= set(alike("淘"))


def test_being_alike_is_mutual():
    for one, other in (("购", "够"), ("算", "蒜"), ("宏", "红"), ("行", "航")):
        assert other in alike(one)
        assert one in alike(other)
