"""The verbs `ask` and `answer`: one question to an answer on the terminal, a file of questions to a file of answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecqa.corpus.formats.blocks import place_at
from ecqa.errors import QuestionError, ServiceError
from ecqa.interfaces.cli import asked, inputs, options, outputs
from ecqa.interfaces.cli.display import counted, show_answer
from ecqa.interfaces.cli.records import answer_record, to_line
from ecqa.interfaces.cli.session import Session
from ecqa.schema import Answer, Citation

if TYPE_CHECKING:
    from ecqa.pipeline import Assistant


def ask(
    ctx: typer.Context,
    *,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="argument-question")],
    as_json: Annotated[bool, typer.Option("--json", help="option-json")] = False,
    history: Annotated[Path | None, typer.Option("--history", metavar="FILE", help="option-history")] = None,
    section: options.Section = None,
    kind: options.Kind = None,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """One question, answered on the terminal."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    filters, day = asked.filters(section, kind, source, since, until), asked.iso_date("--as-of", as_of)
    text = asked.question_text(question)
    turns = inputs.read_history(history) if history else ()
    assistant = session.assistant(settings)
    answer = assistant.ask(text, turns, filters, day)
    if as_json:
        session.emit(to_line(answer_record(answer)))
    else:
        show_answer(session, answer, lambda citation: _beside(session, assistant, citation))


def answer(
    ctx: typer.Context,
    *,
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl", help="argument-questions")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="option-out")],
    section: options.Section = None,
    kind: options.Kind = None,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """A file of questions, answered into a file."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    filters, day = asked.filters(section, kind, source, since, until), asked.iso_date("--as-of", as_of)
    listed = inputs.read_questions(questions)
    if asked.same_file(questions, out):
        raise ServiceError("output-is-input", path=out)
    with outputs.opened(out) as stream:
        assistant = session.assistant(settings)
        for question in counted(session, "answering", listed):
            try:
                reply = assistant.ask(question.text, question.history, filters, day)
            except QuestionError as problem:  # every line gets its object: a refusal that says why
                why = session.messages.error(problem)
                session.warn(f"{questions}:{question.line}: {why}")
                reply = Answer(question.text, "refused", why, missing=why)
            stream.write(to_line(answer_record(reply) | {"id": question.id}) + "\n")
    session.warn(session.messages.text("cli.answers-written", n=len(listed), path=out))


def _beside(session: Session, assistant: "Assistant", citation: Citation) -> list[str]:
    """Where in its file a source stands, and which other articles say the same."""
    lines = []
    article = assistant.article(citation.article_id)
    place = place_at(article.text, article.places, citation.start) if article is not None else None
    if place is not None:
        lines.append(session.messages.text(f"cli.at-{place.unit}", n=place.number))
    others = assistant.reprints(citation.article_id)
    if others:
        named = (one.title if one.source is None else f"{one.title}（{one.source}）" for one in others)
        lines.append(session.messages.text("cli.see-also", ids="、".join(named)))
    return lines
