"""Opens the chat page many times against a server of its own, with locust, and writes bench/results/load-page.json.

First at a rate that people ask at, then at several times that rate on the same server, so that memory that only grows would show. A
visitor's limit is raised, for all come from one address. Scripts and styles of the page are not fetched: a browser keeps them.

usage: python bench/load_page.py [--sessions 200] [--seconds 300] [--wait 90 150] [--times 3] [--index index] [--out FILE]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from load import resident, start

from ecqa.evaluation.metrics.lengths import quantile

HERE = Path(__file__).parent
STOPPING = 180
"""Seconds that questions under way have at the end."""
GLANCE = 5.0
"""Seconds between two looks at the server's memory."""


@dataclass(frozen=True, slots=True)
class Phase:
    """What the visitors of one rate met."""

    sessions: int
    wait_s: tuple[float, float]
    """Between two questions of a visitor."""
    lasted_s: float
    opened: int
    answered: int
    errors: int
    strays: int
    """Pages that showed another conversation than the visitor's own."""
    told_to_wait: int
    """Questions that were not answered at once, and were told how many go before."""
    page_p95_s: float | None
    answer_p50_s: float | None
    answer_p95_s: float | None
    resident_mb: list[int]
    """Of the server, at equal distances from the beginning to the end."""


def main() -> int:
    """Measures, prints and writes; 1 where anything failed."""
    chosen = _options()
    phases = []
    with tempfile.TemporaryDirectory() as folder:
        server, url = start(chosen.index, folder)
        try:
            for times in dict.fromkeys((1.0, chosen.times)):
                wait = (chosen.wait[0] / times, chosen.wait[1] / times)
                phases.append(phase(url, server.pid, chosen, wait, Path(folder) / "met.json"))
                print(json.dumps(asdict(phases[-1])))
        finally:
            server.terminate()
            server.wait(60)
    machine = {"processor": platform.machine(), "cores": os.cpu_count(), "load_at_the_end": round(os.getloadavg()[0], 1)}
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {"machine": machine, "phases": [asdict(one) for one in phases]}
    chosen.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 1 if any(one.errors or one.strays or one.opened < one.sessions for one in phases) else 0


def phase(url: str, server: int, chosen: argparse.Namespace, wait: tuple[float, float], met: Path) -> Phase:
    """All sessions at one rate, opened within a tenth of the time."""
    opening = max(1.0, chosen.sessions / (chosen.seconds / 10))
    words = [sys.executable, "-m", "locust", "-f", str(HERE / "page_visitors.py"), "--headless", "--only-summary", "--skip-log-setup"]
    words += ["--host", url, "--users", str(chosen.sessions), "--spawn-rate", str(opening), "--run-time", str(round(chosen.seconds))]
    words += ["--stop-timeout", str(STOPPING), "--least-wait", str(wait[0]), "--most-wait", str(wait[1])]
    words += ["--gold", str(chosen.gold), "--figures", str(met)]
    met.unlink(missing_ok=True)
    begun, memory = time.monotonic(), [resident(server)]
    said = met.with_suffix(".log")
    with said.open("wb") as log, subprocess.Popen(words, stdout=log, stderr=log) as visitors:
        while visitors.poll() is None:
            time.sleep(GLANCE)
            memory.append(resident(server))
    if not met.exists():
        raise SystemExit(f"locust left no figures; it said: {said.read_text('utf-8')[-2000:]}")
    found = json.loads(met.read_text("utf-8"))
    for problem in [*found["errors"], *found["strays"]][:5]:
        print(problem, file=sys.stderr)
    return Phase(
        sessions=chosen.sessions,
        wait_s=wait,
        lasted_s=round(time.monotonic() - begun, 1),
        opened=len(found["pages"]),
        answered=len(found["seconds"]),
        errors=len(found["errors"]),
        strays=len(found["strays"]),
        told_to_wait=len(found["busy"]),
        page_p95_s=_seconds(found["pages"], 0.95),
        answer_p50_s=_seconds(found["seconds"], 0.5),
        answer_p95_s=_seconds(found["seconds"], 0.95),
        resident_mb=[memory[round(place * (len(memory) - 1) / 10)] for place in range(11)],
    )


def _seconds(values: list[float], share: float) -> float | None:
    found = quantile(sorted(values), share)
    return None if found is None else round(found, 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--wait", type=float, nargs=2, default=[90, 150], metavar=("LEAST", "MOST"), help="seconds between two questions")
    parser.add_argument("--times", type=float, default=3, help="how many times the rate afterwards")
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--out", type=Path, default=Path("bench/results/load-page.json"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
