"""The articles of the index in, the first screen out: what this is, what it covers and until when, what one may ask, what is kept."""

from collections.abc import Sequence

from ecqa.interfaces.web.markup import escape
from ecqa.messages import Messages

PERSONAS = ("merchant", "member", "evaluator")
EXAMPLES_EACH = 2


def first_screen(articles: int, dates: Sequence[str], messages: Messages, days: int) -> str:
    """HTML of the page before the first question.

    Args:
        articles: How many the index in use has.
        dates: Of them, ISO, ascending.
        messages: The words.
        days: How long questions are kept.
    """
    groups = "".join(_examples(persona, messages) for persona in PERSONAS)
    return (
        f'<section class="welcome">'
        f'<h2 class="tagline">{escape(messages.text("web.tagline"))}</h2>'
        f'<p class="coverage">{escape(coverage(articles, dates, messages))}</p>'
        f'<div class="examples" role="group" aria-label="{escape(messages.text("web.examples"))}">{groups}</div>'
        f'<p class="disclaimer">{escape(messages.text("web.disclaimer"))}</p>'
        f'<p class="privacy">{escape(messages.text("web.privacy", days=days))}</p>'
        f"</section>"
    )


def coverage(articles: int, dates: Sequence[str], messages: Messages) -> str:
    """How many articles there are, and the months of the oldest and the newest, as in 2012-11."""
    if not dates:
        return messages.text("web.coverage-undated", articles=articles)
    return messages.text("web.coverage", articles=articles, since=dates[0][:7], until=dates[-1][:7])


def _examples(persona: str, messages: Messages) -> str:
    questions = [messages.text(f"web.example-{persona}-{place}") for place in range(1, EXAMPLES_EACH + 1)]
    buttons = "".join(
        f'<button type="button" class="example" data-ask="{escape(question)}">{escape(question)}</button>' for question in questions
    )
    return f'<div class="persona"><h3>{escape(messages.text(f"web.persona-{persona}"))}</h3>{buttons}</div>'
