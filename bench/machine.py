"""What figures were taken on, for the head of a result; it measures nothing."""

import os
import platform
from typing import Any

from ecqa.encoder import cores


def machine() -> dict[str, Any]:
    """System, cores and Python; the load says what else the machine did when the run began."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": cores(),
        "load_1_minute": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }
