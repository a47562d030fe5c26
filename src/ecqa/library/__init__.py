"""The life of documents: added, shown, updated, removed, restored, checked, backed up; what an index holds is made in `index`."""

from ecqa.library.backup import export, restore
from ecqa.library.catalogue import Document
from ecqa.library.commit import Done
from ecqa.library.desk import Library, inside
from ecqa.library.doctor import Finding, examine
from ecqa.library.drafts import Draft, Drafts
from ecqa.library.incoming import Incoming, given, take
from ecqa.library.preview import Preview

__all__ = [
    "Document",
    "Done",
    "Draft",
    "Drafts",
    "Finding",
    "Incoming",
    "Library",
    "Preview",
    "examine",
    "export",
    "given",
    "inside",
    "restore",
    "take",
]
