"""`ecqa key`: a secret is written once to standard output, and the list says what became of each key."""

import pytest

from ecqa.interfaces.cli.main import run
from ecqa.storage import open_storage


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("ECQA_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "ecqa.sqlite3"


def test_a_key_is_made_listed_and_revoked(database, capsys):
    assert run(["key", "add", "商会网站", "--scope", "ask", "--scope", "metrics", "--days", "30"]) == 0
    made = capsys.readouterr()
    secret = made.out.rstrip("\n")
    assert made.err == "已为 商会网站 新建密钥；它只显示这一次，请马上保存。\n"
    with open_storage(database) as storage:
        key = storage.keys.find(secret)
        assert (key.scopes, (key.expires_at - key.created_at).days) == (("ask", "metrics"), 30)
    assert run(["key", "list"]) == 0
    line = capsys.readouterr().out
    assert (
        line == f"商会网站\t{secret[:9]}…\task,metrics\t{key.created_at.astimezone().date()}\t{key.created_at.astimezone().date()}\t可用\n"
    )
    assert run(["key", "revoke", "商会网站", "--lang", "en"]) == 0
    assert run(["key", "list", "--lang", "en"]) == 0
    ended, listed = capsys.readouterr().out.splitlines()
    assert ended == "The key of 商会网站 has ended."
    assert listed.endswith("\trevoked")
    assert secret not in listed
    with open_storage(database) as storage:
        assert storage.keys.find(secret) is None
        assert [(entry.act, entry.person) for entry in storage.audit.last()] == [("key-revoke", "商会网站"), ("key-add", "商会网站")]


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["key", "revoke", "nobody"], 1, "没有名为 nobody 的可用密钥；运行 ecqa key list 查看。\n"),
        (["key", "add", "x", "--scope", "all"], 1, "密钥的用途不能用；可选的有 ask, search, metrics。\n"),
        (["key", "add", "x", "--days", "0"], 2, "--days N 的值不能用；运行 ecqa key add --help 查看用法。\n"),
    ],
)
def test_a_problem_is_one_line(database, capsys, words, code, line):
    assert run(words) == code
    assert capsys.readouterr().err == line
