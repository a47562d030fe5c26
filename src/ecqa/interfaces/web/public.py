"""What the public pages work with, in one place, and the words in the language that a browser asks for; it serves nothing."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from ecqa.index.revisions import read_revision
from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.turnstile import Turnstile
from ecqa.interfaces.web.suggestions import Suggestions
from ecqa.messages import LANGUAGES, Messages
from ecqa.pipeline import Assistant
from ecqa.schema import Article
from ecqa.storage import Storage

REVISION = re.compile(r"[0-9a-f]{12}")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8})")


@dataclass(frozen=True, slots=True)
class Public:
    """The parts behind the public pages."""

    assistant: Assistant
    storage: Storage
    allowance: Allowance
    turnstile: Turnstile
    suggestions: Suggestions
    index: Path
    """Folder of the index, for texts that were replaced since."""
    retention_days: int
    lang: str
    """Language where a browser asks for none that there is."""

    def version(self, article_id: str, revision: str) -> Article | None:
        """An article as it was at some time; None where that version was never indexed."""
        now = self.assistant.article(article_id)
        if now is not None and now.revision == revision:
            return now
        return read_revision(self.index, revision, article_id) if REVISION.fullmatch(revision) else None

    def messages_for(self, accepted: str) -> Messages:
        """The words in the first language that a browser accepts and there is; else in the server's own.

        Args:
            accepted: Its `Accept-Language`.
        """
        for part in accepted.split(","):
            found = _LANGUAGE.match(part)
            if found and found.group(1).lower() in LANGUAGES:
                return Messages(found.group(1).lower())
        return Messages(self.lang)


def public_of(request: Request) -> Public:
    """What `open_pages` gave the server."""
    public: Public = request.app.state.public
    return public


Here = Annotated[Public, Depends(public_of)]
