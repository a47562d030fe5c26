"""Nothing in, the name of this process out; and of a name whether its process is gone. It stores nothing.

A name says where it can be checked: the machine since it was started, and the space of process numbers (a container has its own). Within
it a number is taken again one day, but not with the same moment of its start. Other systems than Linux say nothing of all this; there, and
elsewhere than where a process runs, only its silence tells.
"""

import os
from pathlib import Path

PROC = Path("/proc")
BOOT = PROC / "sys" / "kernel" / "random" / "boot_id"
STARTED = 19
"""Place of the start, counted from behind the name of the program, in what Linux says of a process; the state stands at 0."""
ENDED = "Z"
"""State of a process that ended and that nobody has asked about."""


def this_process() -> str:
    """A name that no other process has or had; empty where the system does not tell enough."""
    return _name(os.getpid())


def is_gone(name: str) -> bool | None:
    """Whether a process has ended; None where that cannot be known from here.

    Args:
        name: As `this_process` gave it there; an empty one tells nothing.
    """
    place, _, rest = name.rpartition("/")[0].rpartition("/")
    here = _place()
    if not here or place != here or not rest.isdigit():
        return None
    return _name(int(rest)) != name


def _name(number: int) -> str:
    """`boot/space/number/start`."""
    place = _place()
    try:
        told = (PROC / str(number) / "stat").read_text("utf-8", errors="replace")
    except OSError:
        return ""
    state, *facts = told.rpartition(")")[2].split()
    return f"{place}/{number}/{facts[STARTED - 1]}" if place and state != ENDED else ""


def _place() -> str:
    try:
        return f"{BOOT.read_text('ascii').strip()}/{(PROC / 'self' / 'ns' / 'pid').readlink()}"
    except OSError:
        return ""
