"""A TREC qrels file, its queries and a search to retrieval figures, so that any public set can be run; answers are not looked at.

A document of the qrels is an article, or, when its id holds a `:`, a passage. A search over passages is compared with articles by
the best passage of each. Grades above 0 count as relevant, all alike.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ecqa.errors import ServiceError
from ecqa.evaluation.catalogue import Metric
from ecqa.evaluation.intervals import mean_interval, wilson
from ecqa.evaluation.metrics.ndcg import ndcg
from ecqa.evaluation.metrics.reciprocal_rank import reciprocal_rank
from ecqa.evaluation.metrics.tally import Tally, total
from ecqa.evaluation.summary import Figure
from ecqa.schema import Hit

DEPTH = 10
"""Documents that count; MRR is MRR@10."""

PASSAGES_PER_DOCUMENT = 5
"""Passages asked for, for each document wanted: an article may take several places."""

Search = Callable[[str, int], list[Hit]]

RETRIEVAL = (
    Metric("recall@1", "wilson", group="retrieval"),
    Metric("recall@5", "wilson", group="retrieval"),
    Metric("recall@10", "wilson", group="retrieval"),
    Metric("mrr@10", "bootstrap", group="retrieval"),
    Metric("ndcg@10", "bootstrap", group="retrieval"),
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """One query's documents, best first."""

    query: str
    documents: tuple[str, ...]
    tallies: Mapping[str, Tally]


def evaluate_qrels(search: Search, qrels: Path, queries: Path, progress: Callable[[int, int], None] | None = None) -> list[Ranking]:
    """Searches for every query that the qrels judge.

    Args:
        search: Query and k to the k best passages.
        qrels: Lines of query id, 0, document id, grade, parted by blanks.
        queries: Lines of query id, tab, text.
        progress: Called after each query with how many are done and how many there are.

    Raises:
        ServiceError: A file cannot be read, or a judged query has no text.
    """
    relevant, texts = read_qrels(qrels), read_queries(queries)
    rankings = []
    for done, (query, wanted) in enumerate(relevant.items(), 1):
        if query not in texts:
            raise ServiceError("query-missing", path=queries, id=query)
        documents = ranked_documents(search(texts[query], DEPTH * PASSAGES_PER_DOCUMENT), any(":" in one for one in wanted))
        rankings.append(Ranking(query, documents, _tallies(wanted, documents)))
        if progress:
            progress(done, len(relevant))
    return rankings


def ranked_documents(hits: Sequence[Hit], passages: bool) -> tuple[str, ...]:
    """The ten best documents, each at its best passage.

    Args:
        hits: Best first.
        passages: Whether documents are passages; else they are articles.
    """
    ids = [hit.passage.id if passages else hit.article.id for hit in hits]
    return tuple(dict.fromkeys(ids))[:DEPTH]


def retrieval_figures(rankings: Sequence[Ranking]) -> dict[str, Figure]:
    """Recall@1, @5 and @10 over relevant documents, MRR@10 and nDCG@10 over queries, with 95 % intervals."""
    figures = {}
    for metric in RETRIEVAL:
        tallies = [ranking.tallies[metric.name] for ranking in rankings]
        summed = total(tallies)
        low, high = wilson(summed.part, summed.whole) if metric.interval == "wilson" else mean_interval(tallies)
        figures[metric.name] = Figure(summed.value, int(summed.whole), low, high)
    return figures


def save_rankings(rankings: Sequence[Ranking], qrels: Path, queries: Path, out: Path) -> None:
    """Writes metrics.json, with the digests of both files, and run.trec.

    Raises:
        ServiceError: The folder or a file cannot be written.
    """
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (qrels, queries)}
    figures = {name: asdict(figure) for name, figure in retrieval_figures(rankings).items()}
    metrics = {"queries": len(rankings), "sha256": digests, "figures": figures}
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "metrics.json").write_text(json.dumps(metrics, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        (out / "run.trec").write_text(as_run(rankings), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise ServiceError("output-unwritable", path=out, reason=problem.strerror) from problem


def as_run(rankings: Sequence[Ranking]) -> str:
    """The rankings as a TREC run; the score is the inverse of the rank."""
    return "".join(
        f"{one.query} Q0 {document} {rank} {1 / rank!r} ecqa\n" for one in rankings for rank, document in enumerate(one.documents, 1)
    )


def read_qrels(path: Path) -> dict[str, set[str]]:
    """Query ids to the ids of their relevant documents, in the order of the file; queries without any are left out."""
    relevant: dict[str, set[str]] = {}
    for number, line in _lines(path):
        parts = line.split()
        if len(parts) != 4 or not parts[3].lstrip("-").isdecimal():
            raise ServiceError("qrels-line", path=path, line=number)
        if int(parts[3]) > 0:
            relevant.setdefault(parts[0], set()).add(parts[2])
    if not relevant:
        raise ServiceError("qrels-empty", path=path)
    return relevant


def read_queries(path: Path) -> dict[str, str]:
    """Query ids to their texts."""
    texts = {}
    for number, line in _lines(path):
        name, tab, text = line.partition("\t")
        if not tab or not text.strip():
            raise ServiceError("queries-line", path=path, line=number)
        texts[name.strip()] = text.strip()
    return texts


def _tallies(wanted: Collection[str], documents: Sequence[str]) -> dict[str, Tally]:
    recalls = {f"recall@{k}": Tally(sum(one in wanted for one in documents[:k]), len(wanted)) for k in (1, 5, 10)}
    return recalls | {"mrr@10": reciprocal_rank(wanted, documents), "ndcg@10": ndcg(wanted, documents, DEPTH)}


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ServiceError("gold-unreadable", path=path, reason=problem) from problem
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
