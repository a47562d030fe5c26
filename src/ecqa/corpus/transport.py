"""What was read of a file, to lines of JSON and back, so that another process can read it; a line of the wrong form is refused."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ecqa.corpus.found import FileContent, FoundArticle, revision
from ecqa.errors import CorpusError
from ecqa.schema import Article, Notice, Place, Statement


def content_lines(digest: str, content: FileContent) -> Iterator[str]:
    """One line an article and a notice, and a last one with the digest of the file."""
    for one in content.found:
        yield json.dumps({"article": asdict(one.article), "line": one.line, "host": one.host, "named_by_host": one.named_by_host})
    for notice in content.notices:
        yield json.dumps({"notice": asdict(notice)})
    yield json.dumps({"end": digest})


def problem_line(problem: CorpusError) -> str:
    """The line of a problem that was found."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in problem.values.items()}
    return json.dumps({"problem": problem.key, "values": values})


def read_content(lines: Iterable[bytes]) -> tuple[str, FileContent]:
    """The digest and content that lines hold.

    Raises:
        CorpusError: The other process found a problem.
        ValueError, KeyError, TypeError: The lines are of another form, or end too early.
    """
    content = FileContent()
    for line in lines:
        record = json.loads(line)
        if "article" in record:
            content.found.append(_found(record))
        elif "notice" in record:
            content.notices.append(Notice(**record["notice"]))
        elif "problem" in record:
            raise CorpusError(str(record["problem"]), **record["values"])
        elif isinstance(record["end"], str) and len(record["end"]) == 64:
            return record["end"], content
    raise ValueError("no end")


def _found(record: dict[str, Any]) -> FoundArticle:
    fields = record["article"]
    places = tuple(Place(**place) for place in fields["places"])
    validity = tuple(Statement(**{**one, "names": tuple(one["names"])}) for one in fields["validity"])
    article = Article(
        **{**fields, "urls": tuple(fields["urls"]), "authors": tuple(fields["authors"]), "places": places, "validity": validity}
    )
    if not isinstance(article.text, str) or not isinstance(article.title, str) or article.revision != revision(article.text):
        raise ValueError("another revision")
    return FoundArticle(article, record["line"], record["host"], record["named_by_host"])
