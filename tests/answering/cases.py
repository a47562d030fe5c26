"""Articles and hits made by hand, and weights of the tests' own, so that no test leans on the weights that ship."""

from collections.abc import Sequence

import numpy as np

from ecqa.answering.choice import Least
from ecqa.answering.evidence import FEATURES, Evidence, Linear, Rarity, gather, to_read
from ecqa.answering.extractive import Fit
from ecqa.answering.refusal import SIGNS
from ecqa.passages import cut
from ecqa.protocols import Reading, ToRead
from ecqa.schema import Article, Hit, Question
from ecqa.understanding import understand

PARK = (
    "五维产业园启动\n"
    "1月16日，五维产业园在汕头启动。项目分两期，共20万平方米。\n"
    "一、招商\n"
    "首批有35家企业进驻。因为租金低，中小企业很踊跃。\n"
    "二、配套\n"
    "园区有公寓和食堂。"
)


def article(text: str = PARK, name: str = "park", note: str | None = None, date: str | None = "2013-01-17") -> Article:
    title = text.split("\n", maxsplit=1)[0]
    return Article(
        name, title, text, f"{name:0<12}"[:12], "a.txt", 0, date=date, source="大华网", urls=("http://example.org/1", "b"), note=note
    )


def hits_of(*articles: Article, cosines: Sequence[float] = ()) -> list[Hit]:
    """Every passage as a hit, scores falling by one; cosines by sentence, in order, 0.5 where there are none left."""
    left = list(cosines)
    hits: list[Hit] = []
    for one in articles:
        for passage in cut(one):
            scores = tuple(left.pop(0) if left else 0.5 for _ in passage.sentences)
            hits.append(Hit(passage, one, float(-len(hits)), len(hits) + 1, dense=0.5, lexical=1.0, sentence_scores=scores))
    return hits


def weights(**by_name: float) -> Linear:
    """What the features of a sentence count; those not named count nothing."""
    assert set(by_name) <= set(FEATURES)
    return Linear(np.array([by_name.get(name, 0.0) for name in FEATURES]))


def feature(one: Evidence, name: str) -> float:
    return float(one.features[FEATURES.index(name)])


class Unread:
    """A reader that has no opinion: every logit is 0, and every span scores as no answer does."""

    def read(self, _question: str, texts: Sequence[ToRead]) -> list[Reading]:
        return [Reading(*(np.zeros(len(one.text), np.float32) for _ in range(3)), nothing=0.0, holds=0.0) for one in texts]


def gathered(question: Question, hits: list[Hit], rarity: Rarity, by: Linear) -> list[Evidence]:
    """The evidence in hits that no reader had an opinion on."""
    return gather(question, hits, Unread().read("", [to_read(hit) for hit in hits]), rarity, by)


def fit(threshold: float = 0.5, bias: float = 0.0, few: float = 0.5, many: float = 0.5, **signs: float) -> Fit:
    """Sentences ranked by cosine alone, whose logit it is; answerable by the signs named."""
    assert set(signs) <= set(SIGNS)
    return Fit(weights(cosine=1.0), Linear(np.array([signs.get(name, 0.0) for name in SIGNS]), bias), threshold, Least(few, many))


def asked(text: str) -> Question:
    return understand(Question(text))


def even(_term: str) -> float:
    """Every term is as rare as any other."""
    return 1.0
