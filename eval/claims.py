"""Claims with what they cite to what the verifier says of them: a table of what is caught and passed, with 95 % Wilson intervals.

In:  eval/gold/claims.jsonl, the corpus.
Out: the table in Markdown for both halves and both strictnesses, with the reader and without, and milliseconds a claim.

usage: claims.py [--misses tune]     also prints the claims of the tune half that are judged wrongly; the report half's are not to be read
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ecqa.answering.verification import SpanVerifier, cited
from ecqa.corpus.load import load_corpus
from ecqa.evaluation.intervals import wilson
from ecqa.reading import BertReader
from ecqa.schema import Article, Hit, Verification

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "eval/gold/claims.jsonl"


@dataclass(frozen=True)
class Claim:
    """One line of the file, with the passages that it cites."""

    id: str
    text: str
    article: str
    kind: str
    split: str
    hits: list[Hit]

    @property
    def true(self) -> bool:
        """Whether its quotes hold it."""
        return self.kind == "true"


def read_claims(path: Path = GOLD) -> list[Claim]:
    """The claims in order, each quote as a passage of its article."""
    articles: dict[str, list[Article]] = {}
    for article in load_corpus(ROOT / "corpus").articles:
        articles.setdefault(article.title, []).append(article)
    claims = []
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        hits = [_hit(quote, articles[told["article"]]) for quote in told["quotes"]]
        claims.append(Claim(told["id"], told["claim"], told["article"], told["kind"], told["split"], hits))
    return claims


def _hit(quote: str, articles: list[Article]) -> Hit:
    article = next(one for one in articles if quote in one.text)
    start = article.text.index(quote)
    return cited(article, start, start + len(quote))


def table(claims: list[Claim], judged: dict[str, list[Verification]]) -> str:
    """A line a kind: how many, and how many of them each verifier judges rightly, with intervals."""
    kinds = [kind for kind in dict.fromkeys(claim.kind for claim in claims) if kind != "true"]
    rows: list[tuple[str, list[int]]] = [("true", [n for n, claim in enumerate(claims) if claim.true])]
    rows.append(("altered, all", [n for n, claim in enumerate(claims) if not claim.true]))
    rows += [(kind, [n for n, claim in enumerate(claims) if claim.kind == kind]) for kind in kinds]
    lines = [f"| kind | n | {' | '.join(judged)} |", f"|---|---|{'---|' * len(judged)}"]
    for name, numbers in rows:
        cells = []
        for verdicts in judged.values():
            right = sum(verdicts[n].supported == claims[n].true for n in numbers)
            low, high = wilson(right, len(numbers))
            cells.append(f"{right / len(numbers):.3f} [{low:.3f}, {high:.3f}]")
        lines.append(f"| {name} | {len(numbers)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Prints the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", choices=["tune"])
    asked = options.parse_args()
    claims, reader = read_claims(), BertReader()
    verifiers = {
        "strict": SpanVerifier(reader, "strict"),
        "even": SpanVerifier(reader, "even"),
        "strict, without the reader": SpanVerifier(None, "strict"),
        "even, without the reader": SpanVerifier(None, "even"),
    }
    for half in ("tune", "report"):
        own = [claim for claim in claims if claim.split == half]
        judged = {}
        for name, verifier in verifiers.items():
            took = []
            judged[name] = []
            for claim in own:
                begun = time.perf_counter()
                judged[name].append(verifier.verify(claim.text, claim.hits))
                took.append(1000 * (time.perf_counter() - begun))
            middle, late = np.percentile(took, [50, 95])
            print(f"{half}, {name}: {middle:.1f} ms a claim, {late:.1f} ms at the 95th percentile")
        print(f"\n{half}: {len(own)} claims\n\n{table(own, judged)}\n")
        if asked.misses == half:
            for claim, verdict in zip(own, judged["strict"], strict=True):
                if verdict.supported != claim.true:
                    print(
                        claim.kind,
                        claim.text,
                        verdict.fault,
                        round(verdict.score, 3),
                        "|",
                        " # ".join(hit.passage.text for hit in claim.hits),
                    )


if __name__ == "__main__":
    main()
