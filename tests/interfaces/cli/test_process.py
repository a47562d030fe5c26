"""The program as a process of its own: what the shell passes in and gets back, signals and pipes included."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("ecqa")
QUESTION = "五维电子商务产业园的项目分几期，共多少平方米？"


def ecqa(*arguments, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, timeout=120, check=False, **options)


def test_help_comes_at_once_and_in_any_locale(site):
    start = time.perf_counter()
    done = ecqa("--help", env={**os.environ, "LC_ALL": "C"})
    assert time.perf_counter() - start < 10
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").startswith("用法：ecqa ")


def test_help_loads_no_model_library(site):
    code = "import sys, ecqa.interfaces.cli.main as m; m.run(['--help']); print(sorted({'torch', 'faiss', 'gradio', 'langchain_core'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_question_in_gb18030_is_answered_and_nothing_else_is_said(site):
    done = ecqa(b"ask", QUESTION.encode("gb18030"), b"--json", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    answer = json.loads(done.stdout.decode("utf-8"))
    assert (answer["question"], answer["status"]) == (QUESTION, "answered")


def test_a_batch_goes_through_pipes(site):
    lines = json.dumps({"id": "a", "question": QUESTION}).encode() + b"\n" + '{"id": "b", "question": "\ufffd"}'.encode() + b"\n"
    done = ecqa("answer", "-", "--out", "-", input=lines)
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.decode("utf-8").splitlines()] == ["a", "b"]
    assert done.stderr.decode("utf-8").splitlines()[-1] == "2 个回答已写入 -。"


def test_a_reader_that_leaves_is_no_problem(site):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([PROGRAM, "--help"], stdout=write, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_port_in_use_is_named_before_the_model_loads(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ecqa("serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode("utf-8") == f"127.0.0.1:{port} 已被占用；请关闭占用它的程序，或用 --port 换一个端口。\n"


def test_ctrl_c_ends_without_a_traceback(site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A shell starts what it runs with & deaf to Ctrl+C, and children inherit that: the server must not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        server = subprocess.Popen([PROGRAM, "serve", "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    assert server.stdout is not None
    assert server.stdout.readline() == f"网页已就绪：http://127.0.0.1:{port}（按 Ctrl+C 停止）\n"
    server.send_signal(signal.SIGINT)
    out, err = server.communicate(timeout=30)
    assert (out, err) == ("", "")
    assert server.returncode in (0, 130)
