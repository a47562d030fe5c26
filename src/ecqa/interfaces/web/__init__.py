"""The public pages: a chat with its evidence beside it, built with Gradio, which only this folder imports; articles, and the library."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio when it is imported: nothing is sent anywhere

from ecqa.interfaces.web.inline_scripts import script_hashes
from ecqa.interfaces.web.mounting import mount
from ecqa.interfaces.web.opening import open_pages
from ecqa.interfaces.web.public import Public
from ecqa.interfaces.web.suggestions import Suggestions

__all__ = ["Public", "Suggestions", "mount", "open_pages", "script_hashes"]
