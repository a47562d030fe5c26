"""The metrics by name: how the interval is made and which way is better; the order is that of the report."""

from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """A metric that is a sum of tallies over questions."""

    name: str
    interval: Literal["wilson", "bootstrap"]
    """Wilson where the tally counts things that are so or not, bootstrap over questions where it averages."""
    better: Literal["higher", "lower"] = "higher"
    group: Literal["retrieval", "answers", "refusal", "citations"] = "answers"


METRICS = (
    Metric("evidence_recall@1", "wilson", group="retrieval"),
    Metric("evidence_recall@3", "wilson", group="retrieval"),
    Metric("evidence_recall@5", "wilson", group="retrieval"),
    Metric("evidence_recall@10", "wilson", group="retrieval"),
    Metric("mrr", "bootstrap", group="retrieval"),
    Metric("ndcg@10", "bootstrap", group="retrieval"),
    Metric("answer_rate", "wilson"),
    Metric("coverage", "bootstrap"),
    Metric("full", "wilson"),
    Metric("must_not", "wilson", "lower"),
    Metric("refusal_recall", "wilson", group="refusal"),
    Metric("refusal_precision", "wilson", group="refusal"),
    Metric("citation_precision", "wilson", group="citations"),
    Metric("evidence_cited", "wilson", group="citations"),
    Metric("support", "wilson", group="citations"),
)
