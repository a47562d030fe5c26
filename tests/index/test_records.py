from hypothesis import given
from hypothesis import strategies as st

from ecqa.index.records import (
    StoredPassage,
    article_record,
    json_bytes,
    lines,
    passage_record,
    read_article,
    read_lines,
    read_passage,
)
from ecqa.schema import Article, Passage

TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(["\ud800", "\u2028\x85\r\n", '"\\\n', "𠮷\x00"])


@given(TEXT, TEXT, st.none() | TEXT, st.lists(TEXT, max_size=3))
def test_articles_come_back_whole(title: str, text: str, note: str | None, urls: list[str]):
    article = Article("a-01", title, text, "0" * 12, "x.txt", 5, note=note, urls=tuple(urls), authors=("甲",))
    data = lines([article_record(article), article_record(article)])
    data.decode("utf-8")
    assert [read_article(record) for record in read_lines(data)] == [article, article]


@given(TEXT, st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3))
def test_passages_come_back_whole(text: str, sentences: list[tuple[int, int]]):
    stored = StoredPassage(Passage("a-01:0-9", "a-01", 0, 9, text, "标题", tuple(sentences)), "k")
    assert [read_passage(record) for record in read_lines(lines([passage_record(stored)]))] == [stored]


def test_json_is_readable_chinese_and_escapes_a_lone_surrogate():
    assert json_bytes({"t": "汕头\ud800"}) == '{"t": "汕头\\ud800"}'.encode()
