"""Where the server listens, and what a taken or unusable address says."""

import socket
from contextlib import closing

import pytest

from ecqa.config import Settings
from ecqa.errors import SearchIndexError, ServiceError
from ecqa.interfaces.server import listen, serve, url
from ecqa.messages import Messages


def test_a_taken_port_is_named_in_one_line():
    with closing(listen("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(ServiceError) as problem:
            listen("127.0.0.1", port)
    assert Messages("zh").error(problem.value) == f"127.0.0.1:{port} 已被占用；请关闭占用它的程序，或用 --port 换一个端口。"


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServiceError) as problem:
        listen("203.0.113.7", 0)
    assert problem.value.key == "address-unusable"
    assert "203.0.113.7" in Messages("zh").error(problem.value)


def test_it_listens_where_it_was_told():
    with closing(listen("127.0.0.1", 0)) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"
        socket.create_connection(taken.getsockname(), timeout=2).close()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("localhost", "http://localhost:7860"),
        ("0.0.0.0", "http://127.0.0.1:7860"),
        ("::", "http://[::1]:7860"),
        ("::1", "http://[::1]:7860"),
    ],
)
def test_the_address_opens_on_this_machine(host, address):
    assert url(host, 7860) == address


def test_without_an_index_nothing_is_served_and_the_port_is_free_again(tmp_path):
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    announced = []
    with pytest.raises(SearchIndexError) as problem:
        serve(Settings(index=tmp_path / "none", port=port), announced.append)
    assert problem.value.key == "index-missing"
    assert announced == []
    listen("127.0.0.1", port).close()
