"""Folded text to terms, values; what a question is about; where jieba keeps its cache."""

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ecqa.text.segmentation import bigrams, content_terms, content_words, frequency, is_filler, segment, tokenizer, words


def test_bigrams_overlap_inside_a_run_of_characters_and_never_cross_anything_else():
    assert bigrams("电商促进,办法") == ["电商", "商促", "促进", "办法"]
    assert bigrams("涨 了") == ["涨", "了"]
    assert bigrams("，。!") == bigrams("") == []


def test_a_run_of_letters_and_digits_is_one_term_with_the_marks_inside_it():
    assert bigrams("b2b增长42.1%,at&t和o2o/b2c") == ["b2b", "增长", "42.1%", "at&t", "和", "o2o/b2c"]


def test_words_are_jiebas_with_the_words_inside_long_ones_and_ours_without_punctuation():
    assert words("电商专项资金，2013年。") == ["电商", "专项", "资金", "专项资金", "2013", "年"]
    assert words("直播带货") == ["直播", "直播带货"]


def test_what_a_question_is_about_has_none_of_the_words_it_is_asked_with_and_no_term_twice():
    assert content_terms("请问团购的成交额是多少") == ["团购", "成交", "交额"]
    assert content_terms("团购和团购") == ["团购"]
    assert content_words("请问团购的成交额是多少") == ["团购", "成交", "成交额"]


def test_single_characters_count_only_where_there_is_nothing_longer():
    assert content_terms("税是多少") == ["税"]
    assert content_terms("税的优惠") == ["优惠"]
    assert content_terms("是多少") == []


@given(st.text("汕头电商促进办法，。 b2c42.1%\n", max_size=40))
def test_segments_together_are_the_text(text: str):
    assert "".join(segment(text)) == text


@given(st.text("汕头电商，。b2c4.1% ", max_size=40))
def test_every_bigram_stands_in_the_text_and_every_chinese_character_in_a_bigram(text: str):
    terms = bigrams(text)
    assert all(term in text for term in terms)
    assert {c for c in text if c >= "\u3400" and c != "，"} <= set("".join(terms))


def test_jieba_keeps_its_cache_in_a_folder_of_our_own():
    cache = Path(tokenizer().tmp_dir)
    assert cache.name == "ecqa"
    assert cache.parent == Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def test_a_single_filler_character_inside_a_word_is_part_of_the_word():
    assert content_terms("协会和阿里巴巴的对接会在上海吗") == ["协会", "阿里", "里巴", "巴巴", "对接", "上海"]
    assert content_words("会长是谁") == ["会长"]


def test_without_guessing_the_characters_of_unknown_words_stand_alone():
    assert segment("团狗成交额", guess=False) == ["团", "狗", "成交额"]
    assert "".join(segment("李彦红说")) == "".join(segment("李彦红说", guess=False)) == "李彦红说"


def test_frequency_is_the_share_in_the_dictionary():
    assert frequency("团狗") == 0
    assert 0 < frequency("电子商务") < frequency("公司") < frequency("的") < 0.1


def test_single_characters_that_ask_are_filler():
    assert is_filler("的")
    assert not is_filler("团")
