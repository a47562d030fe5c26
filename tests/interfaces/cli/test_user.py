"""`ecqa user`: who may log in, by password from standard input or typed twice at a prompt."""

import getpass
import io
import sys

import pytest

from ecqa.interfaces.cli.main import run
from ecqa.storage import open_storage

PASSWORD = "正确 horse battery"


class Terminal(io.StringIO):
    """A terminal that a person sits at."""

    def isatty(self):
        return True


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("ECQA_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "ecqa.sqlite3"


def logged_in(database, name, password):
    with open_storage(database) as storage:
        return storage.accounts.log_in(name, password) is not None


def test_a_password_comes_from_standard_input_and_is_changed_in_the_same_way(database, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\nanother line\n"))
    assert run(["user", "add", "王编辑"]) == 0
    assert logged_in(database, "王编辑", PASSWORD)
    monkeypatch.setattr(sys, "stdin", io.StringIO("another password\n"))
    assert run(["user", "add", "王编辑", "--lang", "en"]) == 0
    assert not logged_in(database, "王编辑", PASSWORD)
    assert capsys.readouterr().out.splitlines() == [
        "已添加 王编辑；打开网页的 /desk 登录。",
        "Changed the password of 王编辑; earlier sessions have ended.",
    ]
    assert run(["user", "list"]) == 0
    assert capsys.readouterr().out == "王编辑\n"
    assert run(["user", "remove", "王编辑"]) == 0
    assert run(["user", "remove", "王编辑"]) == 1
    assert capsys.readouterr().err == "没有 王编辑 这个人；运行 ecqa user list 查看。\n"
    with open_storage(database) as storage:
        assert [entry.act for entry in storage.audit.last()] == ["user-remove", "user-password", "user-add"]


@pytest.mark.parametrize(("typed", "code"), [((PASSWORD, PASSWORD), 0), ((PASSWORD, "other password"), 1)])
def test_at_a_terminal_it_is_typed_twice(database, monkeypatch, capsys, typed, code):
    answers = iter(typed)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    assert run(["user", "add", "editor"]) == code
    assert logged_in(database, "editor", PASSWORD) is (code == 0)
    assert PASSWORD not in "".join(capsys.readouterr())


def test_a_password_that_is_too_short_is_refused_in_one_line(database, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert run(["user", "add", "editor"]) == 1
    assert capsys.readouterr().err == "密码太短或太长；请至少用 10 个字符。\n"
