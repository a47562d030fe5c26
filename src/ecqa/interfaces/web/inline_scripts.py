"""A page that Gradio made in, the hashes of the inline scripts that Gradio itself wrote into it out; any other inline script gets none.

Gradio's template holds five: its settings as JSON, its start-up, and what loads its bundle. Where the template has `{{ … }}`, JSON
without `<` may stand. A browser runs an inline script only if its hash is in the page's Content-Security-Policy.
"""

import base64
import hashlib
import re
from functools import cache
from importlib import resources

SCRIPT = re.compile(r"<script(?:\s+data-gradio-mode)?>(.*?)</script>", re.DOTALL)
BLANK = re.compile(r"\{\{.*?\}\}", re.DOTALL)
MARK = "window.gradio_config = "


def script_hashes(page: str) -> tuple[str, ...]:
    """`'sha256-…'` for each inline script of Gradio's own; empty for a page that is none of Gradio's.

    Args:
        page: The HTML as it is sent.
    """
    if MARK not in page:
        return ()
    found = [script for script in SCRIPT.findall(page) if any(pattern.fullmatch(script) for pattern in _patterns())]
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in found)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    template = resources.files("gradio").joinpath("templates", "frontend", "index.html").read_text("utf-8")
    pieces = [BLANK.split(script) for script in SCRIPT.findall(template)]
    return tuple(re.compile("[^<]*".join(re.escape(piece) for piece in script), re.DOTALL) for script in pieces)
