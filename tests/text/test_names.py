"""Names and nouns found in a text."""

from ecqa.text.names import names, nouns, tagged


def test_persons_places_and_organisations_are_names_and_plain_words_are_not():
    assert names("马云在汕头介绍了阿里巴巴的计划") == ["马云", "汕头", "阿里巴巴"]
    assert names("增长很快，形势很好") == []


def test_nouns_are_things_and_names_once_each_and_no_numbers_or_plain_verbs():
    assert nouns("马云在汕头介绍了阿里巴巴的计划，汕头很好") == ["马云", "汕头", "阿里巴巴", "计划"]
    assert nouns("2013年1月17日一共三家") == []


def test_tagged_words_make_up_the_text():
    text = "马云在汕头，B2B 2012年"
    words = tagged(text)
    assert "".join(text[start:end] for start, end, _ in words) == text
    assert [tag for start, end, tag in words if text[start:end] in ("马云", "汕头", "B2B")] == ["nr", "ns", "eng"]
