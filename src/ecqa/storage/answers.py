"""An answer or filters to plain values of JSON, and back; fields that a later version added or dropped do no harm."""

from dataclasses import asdict, fields
from typing import Any, TypeVar

from ecqa.schema import Answer, ChatUse, Citation, Filters, Rewriting

Kind = TypeVar("Kind", Answer, ChatUse, Citation, Filters, Rewriting)


def to_document(value: Answer | Filters) -> dict[str, Any]:
    """The fields by name."""
    return asdict(value)


def to_answer(document: dict[str, Any]) -> Answer:
    """The answer that `to_document` wrote."""
    lists = {name: tuple(_citation(row) for row in document.get(name, ())) for name in ("citations", "related")}
    chat, rewriting = document.get("chat"), document.get("rewriting")
    of_models = {"chat": chat and _known(ChatUse, chat), "rewriting": rewriting and _known(Rewriting, rewriting)}
    return _known(Answer, document | lists | of_models)


def _citation(row: dict[str, Any]) -> Citation:
    return _known(Citation, row | {"reprints": tuple(row.get("reprints", ()))})


def to_filters(document: dict[str, Any]) -> Filters:
    """The filters that `to_document` wrote."""
    return _known(Filters, document)


def _known(kind: type[Kind], row: dict[str, Any]) -> Kind:
    names = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in row.items() if name in names})
