"""bench/results/scale.json to docs/images/scale.svg: milliseconds by number of passages, both logarithmic; it measures nothing.

usage: python bench/scale_plot.py [--results bench/results/scale.json] [--out docs/images/scale.svg]
"""

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 760, 420, 70, 20, 50, 220
LINES = (
    ("all vectors compared by numpy", "#9a6700", lambda step: step["dense"]["numpy_ms"]),
    ("vectors", "#0969da", lambda step: step["dense"]["p50_ms"]),
    ("both lexical fields", "#8250df", lambda step: step["lexical"]["p50_ms"]),
    ("search as a whole", "#1a7f37", lambda step: step["search"]["without_encoder_p50_ms"]),
    ("stock recipe, built once", "#bc4c00", lambda step: step.get("stock", {}).get("built_once_p50_ms")),
    ("stock recipe, rebuilt", "#cf222e", lambda step: step.get("stock", {}).get("rebuilt_p50_ms")),
)
"""Name, colour, and the figure of a step; None where it was not taken."""


def main() -> int:
    """Draws."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=Path("bench/results/scale.json"))
    parser.add_argument("--out", type=Path, default=Path("docs/images/scale.svg"))
    args = parser.parse_args()
    steps = json.loads(args.results.read_text("utf-8"))["sizes"]
    args.out.write_text(drawn(steps), encoding="utf-8", newline="\n")
    return 0


def drawn(steps: list[dict[str, Any]]) -> str:
    """The picture as SVG."""
    points = {name: [(step["passages"], value(step)) for step in steps if value(step) is not None] for name, _, value in LINES}
    sizes = [step["passages"] for step in steps]
    values = [value for line in points.values() for _, value in line]
    across = (math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes))))
    up = (math.floor(math.log10(min(values))), math.ceil(math.log10(max(values))))

    def place(size: float, value: float) -> tuple[float, float]:
        x = LEFT + (math.log10(size) - across[0]) / max(across[1] - across[0], 1) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (math.log10(value) - up[0]) / (up[1] - up[0]) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = []
    for power in range(across[0], across[1] + 1):
        x, y = place(10**power, 10 ** up[0])
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{y}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in range(up[0], up[1] + 1):
        x, y = place(10 ** across[0], 10**power)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    for number, (name, colour, _) in enumerate(LINES):
        if points[name]:
            line = " ".join("{},{}".format(*place(*point)) for point in points[name])
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += ['<circle cx="{}" cy="{}" r="3" fill="{}"/>'.format(*place(*point), colour) for point in points[name]]
            parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{TOP + 14 + 22 * number}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 8}" text-anchor="middle">passages</text>')
    parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{TOP + 14 + 22 * len(LINES)}" fill="#57606a">median milliseconds</text>')
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
