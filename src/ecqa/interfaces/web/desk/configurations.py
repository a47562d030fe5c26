"""The assistant in use and a folder of settings files in, systems to evaluate by name out; one other than that in use is opened when asked for."""

from pathlib import Path

from ecqa.config import load_settings
from ecqa.evaluation.system import System
from ecqa.factory import open_assistant

IN_USE = "current"


class Configurations:
    """What can be evaluated.

    Args:
        current: What answers visitors.
        settings: How it is set, to be written down with a run.
        folder: Of settings files (`*.toml`, as `ecqa --config` takes them); need not exist.
    """

    def __init__(self, current: System, settings: dict[str, object], folder: Path) -> None:
        self._current = current
        self._settings = settings
        self._folder = folder

    def names(self) -> list[str]:
        """What can be chosen, the one in use first."""
        return [IN_USE, *(name for name in sorted(path.stem for path in self._folder.glob("*.toml")) if name != IN_USE)]

    def open(self, name: str) -> tuple[System, dict[str, object]]:
        """The system of a name, and its settings by name.

        Raises:
            EcqaError: Its settings, index or model cannot be used.
            KeyError: There is none of that name.
        """
        if name == IN_USE:
            return self._current, self._settings
        if name not in self.names():
            raise KeyError(name)
        settings = load_settings(self._folder / f"{name}.toml")
        return open_assistant(settings), settings.model_dump(exclude={"host", "port", "lang"})
