"""The order of passages for a question about an article as a whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecqa.retrieval.spread import spread
from ecqa.schema import Passage


def passage(article: str, at: int, heading: str) -> Passage:
    return Passage(f"{article}:{at}-{at + 1}", article, at, at + 1, "文", heading, ())


def order_of(passages: list[Passage], scores: list[float]) -> list[int]:
    fused = np.array(scores)
    return spread(passages, fused, np.lexsort((np.arange(len(fused)), -fused))).tolist()


def test_the_best_article_stands_first_with_its_opening_then_a_passage_a_heading_then_the_rest():
    passages = [
        passage("a", 0, ""),
        passage("b", 0, ""),
        passage("b", 1, "一"),
        passage("b", 2, "一"),
        passage("b", 3, "二"),
        passage("b", 4, "三"),
    ]
    # b, whose best three have a mean of (6 + 5 + 4) / 3 = 5, before a with 4.5; in b the opening, then the first passages
    # under 三 (5.0), 二 (4.0) and 一 (2.0), then the second one under 一 (6.0)
    assert order_of(passages, [4.5, 1.0, 2.0, 6.0, 4.0, 5.0]) == [1, 5, 4, 2, 3, 0]


def test_an_article_is_as_good_as_the_mean_of_its_best_three():
    passages = [passage("a", 0, ""), *(passage("b", at, "") for at in range(4))]
    # a: 4.5; b: (5 + 4 + 3) / 3 = 4, its 0 does not count
    assert order_of(passages, [4.5, 5.0, 4.0, 3.0, 0.0]) == [0, 1, 2, 3, 4]
    # with 3.9 it is the other way round
    assert order_of(passages, [3.9, 5.0, 4.0, 3.0, 0.0])[:1] == [1]


def test_the_same_heading_further_down_is_another_place():
    passages = [passage("a", 0, "一"), passage("a", 1, "二"), passage("a", 2, "一")]
    assert order_of(passages, [1.0, 2.0, 3.0]) == [0, 2, 1]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "一", "二"]), st.integers(-3, 3)), min_size=1, max_size=15))
def test_every_candidate_comes_once_and_the_first_article_in_one_piece(drawn: list[tuple[str, str, int]]):
    drawn.sort(key=lambda one: one[0])
    passages = [passage(article, at, heading) for at, (article, heading, _) in enumerate(drawn)]
    order = order_of(passages, [float(score) for _, _, score in drawn])
    assert sorted(order) == list(range(len(drawn)))
    names = [passages[at].article_id for at in order]
    assert set(names[: names.count(names[0])]) == {names[0]}
    assert order[0] == min(at for at, one in enumerate(passages) if one.article_id == names[0])
