"""Lines of an issue to the places where its sections and articles begin; it reads no dates and no sources.

An article begins after a section line and after the source line of the one before. Where that one has no source line,
its end is told from a sub-heading by form (what follows opens like an article) and else by content (it has little in
common with what stands before).
"""

import re
from dataclasses import dataclass, field
from enum import Enum

from ecqa.corpus.newsletter.cohesion import Cohesion
from ecqa.corpus.newsletter.lines import TITLE_LIMIT, Form, Line, bracketed, is_running_text

DIFFERENT = 2.4
"""Likeness (standard deviations) below which what follows a doubtful line is another article. In shuffles of two issues
the articles below one without a source line lie at 0.7 and less, short ones at 2.4 and less, sub-headings at 2.6 and more."""
DIFFERENT_RECENT = 4.5
"""The same where what follows opens with 近日, 日前 and the like, as articles do and sub-headed paragraphs seldom."""
DIFFERENT_DATED = 10.0
"""The same where it opens with a day (`1月14日下午，`)."""
BODY_BEGUN = 40
"""Characters below the title after which a source line closes the article instead of heading it."""
ASIDES_LIMIT = 4
"""Lines that may stand between a title and its text."""
TESTS_LIMIT = 5000
"""Comparisons by content in one file; a file with more doubtful lines is no newsletter, and form alone decides."""

_STRONG_OPENING = re.compile(
    r"[（(【\[]?\s*[\u4e00-\u9fffA-Za-z0-9]{2,14}?[^，。；、（）()【】]{0,8}(?:讯|专?电|消息)\s*[）)】\]]|"
    r"本[报刊网][^，。；、]{0,8}(?:讯|专?电|消息)|"
    r"[（(【]\s*(?:本[报刊网])?(?:特约|见习)?(?:记者|通讯员)|(?:本[报刊网])?记者[\s：:]*[\u4e00-\u9fff]{2,3}\s*(?:[\u4e00-\u9fff]{2,3}\s*)?报道|"
    r"[^，。；！？]{0,14}\d{1,2}月\d{1,2}日(?:[上下中]午|晚间?|凌晨)?\s*(?:消息|讯(?!息)|专?电(?![子商视力信话脑器动影台]))"
)
_DATED_OPENING = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_RECENT_OPENING = re.compile(
    r"(?:近日|近期|日前|昨日|昨天|昨晚|今日|今天|前天|上周|本周|本月)(?!.{0,4}的)|\d{1,2}日(?:[上下]午)?，|据[^，。；]{2,16}(?:消息|报道)[，,]"
)
_DATA_SOURCE = re.compile(r"[（(【\[]?\s*(?:数据|图片|图表|资料)来源")
_CREDIT_AT_END = re.compile(r"[（(](?:文章|稿件|消息)?(?:来源|转自|摘自|转载自)[^（()）。]{2,60}[）)]$")


class State(Enum):
    """Where in an article a line stands."""

    UNTITLED = "untitled"
    HEAD = "head"
    BODY = "body"
    CLOSED = "closed"


@dataclass
class Boundaries:
    """What was found: indices into the lines."""

    starts: list[int] = field(default_factory=list)
    """First line of every article."""
    sections: dict[int, str] = field(default_factory=dict)
    """Section lines, with the section's name."""
    odd: list[tuple[int, str]] = field(default_factory=list)
    """Lines that fit nothing, with the key of the notice."""


def find(lines: list[Line], first: int) -> Boundaries:
    """Finds the section lines and the first line of each article.

    Args:
        lines: All non-blank lines of the issue.
        first: Index of the first line below the masthead.
    """
    walk = _Walk(lines)
    for i in range(first, len(lines)):
        walk.step(i)
    return walk.found


class _Walk:
    """The state of one pass over the lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.found = Boundaries()
        self.state: State | None = None
        self.size = 0
        self.tests = 0
        self.next_fixed = _next_fixed(lines)
        self.cohesion = Cohesion([line.text for line in lines], set(self.next_fixed))

    def step(self, i: int) -> None:
        """Takes the next line."""
        line = self.lines[i]
        name = bracketed(line)
        if name is not None and (self.state in (None, State.CLOSED, State.UNTITLED) or not self._text_follows(i)):
            self.found.sections[i] = name
            self.state = None
            return
        if line.form is Form.BRACKET:
            self.found.odd.append((i, "bracket-line"))
        if self.state is None:
            self._begin(i)
        elif self.state is State.UNTITLED:
            self._title(i)
        elif self.state is State.CLOSED:
            self._after_source(i)
        else:
            self._inside(i)

    def _begin(self, i: int) -> None:
        self.found.starts.append(i)
        self.state, self.size = State.UNTITLED, 0
        self._title(i)

    def _title(self, i: int) -> None:
        if self.lines[i].form in (Form.SOURCE, Form.CREDIT, Form.FILLER, Form.BRACKET):
            self.found.odd.append((i, "before-title"))
            return
        self.state = State.HEAD
        if is_running_text(self.lines[i]):
            self.found.odd.append((i, "title-missing"))
            self.state = State.BODY

    def _inside(self, i: int) -> None:
        line = self.lines[i]
        if line.form is Form.SOURCE and self._closes(i):
            self.state = State.CLOSED
        elif line.form in (Form.SHORT, Form.BODY):
            if self.state is State.BODY and line.form is Form.SHORT and self._is_title(i):
                self._begin(i)
                return
            self.size += len(line.text)
            if self.size >= BODY_BEGUN or line.text[-1] in "。！？":
                self.state = State.BODY

    def _after_source(self, i: int) -> None:
        line = self.lines[i]
        if line.form in (Form.SOURCE, Form.CREDIT, Form.FILLER, Form.BRACKET):
            return
        ends = i + 1 == len(self.lines) or bracketed(self.lines[i + 1]) is not None
        titling = line.form is Form.SHORT or (len(line.text) <= TITLE_LIMIT and self._below_title(i) is not None)
        if (titling and not ends) or (is_running_text(line) and self._source_follows(i)):
            self._begin(i)
        else:
            self.found.odd.append((i, "after-source"))
            self.state = State.CLOSED if ends else State.BODY

    def _source_follows(self, i: int) -> bool:
        """Whether the text from line i on ends with a source line of its own."""
        end = self.next_fixed[i]
        return end < len(self.lines) and self.lines[end].form is Form.SOURCE

    def _closes(self, i: int) -> bool:
        """Whether a source line ends the article; below a title it heads it, and before more text it may belong to a table."""
        if self.state is State.HEAD:
            return i + 1 == len(self.lines) or self.lines[i + 1].form in (Form.SHORT, Form.BRACKET)
        return not (_DATA_SOURCE.match(self.lines[i].text) and self._text_follows(i))

    def _text_follows(self, i: int) -> bool:
        return i + 1 < len(self.lines) and is_running_text(self.lines[i + 1])

    def _is_title(self, i: int) -> bool:
        """Whether a short line below running text begins another article rather than a part of this one."""
        previous, below = self.lines[i - 1], self._below_title(i)
        if previous.text[-1] in "：:" or below is None:
            return False
        opening = self.lines[below].text[:60]
        headed = any(self.lines[k].form in (Form.CREDIT, Form.SOURCE) for k in range(i + 1, below))
        if headed or _STRONG_OPENING.match(opening):
            return True
        if previous.form is Form.SHORT and previous.text[-1] not in "！？!?":
            return False
        if _DATED_OPENING.match(opening) or _CREDIT_AT_END.search(previous.text[-70:]):
            return self._differs(i, DIFFERENT_DATED)
        return self._differs(i, DIFFERENT_RECENT if _RECENT_OPENING.match(opening) else DIFFERENT)

    def _below_title(self, i: int) -> int | None:
        """Index of the text under a possible title, by-lines, pictures and a sub-title (——…) between; None when there is none."""
        for k in range(i + 1, min(len(self.lines), i + 2 + ASIDES_LIMIT)):
            line = self.lines[k]
            aside = line.form in (Form.CREDIT, Form.SOURCE, Form.FILLER) or line.text.startswith("——")
            if not aside:
                return k if line.form is Form.BODY else None
        return None

    def _differs(self, i: int, limit: float) -> bool:
        """Whether what stands from line i on has too little in common with the article so far to belong to it."""
        self.tests += 1
        if self.tests > TESTS_LIMIT:
            return False
        start, end = self.found.starts[-1], self.next_fixed[i]
        likeness = self.cohesion.likeness(range(start, i), range(i, end), range(start, end))
        if likeness is None:
            return limit == DIFFERENT_DATED
        return likeness + self.cohesion.echo(i, range(start + 1, i)) < limit


def _next_fixed(lines: list[Line]) -> list[int]:
    """For every line the index of the next one, itself included, at which an article ends for certain."""
    fixed = [len(lines)] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        fixed[i] = i if lines[i].form is Form.SOURCE or bracketed(lines[i]) is not None else fixed[i + 1]
    return fixed[:-1]
