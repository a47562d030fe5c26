"""A Question as typed to one that is understood: cleaned, simplified, corrected, on its own feet, with its kind and what it asks about; nothing is searched."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from ecqa.errors import QuestionError
from ecqa.index.abbreviations import both_ways
from ecqa.index.lexical import LexicalIndex
from ecqa.index.opened import Index
from ecqa.protocols import Rewriter
from ecqa.schema import Question
from ecqa.text.folding import clean, fold, simplify
from ecqa.text.instructions import without_orders
from ecqa.understanding.constraints import constraints
from ecqa.understanding.follow_up import Resolved, resolve
from ecqa.understanding.kinds import kind_of
from ecqa.understanding.parts import parts
from ecqa.understanding.synonyms import Table, related, shipped
from ecqa.understanding.typos import corrected, corrections

LIMIT = 500
"""Characters a question may have."""
SMALL_TALK = frozenset({"greeting", "thanks"})


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What understanding knows of the corpus in use."""

    lexical: LexicalIndex
    """Its terms, for typing errors."""
    abbreviations: Table
    """Short and long names that its texts introduce."""


class Understanding:
    """Questions understood with the words of the index in use; safe to use from several threads.

    Args:
        current: Gives the index in use; asked once a question. What is read from its texts is read once an index.
        synonyms: Other words for words; None takes those that ship with the package.
        rewriter: Gives follow-ups their subject back; rules do where it is None, or what it gives cannot be used.
    """

    def __init__(self, current: Callable[[], Index], synonyms: Table | None = None, rewriter: Rewriter | None = None) -> None:
        self._current = current
        self._rewriter = rewriter
        self._synonyms = shipped() if synonyms is None else synonyms
        self._known: tuple[Index, Known] | None = None

    def __call__(self, question: Question) -> Question:
        """The question understood; see `understand`."""
        return understand(question, self._known_of(self._current()), self._synonyms, self._rewriter)

    def _known_of(self, index: Index) -> Known:
        known = self._known
        if known is None or known[0] is not index:
            known = (index, Known(index.lexical, both_ways(index.articles.short_names())))
            self._known = known
        return known[1]


def understand(question: Question, known: Known | None = None, synonyms: Table | None = None, rewriter: Rewriter | None = None) -> Question:
    """Fills `query`, `kind`, `also`, `constraints`, `parts` and `rewriting`.

    Args:
        question: As typed.
        known: The corpus in use; None corrects no typing errors and knows no abbreviations.
        synonyms: Other words for words; None takes those that ship with the package.
        rewriter: See `Understanding`.

    Raises:
        QuestionError: The question is empty or holds no letter or digit ("question-empty"), or is longer than LIMIT
            characters ("question-too-long").
    """
    text = clean(question.text)
    if not re.search(r"[^\W_]", text):
        raise QuestionError("question-empty")
    if len(text) > LIMIT:
        raise QuestionError("question-too-long", limit=LIMIT, n=len(text))
    plain = without_orders(simplify(unicodedata.normalize("NFKC", text)))
    if not plain:
        return replace(question, text=text, query=text, asked=text, kind="greeting")
    kind = kind_of(plain)
    follows = bool(question.history) and kind not in SMALL_TALK
    rewriting = rewriter.rewrite(plain, question.history) if rewriter and follows else None
    rewritten = without_orders(rewriting.question) if rewriting and rewriting.question else ""
    resolved = Resolved(rewritten, rewritten) if rewritten else resolve(plain, question.history)
    errors = corrections(resolved.query, known.lexical) if known else []
    query = corrected(resolved.query, errors)
    tables = (shipped() if synonyms is None else synonyms, known.abbreviations if known else {})
    whole = replace(
        question,
        text=text,
        rewriting=rewriting,
        query=query,
        asked=query[len(query) - len(resolved.asked) :],
        kind=kind_of(query) if kind == "fact" and resolved.query != plain else kind,
        also=related(query, *tables),
        constraints=constraints(resolved.asked, errors, tables[1]),
    )
    return replace(whole, parts=tuple(_part(whole, one, tables) for one in parts(query, whole.kind)))


def _part(whole: Question, query: str, tables: tuple[Table, Table]) -> Question:
    """A question for one thing that a question asks for; constraints as the whole one words them, typing errors corrected already."""
    named = tuple(one for one in whole.constraints if one.text in query or any(form in fold(query) for form in one.forms))
    return replace(whole, query=query, asked=query, kind=kind_of(query), also=related(query, *tables), constraints=named)
