"""A text that does not begin with its title is cut like any other."""

from ecqa.passages import cut
from ecqa.schema import Article

SENTENCE = "协会今年举办了十二场面向中小企业的网络营销培训，参加者超过八百人。"


def test_a_paragraph_without_a_title_is_cut_into_citable_sentences():
    article = Article("p1", "培训", SENTENCE * 20, "0" * 12, "p.jsonl", 0)
    passages = cut(article)
    assert "".join(passage.text for passage in passages) == article.text
    assert len(passages) == 3  # 20 sentences of 33 characters, nine to a passage of at most 300
    assert all(len(passage.text) <= 300 for passage in passages)
    assert sum(len(passage.sentences) for passage in passages) == 20


def test_a_first_line_that_is_the_title_is_not_citable_whatever_it_looks_like():
    article = Article("p1", "培训办得好不好？", "培训办得好不好？\n" + SENTENCE, "0" * 12, "p.jsonl", 0)
    assert [article.text[a:b] for passage in cut(article) for a, b in passage.sentences] == [SENTENCE]
