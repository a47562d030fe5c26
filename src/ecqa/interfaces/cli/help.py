"""A command and its options to help in the user's language; the words are keys under `[cli]` in messages/*.toml."""

from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from ecqa.interfaces.cli.session import UsageError
from ecqa.messages import Messages

WIDTH = 100


class Verb(TyperCommand):
    """A verb that explains itself in the language of the session."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what the verb does, its arguments and options."""
        formatter.write(_rendered(_page(self, ctx)))


class Verbs(TyperGroup):
    """The program: a list of verbs."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what the program does, its verbs."""
        verbs = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        formatter.write(_rendered([*_page(self, ctx), *_listed("help-verbs", verbs, ctx.obj.messages)]))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The verb's name and the verb.

        Raises:
            UsageError: There is no such verb.
        """
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise UsageError("usage-verb", name=args[0], verbs=", ".join(self.commands))
        return super().resolve_command(ctx, args)


def explain(problem: typer.TyperException, messages: Messages) -> str:
    """One line for a command line that does not parse."""
    where = getattr(getattr(problem, "ctx", None), "command_path", "ecqa")
    parameter = getattr(problem, "param", None)
    match type(problem).__name__:
        case "NoSuchOption":
            key, name = "usage-option", str(getattr(problem, "option_name", ""))
        case "BadOptionUsage":
            key, name = "usage-value", str(getattr(problem, "option_name", ""))
        case "MissingParameter":
            key, name = "usage-missing", _label(parameter)
        case "BadParameter":
            key, name = "usage-value", _label(parameter)
        case _:
            key, name = "usage-other", problem.format_message()
    return messages.text(f"error.{key}", name=name, command=where)


def _page(command: Any, ctx: Any) -> list[Text | Table]:
    messages: Messages = ctx.obj.messages
    parameters = command.get_params(ctx)
    arguments = [(_label(each), each.help or "") for each in parameters if each.param_type_name == "argument"]
    options = [
        (_label(each), "option-help" if each.name == "help" else each.help or "") for each in parameters if each.param_type_name == "option"
    ]
    pieces = [ctx.command_path, *(name for name, _ in arguments), "[OPTIONS]"]
    if isinstance(command, Verbs):
        pieces.append("VERB ...")
    return [
        Text(messages.text("cli.help-usage", usage=" ".join(pieces))),
        Text("\n" + messages.text(f"cli.{command.help}")),
        *_listed("help-arguments", arguments, messages),
        *_listed("help-options", options, messages),
    ]


def _listed(heading: str, rows: list[tuple[str, str]], messages: Messages) -> list[Text | Table]:
    if not rows:
        return []
    table = Table.grid(padding=(0, 2))
    for name, key in rows:
        table.add_row(Text(f"  {name}", no_wrap=True), Text(messages.text(f"cli.{key}")))
    return [Text("\n" + messages.text(f"cli.{heading}"), style="bold"), table]


def _label(parameter: Any) -> str:
    """A parameter as it is written: `QUERY`, `--k NUMBER`, `--json`."""
    if parameter is None:
        return ""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    names = ", ".join(parameter.opts)
    return f"{names} {parameter.metavar}" if parameter.metavar else names


def _rendered(parts: list[Text | Table]) -> str:
    console = Console(width=min(WIDTH, Console().width))
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()
