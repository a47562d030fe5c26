"""Files to articles: one reader per format, one parser per kind of document."""

from ecqa.corpus.load import Corpus, load_corpus

__all__ = ["Corpus", "load_corpus"]
