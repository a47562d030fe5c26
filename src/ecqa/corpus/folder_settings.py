"""The corpus.toml files of a folder tree: what a person says of all files of a folder, or of one; what a document says itself outranks it.

kind = "newsletter"          # all files of this folder and the folders in it
source = "协会会刊"

["2013-02.docx"]             # one file of this folder
kind = "article"
date = "2013-02-01"
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath

from ecqa.corpus.files import shown
from ecqa.corpus.metadata import FIELDS, read_metadata
from ecqa.errors import CorpusError

NAME = "corpus.toml"

Given = Mapping[str, object]
"""Fields by name, as `read_metadata` takes them."""


class FolderSettings:
    """What stands in the corpus.toml files of one corpus.

    Args:
        files: Relative path of each corpus.toml with its text.

    Raises:
        CorpusError: One is no TOML, names a field that does not exist, or gives a value that cannot be used.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self._folders: dict[PurePosixPath, dict[str, object]] = {}
        for path, text in files.items():
            self._folders[PurePosixPath(path).parent] = _checked(text, path)

    def given(self, name: str) -> Given:
        """What is said of a file; the nearer folder outranks the farther one, and what is said of the file alone both."""
        fields: dict[str, object] = {}
        path = PurePosixPath(name)
        for folder in reversed(path.parents):
            said = self._folders.get(folder, {})
            fields |= {field: value for field, value in said.items() if not isinstance(value, dict)}
            own = said.get(path.relative_to(folder).as_posix())
            if isinstance(own, dict):
                fields |= own
        return fields


def _checked(text: str, path: str) -> dict[str, object]:
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = re.search(r"at line (\d+)", str(problem))
        raise CorpusError("overrides-broken", path=shown(path), line=int(at[1]) if at else 1) from problem
    general = {name: value for name, value in tables.items() if not isinstance(value, dict)}
    for name, fields in (("", general), *((name, value) for name, value in tables.items() if isinstance(value, dict))):
        for field in fields:
            if field not in FIELDS:
                place = {"path": shown(path), "line": _line(text, field), "id": shown(name)}
                raise CorpusError("overrides-unknown-field", **place, field=shown(field), known=", ".join(sorted(FIELDS)))
        read_metadata(fields, path, _line(text, name) if name else 1)
    return dict(tables)


def _line(text: str, name: str) -> int:
    at = text.find(name)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
