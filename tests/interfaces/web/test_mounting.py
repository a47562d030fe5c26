"""What Gradio is set to when it is mounted."""

import gradio as gr
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecqa.interfaces.web import mount
from ecqa.interfaces.web.mounting import THREADS, WAITING


def test_threads_and_the_length_of_the_line_are_those_chosen_and_nothing_is_sent_anywhere():
    with gr.Blocks(analytics_enabled=False) as page:
        gr.HTML("x")
    with TestClient(mount(FastAPI(), page)) as browser:
        assert browser.get("/").status_code == 200
        assert page.limiter.total_tokens == THREADS
        assert (page._queue.max_thread_count, page._queue.max_size) == (THREADS, WAITING)
        assert page.analytics_enabled is False


def test_gradios_own_pages_and_uploads_are_off():
    with gr.Blocks(analytics_enabled=False) as page:
        gr.HTML("x")
    with TestClient(mount(FastAPI(docs_url=None, redoc_url=None, openapi_url=None), page)) as browser:
        assert [browser.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]
        assert browser.post("/gradio_api/upload", files={"files": ("a.txt", b"two bytes and more")}).status_code == 413
