"""A fair system over the small articles, and deliberately bad ones, each bad in one way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ecqa.schema import Answer, Article, Hit, Turn
from tests.evaluation.cases import ARTICLES, GOLD, cite, hits, refusal

RANKED = {"t-001": (1, 2), "t-002": (1, 2), "t-003": (2, 1), "t-004": (1, 2)}
COSINE = {"t-001": 0.9, "t-002": 0.8, "t-003": 0.85, "t-004": 0.5}


@dataclass
class Right:
    """Answers each answerable question with its gold quotes, and refuses the others."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        gold = next(one for one in GOLD if one.question == text)
        if not gold.answerable:
            return refusal(text)
        quotes = [evidence.quote for evidence in gold.evidence]
        said = "".join(f"{quote}[{marker}]" for marker, quote in enumerate(quotes, 1))
        return Answer(
            text, "answered", said, tuple(cite(quote, marker) for marker, quote in enumerate(quotes, 1)), timings_ms={"total": 10.0}
        )

    def search(self, query: str, k: int = 10, *, history: Sequence[Turn] = ()) -> list[Hit]:
        gold = next(one for one in GOLD if one.question == query)
        return hits(*RANKED[gold.id], dense=COSINE[gold.id])[:k]

    def articles(self) -> list[Article]:
        return ARTICLES


class AlwaysRefuses(Right):
    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        return refusal(text)


class FirstPassage(Right):
    """Whatever is asked, the first passage of the corpus."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        quote = ARTICLES[1].text.strip()
        return Answer(text, "answered", quote.replace("\n", "") + "[1]", (cite(quote, source=ARTICLES[1]),))


class WrongCitations(Right):
    """The right text; behind every marker a sentence that says something else."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        right = super().ask(text, history)
        return replace(right, citations=tuple(cite("频道负责人周小舟表示将继续扩大品类。", one.marker) for one in right.citations))


class EverythingPartial(Right):
    """Never refuses: what it would refuse it answers with the best passage, and calls everything partial."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        right = super().ask(text, history)
        if right.status == "refused":
            quote = "青梅市电商大会于2013年3月5日在白鹭会展中心开幕。"
            right = Answer(text, "partial", quote + "[1]", (cite(quote),))
        return replace(right, status="partial", missing="其余内容")


class WholeArticle(Right):
    """Every sentence of the best article, each cited."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        article = self.search(text)[0].article
        parts = [part for part in article.text.replace("。", "。\n").split("\n") if part]
        said = "".join(f"{part}[{marker}]" for marker, part in enumerate(parts, 1))
        return Answer(text, "answered", said, tuple(cite(part, marker, article) for marker, part in enumerate(parts, 1)))


class QuotesWholeArticle(Right):
    """The right text, every marker pointing at a whole article."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        right = super().ask(text, history)
        sources = {article.id: article for article in ARTICLES}
        return replace(
            right, citations=tuple(cite(sources[one.article_id].text, one.marker, sources[one.article_id]) for one in right.citations)
        )
