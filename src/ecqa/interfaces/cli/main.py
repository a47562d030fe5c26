"""The program `ecqa`: arguments to a verb, every problem to one line on standard error and an exit code.

Exit codes: 0 fine, 1 a problem the message explains, 2 wrong usage, 130 stopped by Ctrl-C.
"""

import io
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from ecqa import __version__
from ecqa.errors import EcqaError
from ecqa.interfaces.cli import key, library, upkeep
from ecqa.interfaces.cli.ask import answer, ask
from ecqa.interfaces.cli.evaluate import check, compare, evaluate, gate
from ecqa.interfaces.cli.help import Verb, Verbs, explain
from ecqa.interfaces.cli.index import index
from ecqa.interfaces.cli.search import search
from ecqa.interfaces.cli.serve import serve
from ecqa.interfaces.cli.session import Session, UsageError, language
from ecqa.interfaces.cli.user import add, listed, remove

DEBUG = "ECQA_DEBUG"
"""Set to anything, a problem that nobody foresaw shows its traceback."""
QUIET = {"TRANSFORMERS_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "TOKENIZERS_PARALLELISM": "false"}

app = typer.Typer(
    cls=Verbs,
    help="program",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for verb in (index, search, ask, answer, evaluate, compare, gate, serve):
    app.command(verb.__name__, cls=Verb, help=f"verb-{verb.__name__}")(verb)
for name, over_documents in (
    ("add", library.add),
    ("list", library.listed),
    ("show", library.show),
    ("update", library.update),
    ("remove", library.remove),
    ("history", library.history),
    ("restore", library.restore),
    ("doctor", upkeep.doctor),
    ("export", upkeep.export),
    ("import", upkeep.imported),
):
    app.command(name, cls=Verb, help=f"verb-{name}")(over_documents)
gold = typer.Typer(cls=Verbs, help="verb-gold", context_settings={"help_option_names": ["--help", "-h"]})
gold.command("check", cls=Verb, help="verb-check")(check)
app.add_typer(gold, name="gold")
user = typer.Typer(cls=Verbs, help="verb-user", context_settings={"help_option_names": ["--help", "-h"]})
user.command("add", cls=Verb, help="verb-user-add")(add)
user.command("remove", cls=Verb, help="verb-user-remove")(remove)
user.command("list", cls=Verb, help="verb-user-list")(listed)
app.add_typer(user, name="user")
keys = typer.Typer(cls=Verbs, help="verb-key", context_settings={"help_option_names": ["--help", "-h"]})
keys.command("add", cls=Verb, help="verb-key-add")(key.add)
keys.command("list", cls=Verb, help="verb-key-list")(key.listed)
keys.command("revoke", cls=Verb, help="verb-key-revoke")(key.revoke)
app.add_typer(keys, name="key")


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: The words after the program's name; None takes those of the process.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    _quieten()
    session = Session(language(words, os.environ.get("ECQA_LANG")))
    try:
        code = get_command(app).main(words, prog_name="ecqa", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except UsageError as problem:
        session.warn(session.messages.error(problem))
        return 2
    except EcqaError as problem:
        session.warn(session.messages.error(problem))
        return 1
    except typer.TyperException as problem:
        session.warn(explain(problem, session.messages))
        return problem.exit_code
    except (BrokenPipeError, SystemExit):  # the reader of our output has gone, as in `ecqa search … | head -1`; Typer and rich exit on it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        if os.environ.get(DEBUG):
            raise
        session.warn(session.messages.text("error.unforeseen", kind=type(problem).__name__, reason=problem, variable=DEBUG))
        return 1
    return code if isinstance(code, int) else 0


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[bool, typer.Option("--version", help="option-version", is_eager=True, callback=_show_version)] = False,
) -> None:
    """The options before the verb."""


def _quieten() -> None:
    """Keeps what libraries say at start-up out of the way, unless it was asked for."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
