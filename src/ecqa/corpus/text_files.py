"""A plain text file to its articles: an issue of a newsletter, or one article."""

from pathlib import PurePosixPath

from ecqa.corpus import newsletter
from ecqa.corpus.credits import read_credits
from ecqa.corpus.dates import Issue, issue_of
from ecqa.corpus.found import FileContent, FoundArticle, revision
from ecqa.corpus.newsletter import Draft
from ecqa.schema import Article, Notice


def read_text_file(text: str, path: str) -> FileContent:
    """Reads a text by what it looks like: an issue becomes `<stem>-<place>` for every article, another text one article `<stem>`.

    Args:
        text: The whole text, with unified line ends.
        path: Relative to the corpus folder.
    """
    stem = PurePosixPath(path).stem
    lines = newsletter.read_lines(text)
    if not lines:
        return FileContent(notices=[Notice(path, 1, "file-empty", "")])
    if not newsletter.is_newsletter(lines):
        draft = newsletter.single(lines)
        return FileContent([_found(draft, issue_of(stem), article_id=stem, kind="article", path=path, text=text[draft.start : draft.end])])
    parsed = newsletter.parse(lines, path)
    issue = issue_of(stem, parsed.masthead)
    found = [
        _found(draft, issue, article_id=f"{stem}-{place:02d}", kind="news", path=path, text=text[draft.start : draft.end])
        for place, draft in enumerate(parsed.drafts, 1)
    ]
    return FileContent(found, list(parsed.notices))


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
