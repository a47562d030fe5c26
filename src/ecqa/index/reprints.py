"""Articles to the pairs of them that are reprints of one another, whole, cut or changed a little; which one is shown is decided here too.

Two texts are compared as sets of runs of SHINGLE characters. MinHash estimates the share that they have in common (datasketch);
pairs that may be reprints are then compared exactly: by that share (Jaccard), and by how much of the shorter text stands in the longer.

Source: A. Broder, On the resemblance and containment of documents, SEQUENCES 1997.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from ecqa.schema import Article
from ecqa.text.folding import compact

SHINGLE = 5
"""Characters."""
PERMUTATIONS = 128
SCHEME = "affine32"
"""Permutations over 32 bits, as datasketch names them; stored signatures hold only for one scheme."""
CANDIDATE = 0.2
"""Estimated share in common from which on a pair is compared exactly."""
RESEMBLANCE = 0.6
"""Share in common of two texts that are reprints."""
CONTAINMENT = 0.8
"""Share of the shorter text that stands in the longer one, where it was cut."""
SHORTEST = 80
"""Letters and digits; a shorter text is a reprint only of the same text."""
_SOURCE_LINES = re.compile(r"^.{0,60}https?://\S+.{0,10}$", re.MULTILINE)

Signatures = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Reprint:
    """Two articles that say the same."""

    first: str
    second: str
    """Ids, in no order of merit."""
    resemblance: float
    """In [0, 1]."""


def signature(article: Article) -> Signatures:
    """The MinHash of an article's text without its title, shape (PERMUTATIONS,); all ones for a text without letters."""
    from datasketch import MinHash  # noqa: PLC0415 - imports much of scipy, and only indexing needs it

    minhash = MinHash(num_perm=PERMUTATIONS, hashfunc=xxhash.xxh32_intdigest, seed=1, scheme=SCHEME)
    minhash.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in shingles(article)])
    return np.asarray(minhash.hashvalues, np.uint64)


def shingles(article: Article) -> set[str]:
    """All runs of SHINGLE letters, digits and Chinese characters of the text; title and addresses left out, scripts and widths made one."""
    body = article.text.removeprefix(article.title) if article.text.startswith(article.title) else article.text
    plain = compact(_SOURCE_LINES.sub("", body)) or compact(article.text)
    return {plain[i : i + SHINGLE] for i in range(max(1, len(plain) - SHINGLE + 1))} if plain else set()


def all_reprints(articles: Sequence[Article], signatures: Signatures) -> list[Reprint]:
    """Every pair among articles.

    Args:
        articles: In order.
        signatures: Of each, shape (len(articles), PERMUTATIONS).
    """
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 - as above

    if len(articles) < 2:
        return []
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(64, 2))
    found: list[Reprint] = []
    cache: dict[str, set[str]] = {}
    by_id = {article.id: article for article in articles}
    rows = {article.id: row for row, article in enumerate(articles)}
    for article, values in zip(articles, signatures, strict=True):
        minhash = MinHash(num_perm=PERMUTATIONS, hashvalues=values, seed=1, scheme=SCHEME)
        for other in sorted(map(str, lsh.query(minhash)), key=rows.__getitem__):
            if _share(values, signatures[rows[other]]) >= CANDIDATE and (pair := compared(by_id[other], article, cache)):
                found.append(pair)
        lsh.insert(article.id, minhash)
    return found


def reprints_of(
    article: Article, values: Signatures, known: Mapping[str, Signatures], text_of: Callable[[str], Article | None]
) -> list[Reprint]:
    """The pairs of one article with others.

    Args:
        article: The article.
        values: Its signature.
        known: Signature of each other article by id.
        text_of: Gives an article by its id; asked only for those that may be reprints.
    """
    if not known:
        return []
    ids, matrix = list(known), np.stack(list(known.values()))
    shares = (matrix == values).mean(axis=1)
    found = []
    for at in np.flatnonzero(shares >= CANDIDATE):
        other = text_of(ids[int(at)])
        if other is not None and (pair := compared(other, article, {})):
            found.append(pair)
    return found


def compared(first: Article, second: Article, cache: dict[str, set[str]]) -> Reprint | None:
    """Whether two articles are reprints of each other, by all their shingles.

    Args:
        first: One.
        second: The other.
        cache: Shingles by article id, filled here.
    """
    one, other = (
        cache.setdefault(article.id, shingles(article)) if article.id not in cache else cache[article.id] for article in (first, second)
    )
    common = len(one & other)
    whole, shorter = len(one | other), min(len(one), len(other))
    if not whole:
        return None
    alike = common / whole >= RESEMBLANCE or common / shorter >= CONTAINMENT
    return Reprint(first.id, second.id, round(common / whole, 4)) if one == other or (shorter >= SHORTEST and alike) else None


def copies(pairs: Sequence[Reprint], articles: Mapping[str, Article]) -> dict[str, str]:
    """The article that stands for each one that is a reprint of it; those that stand for themselves are not in it.

    Of reprints that lie within a quarter of each other in length the one published first stands for the others, else the longest.

    Args:
        pairs: Of articles that are in the index.
        articles: All articles by id, in corpus order.
    """
    named = {one for pair in pairs for one in (pair.first, pair.second)}
    places = {article_id: place for place, article_id in enumerate(articles) if article_id in named} if named else {}
    groups: dict[str, str] = {}

    def root(article_id: str) -> str:
        while (above := groups.get(article_id, article_id)) != article_id:
            article_id = above
        return article_id

    for pair in pairs:
        if pair.first in places and pair.second in places:
            one, other = root(pair.first), root(pair.second)
            if one != other:
                groups[other] = one
    members: dict[str, list[str]] = {}
    for article_id in sorted(places, key=places.__getitem__):
        members.setdefault(root(article_id), []).append(article_id)
    standing: dict[str, str] = {}
    for group in members.values():
        longest = max(len(articles[one].text) for one in group)
        main = min(
            (one for one in group if len(articles[one].text) >= 0.75 * longest), key=lambda one: (articles[one].date or "9999", places[one])
        )
        standing |= {one: main for one in group if one != main}
    return standing


def _share(first: Signatures, second: Signatures) -> float:
    return float((first == second).mean())
