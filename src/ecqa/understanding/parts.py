"""A question that asks for several things to one question for each: several clauses that ask, or one clause about X and Y; it understands none of them."""

import re
from collections.abc import Iterator, Sequence

from ecqa.text.folding import fold
from ecqa.text.segmentation import content_words, segment

MOST = 4
"""Parts a question is taken apart into; one with more is left whole."""
LONGEST_SIDE = 16
"""Characters of X and of Y."""

_CLAUSE = re.compile(r"[？?；;。]+")
_COMMA = re.compile(r"[，,]+")
_ASKS = re.compile(r"多少|(?<![好那这十有老])几(?=[^乎])|谁|哪|什么|啥|怎么|怎样|如何|咋|为何|吗$|[有是]没有|是否|何时|多[大久长高]")
_NO_SIDE = re.compile(r"[去今上前]年|同期|比|[了是有要]$|^[是有要]")
"""In what is no X or Y of its own."""
_EACH = re.compile(r"分别|各自?|(?:都|又|还)?(?:是|有|卖|占|达|在|叫)多少|异同|区别|不同|差别|相比|比较|对比|哪个[更大多高]|谁[更大多高]")
_JOINING = frozenset([*"和与跟同及、", "以及", "还有"])
_ENDS_LEFT = re.compile(r"[，,。？?；;：:的里中在对把将从给是有于]$|年$|月$|^(?:关于|请问|想问|比较|对比|对比一下|提到)$")
_ENDS_RIGHT = re.compile(
    r"^(?:[，,。？?；;：:]|的|里|中|在|分别|各|各自|相比|相比较|比|比较|有|有何|有什么|有啥|哪.*|谁|之间|两.*|都|是|卖|占|达|一共|一年|去年|今年|上半年)"
)
_OWN_WORDS = 2
"""Content words that a clause must have to be asked alone; one with fewer gets the clause before it in front."""
_NAMED = 2
"""Content words of a question that go with each item of a list beside it."""
_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{2,}")


def parts(query: str, kind: str) -> tuple[str, ...]:
    """One query for each thing asked, in order; empty for a question that asks for one thing.

    Args:
        query: Simplified, standing alone.
        kind: `Question.kind`.
    """
    clauses = _clauses(query)
    found = list(dict.fromkeys(one for clause in clauses or [query] for one in _sides(clause, kind) or [clause]))
    return tuple(found) if 2 <= len(found) <= MOST else ()


def _clauses(query: str) -> list[str]:
    """The clauses that ask, each standing alone; or a question with each item of a bare list before or after it."""
    sentences = [one.strip() for one in _CLAUSE.split(query) if one.strip()]
    asking = [one for sentence in sentences for one in _asking(sentence)]
    asking = [one for place, one in enumerate(asking) if place == 0 or content_words(fold(one))]
    if len(asking) > 1:
        return [one if place == 0 or _alone(one) else f"{asking[0]} {one}" for place, one in enumerate(asking)]
    bare = [one for one in sentences if not _ASKS.search(one) and "、" in one]
    if len(sentences) == 2 and len(asking) == 1 and bare:
        about = " ".join(content_words(fold(asking[0]))[:_NAMED])
        return [f"{item.strip()} {about}" for item in bare[0].split("、") if item.strip()]
    return []


def _asking(sentence: str) -> Iterator[str]:
    """The stretches of a sentence between commas that ask, what does not ask standing before the next that does."""
    waiting = ""
    for stretch in _COMMA.split(sentence):
        waiting = f"{waiting}，{stretch}" if waiting else stretch
        if _ASKS.search(stretch):
            yield waiting.strip()
            waiting = ""


def _alone(clause: str) -> bool:
    return sum(len(word) > 1 for word in content_words(fold(clause))) >= _OWN_WORDS


def _sides(query: str, kind: str) -> list[str]:
    """The question about X and the question about Y, of one about X和Y."""
    if kind != "compare" and not _EACH.search(query):
        return []
    words = segment(query)
    joins = [at for at, word in enumerate(words) if word in _JOINING]
    if not joins:
        return []
    first, last = joins[0], joins[-1]
    start = _left(words, first)
    end = _right(words, last)
    items = _items(words[start:end])
    if len(items) < 2 or any(len(item) > LONGEST_SIDE or _NO_SIDE.search(item) or not _PLAIN.search(item) for item in items):
        return []
    before, after = "".join(words[:start]), "".join(words[end:])
    return [f"{before}{item}{after}" for item in items]


def _left(words: Sequence[str], at: int) -> int:
    """Where X begins."""
    start = at
    while start > 0 and not _ENDS_LEFT.search(words[start - 1]):
        start -= 1
    return start


def _right(words: Sequence[str], at: int) -> int:
    """Where Y ends."""
    end = at + 1
    while end < len(words) and (end == at + 1 or not _ENDS_RIGHT.match(words[end])):
        end += 1
    return end


def _items(words: Sequence[str]) -> list[str]:
    items = [""]
    for word in words:
        if word in _JOINING:
            items.append("")
        else:
            items[-1] += word
    return [item.strip() for item in items if item.strip()]
