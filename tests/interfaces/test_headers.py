"""What a page may load and run, said in headers."""

import base64
import hashlib

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from fastapi.testclient import TestClient

from ecqa.interfaces.headers import KeepToThisServer
from ecqa.interfaces.web import mount, script_hashes

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def served():
    server = FastAPI()

    @server.get("/own")
    def own():
        return HTMLResponse("<p>页</p><script>alert(1)</script>")

    @server.get("/strict")
    def strict():
        return Response("x", headers={"content-security-policy": "sandbox"}, media_type="text/html")

    with gr.Blocks(analytics_enabled=False) as page:
        gr.Textbox("<script>alert('</script><script>evil()')</script>")
    return TestClient(KeepToThisServer(mount(server, page), script_hashes))


def directives(answer):
    assert len(answer.headers.get_list("content-security-policy")) == 1
    return {name: values for name, *values in map(str.split, answer.headers["content-security-policy"].split(";"))}


def test_a_page_of_our_own_runs_script_files_of_this_server_and_nothing_else(served):
    answer = served.get("/own", headers=HTML)
    found = directives(answer)
    assert found["script-src"] == ["'self'"]
    assert found["style-src"] == ["'self'"]
    assert (found["object-src"], found["base-uri"], found["frame-ancestors"]) == (["'none'"], ["'self'"], ["'self'"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "页" in answer.text


def test_gradios_page_runs_its_own_inline_scripts_by_their_hashes(served):
    answer = served.get("/", headers={**HTML, "accept-encoding": "gzip, br"})
    allowed = directives(answer)["script-src"]
    assert "'unsafe-inline'" not in allowed
    assert allowed[:2] == ["'self'", "'unsafe-eval'"]
    scripts = [part.split(">", 1)[1] for part in answer.text.split("<script")[1:] if "src=" not in part.split(">", 1)[0]]
    bodies = [script.split("</script>")[0] for script in scripts]
    wanted = [f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in bodies]
    assert allowed[2:] == wanted
    assert len(wanted) == 5


def test_an_inline_script_that_gradio_did_not_write_gets_no_hash(served):
    page = served.get("/", headers=HTML).text
    injected = page.replace("</head>", "<script>window.gradio_config = {};evil('<')</script><script>evil()</script></head>")
    assert script_hashes(injected) == script_hashes(page)
    assert script_hashes("<script>evil()</script>") == ()


def test_an_answer_with_a_policy_of_its_own_keeps_it(served):
    assert directives(served.get("/strict")) == {"sandbox": []}


def test_data_has_the_policy_too(served):
    assert directives(served.get("/gradio_api/info"))["script-src"] == ["'self'"]
