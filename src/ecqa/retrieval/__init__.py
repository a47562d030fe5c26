"""Question to ranked hits: dense and lexical scores fused, inside the filters; a clause that is named comes first."""

from ecqa.retrieval.clauses import ClauseRetriever, missing_clause
from ecqa.retrieval.filters import allowed
from ecqa.retrieval.hybrid import HybridRetriever
from ecqa.retrieval.newest import NewestRetriever
from ecqa.retrieval.parts import PartsRetriever
from ecqa.retrieval.reprints import OnceRetriever

__all__ = ["ClauseRetriever", "HybridRetriever", "NewestRetriever", "OnceRetriever", "PartsRetriever", "allowed", "missing_clause"]
