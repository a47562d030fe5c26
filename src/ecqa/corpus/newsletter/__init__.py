"""A newsletter issue, without any mark-up, to its articles; nothing here knows the titles or sections of one issue."""

from ecqa.corpus.newsletter.issue import Draft, ParsedIssue, clipped_title, is_newsletter, parse, single
from ecqa.corpus.newsletter.lines import read_lines

__all__ = ["Draft", "ParsedIssue", "clipped_title", "is_newsletter", "parse", "read_lines", "single"]
