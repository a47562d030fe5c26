"""An answer in, questions that may be asked next out: made of the cited articles, and only those that were tried and are answered from them.

A candidate asks about a cited article as a whole, about a heading of it that the answer leaves out, or about a document that it
names. Whether it is answered is found out by asking, once for each version of an article.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator

from ecqa.errors import EcqaError
from ecqa.messages import Messages
from ecqa.passages import cut
from ecqa.pipeline import Assistant
from ecqa.schema import Answer, Article, Citation

MOST = 3
"""Questions offered."""
TRIED = 4
"""Candidates tried after one answer, beside those that are known."""
SECONDS = 2.0
"""After which no further candidate is tried."""
KNOWN = 5000
"""Candidates remembered."""
LONGEST = 60
"""Characters of a question offered."""
DOCUMENT = re.compile(
    r"《(?=[^《》\n]{4,30}》)[^《》\n]*(?:法|办法|条例|规定|细则|规则|意见|通知|公告|决定|方案|规划|纲要|计划|标准|指南|目录|协议|报告|白皮书|释义|解读)(?:（[^（）]*）)?》"
)
"""A document that is named: a rule, a plan or a report; not a newspaper or a book."""
_NUMBER = r"(?:#+\s*|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．：:]\s*|第[一二三四五六七八九十\d]{1,3}[，、：:]\s*)"
NUMBERING = re.compile(rf"^{_NUMBER}+|(?:（[^）]*）|[：:。])+$")

Candidate = tuple[str, str]
"""The question, and what a sentence that answers it must hold; empty where any sentence of the article does."""


class Suggestions:
    """Which questions may follow an answer; safe to use from several threads.

    Args:
        assistant: Who is asked whether it has an answer.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._known: OrderedDict[tuple[str, str, str], bool] = OrderedDict()
        self._trying = threading.Lock()

    def after(self, answer: Answer, messages: Messages) -> tuple[str, ...]:
        """At most `MOST` questions; only those that are known already while another answer's are being tried.

        Args:
            answer: What was answered; a refusal has none.
            messages: The wording of questions.
        """
        if answer.status == "refused" or not answer.citations:
            return ()
        trying = self._trying.acquire(blocking=False)
        try:
            return tuple(self._good(answer, messages, TRIED if trying else 0))
        finally:
            if trying:
                self._trying.release()

    def _good(self, answer: Answer, messages: Messages, tries: int) -> Iterator[str]:
        begun, found = time.monotonic(), 0
        for article_id in dict.fromkeys(citation.article_id for citation in answer.citations):
            article = self._assistant.article(article_id)
            for question, needed in candidates(article, answer, messages) if article else ():
                assert article is not None
                key = (article.id, article.revision, question)
                good = self._known.get(key)
                if good is None and tries > 0 and time.monotonic() - begun < SECONDS:
                    tries -= 1
                    good = self._remember(key, good=self._answered(article, question, needed))
                if good:
                    yield question
                    found += 1
                if found == MOST:
                    return

    def _remember(self, key: tuple[str, str, str], *, good: bool) -> bool:
        self._known[key] = good
        while len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return good

    def _answered(self, article: Article, question: str, needed: str) -> bool:
        try:
            answer = self._assistant.ask(question)
        except EcqaError:
            return False
        return answer.status == "answered" and any(_from(citation, article, needed) for citation in answer.citations)


def candidates(article: Article, answer: Answer, messages: Messages) -> Iterator[Candidate]:
    """Questions about an article that an answer cites, best first, none of them the one that was answered.

    Args:
        article: As the index holds it.
        answer: What was said of it.
        messages: The wording of questions.
    """
    said = [(one.start, one.end) for one in answer.citations if one.article_id == article.id and one.revision == article.revision]
    title = article.title if "《" in article.title else f"《{article.title}》"
    for question, needed in (
        *([] if len(said) > 2 else [(messages.text("web.suggest-article", title=title), "")]),
        *((messages.text("web.suggest-about", words=f"“{heading}”"), "") for heading in _headings(article, said)),
        *((messages.text("web.suggest-about", words=name), name) for name in _documents(article, answer)),
    ):
        if len(question) <= LONGEST and question != answer.question:
            yield question, needed


def _headings(article: Article, said: list[tuple[int, int]]) -> Iterator[str]:
    """Sub-headings under which nothing was cited but perhaps they themselves, without their numbers."""
    passages = cut(article)
    named = {_bare(passage.heading) for passage in passages}
    below = [(start, end) for start, end in said if _bare(article.text[start:end]) not in named]
    untouched: dict[str, bool] = {}
    for passage in passages:
        touched = any(start < passage.end and passage.start < end for start, end in below)
        untouched[passage.heading] = untouched.get(passage.heading, True) and not touched
    for heading, free in untouched.items():
        if free and len(_bare(heading)) >= 4:
            yield _bare(heading)


def _bare(heading: str) -> str:
    return NUMBERING.sub("", heading.strip())


def _documents(article: Article, answer: Answer) -> Iterator[str]:
    """The documents that the article names, and neither question nor answer speaks of."""
    for name in dict.fromkeys(DOCUMENT.findall(article.text)):
        if name[1:-1] not in answer.question and name not in answer.text and name[1:-1] not in article.title:
            yield name


def _from(citation: Citation, article: Article, needed: str) -> bool:
    return citation.article_id == article.id and needed in citation.quote
