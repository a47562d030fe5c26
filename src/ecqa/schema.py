"""The nouns that every stage shares, as frozen dataclasses; no behaviour beyond what follows from the fields.

Facts fixed once:

1. `Article.text` is a verbatim slice of the text that the format's reader extracted (line ends unified, nothing else),
   from its title line to before the next title or section line; `Article.start` is its offset there. Folded, simplified
   or normalised text exists only in search keys and is never quoted.
2. Offsets are half-open `[start, end)` in characters of `Article.text`: `article.text[c.start:c.end] == c.quote`.
3. Ids come from content and place. `Article.id`: a JSONL line's own `id`; a file of one article: its stem; a file of
   many: `<stem>-<place>` (`2013-01-03`). No blank and no `:` in it. `Passage.id` is `article_id:start-end`.
   `Article.revision` is the first 12 hex digits of the SHA-256 of the text.
4. Scores: higher is better. Ranks start at 1. Raw scores of different retrievers don't compare.
5. Vectors: float32 of shape (n, dim), L2-normalised by the embedder.
6. A citation is a span of a hit retrieved for this question. A marker `[n]` without a citation never reaches a user.
7. `Answer.status` is answered, partial or refused. `related` is never evidence.
8. Dates are ISO strings (`2013-01-17`); published, effective, expiry and amended are facts of their own.
"""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["answered", "partial", "refused"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a printed or formatted document a part of an article's text stands: a page or paragraph, counted from 1."""

    start: int
    """Offset in `Article.text` from which on it holds, up to the next place."""
    unit: str
    number: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article, `[start, end)` in its text, that says when the article holds, which others it repeals, or what was renamed."""

    fact: Literal["published", "effective", "expiry", "amended", "repeals", "renames"]
    start: int
    end: int
    date: str | None = None
    """ISO date; the last day for an expiry. None where the sentence names none: what it repeals is then repealed when the article takes effect."""
    names: tuple[str, ...] = ()
    part: str = ""
    """Titles without 《》: of what it repeals, and as `part` what of it where not the whole (第三条, 关于…的规定); of the renamed the old one and, where not this article, the new."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the corpus, verbatim, with what is known about it."""

    id: str
    title: str
    text: str
    revision: str
    path: str
    """The file it came from, relative to the corpus folder, with `/`."""
    start: int
    """Offset of `text` in the text extracted from the file, in characters."""
    section: str | None = None
    kind: str = "article"
    """What sort of document: news, policy_digest, regulation, ...; free text from front matter."""
    date: str | None = None
    effective_date: str | None = None
    expiry_date: str | None = None
    amended_date: str | None = None
    status: str | None = None
    source: str | None = None
    urls: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    note: str | None = None
    issuer: str | None = None
    document_number: str | None = None
    places: tuple[Place, ...] = ()
    """Pages or paragraphs of the file it came from, by offset; empty where the file is text, whose lines say as much."""
    validity: tuple[Statement, ...] = ()
    """The sentences that say when it holds and what it repeals, in text order; empty for news."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a corpus file that fitted nothing; its text was kept in the nearest article."""

    path: str
    line: int
    key: str
    """Of the message under `[notice]` in messages/*.toml."""
    excerpt: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact slice of an article, at most about 300 characters, cut at headings and sentence ends."""

    id: str
    article_id: str
    start: int
    end: int
    text: str
    heading: str
    """The sub-heading it stands under; empty when it stands under the title alone."""
    sentences: tuple[tuple[int, int], ...]
    """Offsets of its sentences in `Article.text`, in order."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be searched; None allows all. Dates are ISO and inclusive, compared with `Article.date`."""

    section: str | None = None
    kind: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that a question asks about and that must stand in what answers it."""

    kind: str
    """year, month, date, quarter, batch, clause, place, organization, person, title, document_number or quote."""
    text: str
    """As typed."""
    forms: tuple[str, ...]
    """Folded; a text that holds any of them meets it."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a chat model made of a follow-up, and what that took."""

    question: str | None
    """On its own feet; None where what the model wrote could not be used."""
    prompt_version: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    """In the currency of the prices that the settings name; None where they name none."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the person asked, and what understanding made of it."""

    text: str
    """As typed, cleaned of control characters."""
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    as_of: str | None = None
    query: str = ""
    """What is searched: simplified, on its own feet (a follow-up has its subject back), typing errors corrected."""
    asked: str = ""
    """The part of `query` that this turn itself says; the rest was taken over from the turns before."""
    also: tuple[str, ...] = ()
    """Other words for what the question says, searched with less weight."""
    constraints: tuple[Constraint, ...] = ()
    """What the question asks about and an answer's evidence must name."""
    rewriting: Rewriting | None = None
    """What a chat model made of it, as a follow-up; None where none was asked."""
    kind: str = "fact"
    """Form of the answer: number, date, person, organization, place, list, summary, definition, reason, yes_no, compare, fact, greeting, thanks."""
    parts: tuple["Question", ...] = ()
    """One question for each thing asked, where it asks for several; they have no parts."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    article: Article
    score: float
    """Fused score; comparable within one result only."""
    rank: int
    dense: float = 0.0
    """Cosine of question and passage, in [-1, 1]."""
    lexical: float = 0.0
    """BM25 over character bigrams, >= 0."""
    sentence_scores: tuple[float, ...] = ()
    """Cosine of the question with each of `passage.sentences`, in [-1, 1]; empty when the retriever gives none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim span of an article: `article.text[start:end] == quote`."""

    marker: int
    article_id: str
    title: str
    section: str | None
    date: str | None
    source: str | None
    url: str | None
    start: int
    end: int
    quote: str
    revision: str
    page: int | None = None
    paragraph: int | None = None
    """Where in its file the span begins, from 1; None where the file has no pages, or no paragraphs to count."""
    reprints: tuple[str, ...] = ()
    """Ids of the other articles that say the same; they are no further evidence."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of an article, `[start, end)`, that holds a claim."""

    article: Article
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a claim is not held by what it cites."""

    kind: str
    """Key of the message under `[fault]` in messages/*.toml: nothing-cited, empty, number, date, name, negation, quantifier, roles, merged, content or long."""
    words: str = ""
    """The words of the claim that are not held; empty when it is the whole."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether what a claim cites holds it."""

    supported: bool
    spans: tuple[Span, ...] = ()
    """The sentences that hold it, in the order of what is cited; empty when it is not held."""
    fault: Fault | None = None
    """The first thing that is not held; None when all is."""
    score: float = 0.0
    """In [0, 1], higher is better: what the estimated risks leave; 0 where a rule is broken, 1 for a quotation."""


@dataclass(frozen=True, slots=True)
class ChatUse:
    """What a chat model had to do with an answer."""

    model: str
    prompt_version: str
    prompt_tokens: int = 0
    """Of all calls for the answer; estimated where the server counts none."""
    completion_tokens: int = 0
    cost: float | None = None
    """In the currency of the prices that the settings name; None where they name none."""
    left_out: int = 0
    """Sentences that the model wrote and the sources don't hold; they were never shown."""
    repaired: int = 0
    """Sentences that are shown in the second wording, the first one having failed."""
    fallback: str | None = None
    """Why sentences of the corpus are shown instead of, or after, the model's: down, slow, limited, key, refused, cut-off, malformed, endless, budget or unverified."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown: text with markers, the spans behind them, or what is missing."""

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    mode: str = "extractive"
    short_answer: str | None = None
    missing: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    """Milliseconds by stage: understand, retrieve, read, check, total."""
    id: str | None = None
    confidence: float | None = None
    """Probability in [0, 1] that the evidence holds the answer, by which it was answered or refused; None when it was not weighed."""
    chat: ChatUse | None = None
    """What a chat model did; None where none was asked."""
    rewriting: Rewriting | None = None
    """The question as a chat model understood it from the turns before; None where none was asked."""


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One step of a streamed answer: a stage begun, a piece of text with its citations, and last the whole answer."""

    kind: Literal["stage", "sentence", "answer"]
    stage: str = ""
    """For a stage: understand, retrieve, read, write (by a chat model) or check."""
    count: int = 0
    """For the stage "read": how many passages are read."""
    text: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
