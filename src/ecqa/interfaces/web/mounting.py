"""A FastAPI application and the page in, the application with the page at its root out; it listens on no port."""

from importlib import resources
from typing import Any
from urllib.parse import quote

import gradio as gr
from fastapi import FastAPI

FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
THREADS = 32
"""Handlers of the page under way at the same time. They are Gradio's own, so that the desk and the service, which use the
threads that Starlette keeps, do not wait for visitors, nor visitors for them."""
WAITING = 400
"""Events in Gradio's line, beyond which it turns them away: twice as many as there are open sessions in the load test."""
STYLES = ("colours.css", "style.css", "chat.css", "evidence.css", "list.css", "print.css")
"""In the order in which they hold."""
UPLOAD_BYTES = 1
"""The page takes no files; Gradio's upload address would."""


def mount(server: FastAPI, app: gr.Blocks, path: str = "/") -> FastAPI:
    """The server with the page at a path, without Gradio's footer, history of runs, monitoring page and uploads."""
    app.queue(max_size=WAITING)
    app.max_threads = app._queue.max_thread_count = THREADS  # `launch` has an argument for it, mounting has none
    mounted: FastAPI = gr.mount_gradio_app(
        server,
        app,
        path=path,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        **look(),
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        max_file_size=UPLOAD_BYTES,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    return mounted


def look() -> dict[str, Any]:
    """The arguments of Gradio's `launch` and `mount_gradio_app` that give the page its style: system fonts, our one style sheet."""
    fonts = list(FONTS)
    icon = f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{quote(static("icon.svg"))}">'
    styles = "".join(static(name) for name in STYLES)
    return {"theme": gr.themes.Base(font=fonts, font_mono=fonts), "head": f"{icon}<style>{styles}</style>"}


def static(name: str) -> str:
    """The text of a file that ships in `static/`."""
    return resources.files(__package__).joinpath("static", name).read_text("utf-8")
