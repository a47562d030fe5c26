"""Articles to the passages and texts that are indexed of them; it embeds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.index.records import StoredPassage
from ecqa.index.sentences import sentence_texts, text_key
from ecqa.passages import cut, search_text
from ecqa.schema import Article


@dataclass(frozen=True, slots=True)
class Cut:
    """The passages of articles, in order."""

    stored: list[StoredPassage]
    texts: list[str]
    """What each passage is searched by."""

    @property
    def all_texts(self) -> list[str]:
        """What is embedded: the search texts, then the sentences of all passages."""
        return [*self.texts, *(text for one in self.stored for text in sentence_texts(one.passage))]


def cut_articles(articles: Sequence[Article]) -> Cut:
    """The passages of all articles, and the search text of each."""
    stored: list[StoredPassage] = []
    texts: list[str] = []
    for article in articles:
        for passage in cut(article):
            texts.append(search_text(article, passage))
            stored.append(StoredPassage(passage, text_key(texts[-1])))
    return Cut(stored, texts)
