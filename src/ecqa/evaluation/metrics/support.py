"""An answer's statements and its citations to the share of statements that their own quotes bear out.

    support = |{s in S : supported(s)}| / |S|

S: the sentences of all answers, without framing (words from the message catalogue: a refusal, an introduction);
supported(s): s has a citation, each number, date and name of s stands in its quotes, and at least .8 of its content bigrams do.

Content bigrams: pairs of neighbouring characters in runs of letters, digits and Chinese characters, less those with a
function word's character (的 了 是 ...) and less a list number at the beginning. A name: a title in 《》, a Latin word, and what
jieba tags as a person, place, organisation or other proper name.

Source: eval/gold's definitions; after the citation recall of Gao, Yen, Yu, Chen, 2023, with rules in place of an entailment model.
"""

import re
import unicodedata
from collections.abc import Sequence

from ecqa.evaluation.matching import has, norm
from ecqa.evaluation.metrics.tally import Tally
from ecqa.evaluation.statements import Statement
from ecqa.schema import Citation
from ecqa.text.folding import simplify
from ecqa.text.names import names

SHARE = 0.8
"""Of the content bigrams, how many the quotes must hold at least."""

_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d{4}-\d{2}(?:-\d{2})?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_TITLE = re.compile(r"《([^《》]+)》")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&+.-]*[A-Za-z0-9]")
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)）]\s*(?!\d)|[-*•·]\s+)")
_FUNCTION = frozenset("的了是在和与及等也就都而对为以之其这那有个并或把被将从到着过上下中里")


def supported(statement: Statement, quotes: Sequence[str]) -> bool:
    """Whether a statement's own quotes bear it out.

    Args:
        statement: Not framing.
        quotes: The quotes behind its markers; none means not supported.
    """
    if not quotes:
        return False
    text = _LIST_NUMBER.sub("", statement.text)
    evidence = "\n".join(quotes)
    stated = set(exact_facts(evidence))  # 70、80年代 is 7080年代 without its punctuation, where 70 stands in front of a digit
    if not all(fact in stated or has(fact, evidence) for fact in exact_facts(text)):
        return False
    pairs = content_bigrams(text)
    normed = _simplified(evidence)
    return sum(pair in normed for pair in pairs) >= SHARE * len(pairs)


def support(statements: Sequence[Statement], citations: Sequence[Citation]) -> Tally:
    """Statements borne out, of how many; framing has been left out by the caller."""
    return Tally(sum(supported(statement, own_quotes(statement, citations)) for statement in statements), len(statements))


def own_quotes(statement: Statement, citations: Sequence[Citation]) -> list[str]:
    """The quotes behind a statement's markers."""
    return [citation.quote for citation in citations if citation.marker in statement.markers]


def exact_facts(text: str) -> list[str]:
    """The dates, numbers and names of a statement, as written."""
    plain = unicodedata.normalize("NFKC", text)
    dates = _DATE.findall(plain)
    latin = _LATIN.findall(plain)
    numbers = _NUMBER.findall(_LATIN.sub(" ", _DATE.sub(" ", plain)))
    return dates + numbers + _TITLE.findall(plain) + latin + names(plain)


def content_bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters that say something, as often as they occur."""
    pairs = []
    for run in re.findall(r"\w+", simplify(unicodedata.normalize("NFKC", text).lower())):
        pairs += [run[i : i + 2] for i in range(len(run) - 1) if not _FUNCTION & set(run[i : i + 2])]
    return pairs


def _simplified(text: str) -> str:
    return norm(simplify(text))
