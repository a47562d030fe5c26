"""Addresses, against a server on this machine with the guard lifted for it; and the guard itself."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ecqa.errors import CorpusError
from ecqa.library.fetching import fetch, shown

PAGE = "<title>园区开园</title><h1>园区开园</h1><p>产业园6月28日开园。</p>".encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        place = self.path.split("?")[0]
        if place == "/loop":
            self._send(302, b"", Location="/loop")
        elif place == "/moved":
            self._send(302, b"", Location="/news/2014/page.shtml?id=3")
        elif place == "/inward":
            self._send(302, b"", Location="file:///etc/passwd")
        elif place == "/large":
            self._send(200, b"x" * 3_000_000)
        elif place == "/missing":
            self._send(404, b"")
        elif place == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x" * 10)
                self.wfile.flush()
                time.sleep(0.1)
        elif place == "/report.pdf":
            self._send(200, b"%PDF-1.4", **{"Content-Type": "application/pdf"})
        else:
            self._send(200, PAGE, **{"Content-Type": "text/html; charset=utf-8"})

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_gets_a_name_with_the_ending_of_its_kind(site: str) -> None:
    moved = fetch(f"{site}/moved", private=True)
    assert (moved.name, moved.data, moved.url) == ("page.html", PAGE, f"{site}/news/2014/page.shtml?id=3")
    assert fetch(f"{site}/report.pdf", private=True).name == "report.pdf"
    assert fetch(f"{site}/%E4%BA%A7%E4%B8%9A%E5%9B%AD/", private=True).name == "产业园.html"
    assert fetch(site, private=True).name == "127.0.0.1.html"


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("/loop", "url-redirections"),
        ("/missing", "url-status"),
        ("/inward", "url-form"),
        ("/large", "url-too-large"),
        ("/slow", "url-too-slow"),
    ],
)
def test_what_goes_wrong_is_said(site: str, place: str, key: str) -> None:
    begun = time.monotonic()
    with pytest.raises(CorpusError) as refused:
        fetch(site + place, private=True, limit=1_000_000, seconds=1.0)
    assert refused.value.key == key
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:80/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_nothing_on_this_machine_or_its_network_is_read(address: str) -> None:
    with pytest.raises(CorpusError) as refused:
        fetch(address, seconds=2.0)
    assert refused.value.key == "url-private"


@pytest.mark.parametrize(
    "address", ["ftp://example.org/a", "http://", "http://user:pw@example.org/", "http://a b/", "http://例子.cn/", "http://x:99999/"]
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(CorpusError) as refused:
        fetch(address)
    assert refused.value.key == "url-form"
    assert "pw" not in shown("http://user:pw@example.org/")


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(CorpusError) as refused:
        fetch("http://127.0.0.1:9/", private=True, seconds=2.0)
    assert refused.value.key == "url-unreachable"
