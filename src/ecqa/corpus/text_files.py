"""A plain text file to articles: a newsletter issue to many, any other text to one."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ecqa.corpus import newsletter
from ecqa.corpus.credits import read_credits
from ecqa.corpus.dates import Issue, issue_of
from ecqa.corpus.found import FileContent, FoundArticle, revision
from ecqa.corpus.kinds import NEWSLETTER, recognise
from ecqa.corpus.newsletter import Draft
from ecqa.corpus.newsletter.lines import Line
from ecqa.schema import Article, Notice

NOTHING: Mapping[str, object] = {}


def read_text_file(text: str, path: str, given: Mapping[str, object] = NOTHING) -> FileContent:
    """Reads a text by what it looks like: an issue becomes `<stem>-<place>` for every article, another text one article `<stem>`.

    Args:
        text: The whole text, with unified line ends.
        path: Relative to the corpus folder.
        given: What corpus.toml says of the file; its kind decides what the text is read as.
    """
    lines = newsletter.read_lines(text)
    if not lines:
        return FileContent(notices=[Notice(path, 1, "file-empty", "")])
    if is_issue(lines, given):
        return read_issue(text, lines, path)
    draft = newsletter.single(lines)
    return FileContent([read_single(text, draft, path)])


def is_issue(lines: list[Line], given: Mapping[str, object]) -> bool:
    """Whether a text is an issue of several articles: as a person says, else as it looks."""
    return given["kind"] == NEWSLETTER if given.get("kind") else newsletter.is_newsletter(lines)


def read_issue(text: str, lines: list[Line], path: str, titles: Sequence[int] = ()) -> FileContent:
    """The articles of an issue, each `news`.

    Args:
        text: The whole text.
        lines: Its non-blank lines.
        path: Relative to the corpus folder.
        titles: Indices of the lines that are known to be titles; none has them found.
    """
    stem = PurePosixPath(path).stem
    parsed = newsletter.parse(lines, path, titles)
    issue = issue_of(stem, parsed.masthead)
    found = [
        _found(draft, issue, article_id=f"{stem}-{place:02d}", kind="news", path=path, text=text[draft.start : draft.end])
        for place, draft in enumerate(parsed.drafts, 1)
    ]
    return FileContent(found, list(parsed.notices))


def read_single(text: str, draft: Draft, path: str) -> FoundArticle:
    """The one article of a text, of the kind that it looks like."""
    stem = PurePosixPath(path).stem
    body = text[draft.start : draft.end]
    return _found(draft, issue_of(stem), article_id=stem, kind=recognise(body, draft.title), path=path, text=body)


def _found(draft: Draft, issue: Issue, *, article_id: str, kind: str, path: str, text: str) -> FoundArticle:
    said = read_credits(draft.lines, issue)
    article = Article(
        id=article_id,
        title=draft.title,
        text=text,
        revision=revision(text),
        path=path,
        start=draft.start,
        section=draft.section,
        kind=kind,
        date=said.date,
        source=said.source,
        urls=said.urls,
        authors=said.authors,
    )
    return FoundArticle(article, host=said.host, named_by_host=True)
