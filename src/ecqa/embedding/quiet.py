"""Keeps the model libraries from printing while they load: progress bars and load reports; problems still raise."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_LOGGERS = ("sentence_transformers", "transformers", "huggingface_hub")


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Silences the libraries for the length of a `with`, and gives them back as they were."""
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415 - seconds to import, and only a model needs it

    levels = {name: logging.getLogger(name).level for name in _LOGGERS}
    bars = transformers_logging.is_progress_bar_enabled()
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
