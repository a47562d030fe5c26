"""Names found in a text."""

from ecqa.text.names import names


def test_persons_places_and_organisations_are_names_and_plain_words_are_not():
    assert names("马云在汕头介绍了阿里巴巴的计划") == ["马云", "汕头", "阿里巴巴"]
    assert names("增长很快，形势很好") == []
