"""What the pages of the desk work with, in one place; it does nothing itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecqa.interfaces.web.desk.evaluations import Evaluations
from ecqa.interfaces.web.desk.gold_sets import GoldSets
from ecqa.interfaces.web.desk.rebuilding import Rebuilding
from ecqa.interfaces.web.desk.uploading import Uploading
from ecqa.schema import Article, Notice
from ecqa.storage import Storage


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts behind the desk."""

    storage: Storage
    evaluations: Evaluations
    gold: GoldSets
    rebuilding: Rebuilding
    uploading: Uploading
    articles: Callable[[], Sequence[Article]]
    """The articles of the index in use."""
    notices: Callable[[], tuple[Notice, ...]]
    """What the parser has to say of the corpus as it stands."""
    baseline: Path
    """Folder of a run to compare others with; need not exist."""
    lang: str
    """Language where the browser asks for none that there is."""
