"""The web page: a chat with its evidence beside it, built with Gradio, which only this folder imports."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio when it is imported: nothing is sent anywhere

from ecqa.interfaces.web.inline_scripts import script_hashes
from ecqa.interfaces.web.mounting import mount
from ecqa.interfaces.web.page import create_app

__all__ = ["create_app", "mount", "script_hashes"]
