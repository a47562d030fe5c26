"""Ranked hits over a small index, against scores worked out beside it."""

import numpy as np
import pytest

from ecqa.index.build import build_index
from ecqa.index.opened import Index, open_index
from ecqa.retrieval import HybridRetriever, hybrid
from ecqa.retrieval.hybrid import Weights
from ecqa.schema import Filters, Hit, Question
from tests.index.material import TEXTS, PairEmbedder, write_corpus

QUERY = "专项资金有多少万元"
MORE = {
    **TEXTS,
    "talk": ("对接会", "对接会在会展中心举行。\n有八百名代表参加。\n没有谈到资金。"),
    "note": ("协会会讯", "电子商务协会开会。"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("hybrid")
    build_index(write_corpus(folder / "corpus", MORE, section="行业", date="2013-01-17"), folder / "index", PairEmbedder(), "pairs")
    return open_index(folder / "index", "pairs")


def found(index: Index, k: int = 10, weights: Weights | None = None, **question: object) -> list[Hit]:
    return HybridRetriever(lambda: index, PairEmbedder(), weights).retrieve(Question(QUERY, query=QUERY, **question), k)


def z(scores: list[float]) -> np.ndarray:
    values = np.array(scores)
    return (values - values.mean()) / values.std()


def test_the_score_is_the_weighted_sum_of_the_four_z_scores(index: Index):
    embedder = PairEmbedder()
    vector = embedder.embed_query(QUERY)
    dense = [float(row @ vector) for row in index.dense.vectors(range(len(index.passages)))]
    texts = [[index.articles[one.article_id].text[a:b] for a, b in one.sentences] for one in index.passages]
    sentence = [max(float(embedder.embed_query(text) @ vector) for text in several) for several in texts]
    bigrams, words = (scores.tolist() for scores in index.lexical.scores(QUERY))
    expected = 0.3 * z(dense) + 0.3 * z(sentence) + 0.25 * z(bigrams) + 0.15 * z(words)
    hits = found(index)
    assert [hit.passage for hit in hits] == [index.passages[row] for row in np.argsort(-expected)]
    assert [hit.score for hit in hits] == pytest.approx(sorted(expected, reverse=True), abs=2e-3)  # sentences are held in half precision
    best = index.passages.index(hits[0].passage)
    assert hits[0].article.id == "fund"
    assert hits[0].dense == pytest.approx(dense[best], abs=1e-6)
    assert hits[0].lexical == pytest.approx(bigrams[best])
    assert hits[0].sentence_scores == pytest.approx([float(embedder.embed_query(text) @ vector) for text in texts[best]], abs=1e-3)


def test_ranks_begin_at_one_scores_fall_and_k_is_the_most(index: Index):
    hits = found(index, 3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits == found(index)[:3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(found(index, 99)) == len(index.passages) == 5
    assert found(index, 0) == []


def test_a_weight_of_one_ranks_by_that_score_alone(index: Index):
    by_dense = found(index, weights=Weights(1, 0, 0, 0))
    assert [hit.dense for hit in by_dense] == sorted((hit.dense for hit in by_dense), reverse=True)
    by_words = found(index, weights=Weights(0, 0, 0, 1))
    words = index.lexical.scores(QUERY)[1]
    ranked = [words[index.passages.index(hit.passage)] for hit in by_words]
    assert ranked == sorted(words.tolist(), reverse=True)
    assert ranked[-1] == 0


def test_other_words_add_a_part_of_their_scores_to_the_lexical_ones(index: Index):
    weights = Weights(0, 0, 1, 0, also=0.5)
    own, other = index.lexical.scores(QUERY)[0], index.lexical.scores("会展 中心")[0]
    expected = np.argsort(-(own + 0.5 * other), kind="stable")
    hits = found(index, weights=weights, also=("会展", "中心"))
    assert other.max() > 0
    assert [hit.article.id for hit in found(index, weights=Weights(0, 0, 1, 0, also=0), also=("会展", "中心"))] == [
        hit.article.id for hit in found(index, weights=Weights(0, 0, 1, 0))
    ]
    assert hits[0].article.id == index.passages[expected[0]].article_id
    assert [hit.lexical for hit in hits] == pytest.approx([own[index.passages.index(hit.passage)] for hit in hits])


def test_filters_leave_only_their_articles_and_the_scores_are_standardised_over_those(index: Index):
    assert found(index, filters=Filters(section="政策")) == []
    assert found(index, as_of="2013-01-16") == []
    assert found(index, filters=Filters(until="2013-01-16")) == []
    assert found(index, filters=Filters(section="行业"), as_of="2013-01-17") == found(index)


def test_the_query_is_searched_and_the_text_where_there_is_none(index: Index):
    retriever = HybridRetriever(lambda: index, PairEmbedder())
    assert retriever.retrieve(Question("那呢", query="淘宝的战略方向"), 1)[0].article.id == "taobao"
    assert retriever.retrieve(Question("淘宝的战略方向"), 1)[0].article.id == "taobao"


def test_a_query_whose_terms_no_passage_holds_still_has_the_nearest(index: Index):
    hits = HybridRetriever(lambda: index, PairEmbedder()).retrieve(Question("zzz", query="zzz"), 10)
    assert len(hits) == 5
    assert {hit.lexical for hit in hits} == {0.0}


def test_a_candidate_of_the_words_alone_counts_as_far_as_the_last_of_the_nearest(index: Index, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hybrid, "POOL", 1)
    query = "电子商务协会开会，淘宝，淘宝，淘宝，淘宝"
    hits = HybridRetriever(lambda: index, PairEmbedder()).retrieve(Question(query, query=query), 10)
    assert 1 < len(hits) <= 3  # the best of each of the three lists
    assert len({hit.dense for hit in hits}) == 1


def test_a_question_about_the_whole_gets_the_best_article_in_one_piece(index: Index):
    hits = found(index, kind="summary")
    assert hits[0].article.id == "fund"
    assert {hit.passage.id for hit in hits} == {hit.passage.id for hit in found(index)}


def test_the_index_in_use_is_asked_for_once_a_question(index: Index):
    asked = []

    def current() -> Index:
        asked.append(1)
        return index

    HybridRetriever(current, PairEmbedder()).retrieve(Question(QUERY, query=QUERY), 5)
    assert len(asked) == 1
