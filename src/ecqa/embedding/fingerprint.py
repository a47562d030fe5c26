"""A model's name or folder to the name an index is stamped with, so that changed weights are noticed; loads no model."""

import hashlib
from pathlib import Path

_CHUNK = 1 << 20
"""Bytes read at a time."""


def model_name(model: str | Path) -> str:
    """The name that tells one model from another.

    Args:
        model: Name of a model on a hub, or a local folder.

    Returns:
        A hub name as it is; for a folder `<folder name>@<12 hex digits of the SHA-256 over its files>`, model cards left out.
    """
    folder = Path(model)
    if not folder.is_dir():
        return str(model)
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return f"{folder.resolve().name}@{digest.hexdigest()[:12]}"
