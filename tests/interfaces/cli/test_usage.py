"""What the program says before it opens anything: help, wrong usage, exit codes."""

import pytest

from ecqa import __version__
from ecqa.interfaces.cli.main import run

VERBS = (
    *("index", "search", "ask", "answer", "evaluate", "compare", "gate", "serve"),
    *("add", "list", "show", "update", "remove", "history", "restore", "doctor", "export", "import"),
)
EVERYWHERE = ("--corpus", "--index", "--config", "--lang")
FILTERS = ("--section", "--kind", "--source", "--since", "--until", "--as-of")


@pytest.fixture(autouse=True)
def no_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECQA_LANG", raising=False)


def outcome(capsys, *arguments):
    code = run(arguments)
    streams = capsys.readouterr()
    return code, streams.out, streams.err


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help_lists_the_verbs_in_chinese(capsys, arguments):
    code, out, err = outcome(capsys, *arguments)
    assert (code, err) == (0, "")
    assert out.startswith("用法：ecqa ")
    listed = out[out.index("命令\n") :]
    assert [verb for verb in VERBS if f"\n  {verb} " in listed] == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_the_common_options(capsys, verb):
    code, out, err = outcome(capsys, verb, "--help")
    assert (code, err) == (0, "")
    wanted = EVERYWHERE + (FILTERS if verb in ("search", "ask", "answer") else ())
    assert [option for option in wanted if f"  {option} " not in out] == []


def test_help_is_there_in_english(capsys):
    _, out, _ = outcome(capsys, "ask", "--help", "--lang", "en")
    assert out.startswith("Usage: ecqa ask QUESTION [OPTIONS]\n\nAsk one question;")


def test_the_language_may_come_from_the_environment(capsys, monkeypatch):
    monkeypatch.setenv("ECQA_LANG", "en")
    assert outcome(capsys, "--help")[1].startswith("Usage: ")
    assert outcome(capsys, "ask", "--lang", "zh")[2] == "缺少 QUESTION；运行 ecqa ask --help 查看用法。\n"


def test_the_version_is_the_packages(capsys):
    assert outcome(capsys, "--version") == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["aks", "x"], "没有 aks 这个命令；可用的命令："),
        (["ask"], "缺少 QUESTION；"),
        (["ask", "x", "--jsno"], "没有 --jsno 这个选项；"),
        (["ask", "汕头", "电商"], "命令的写法不对（"),
        (["search", "x", "--k", "many"], "--k N 的值不能用；"),
        (["search", "x", "--k", "0"], "--k N 的值不能用；"),
        (["search"], "请给出一条查询，或同时给出 --queries 和 --run；"),
        (["search", "x", "--run", "y"], "请给出一条查询，或同时给出 --queries 和 --run；"),
        (["search", "--queries", "y"], "请给出一条查询，或同时给出 --queries 和 --run；"),
        (["answer", "x"], "缺少 --out FILE；"),
        (["ask", "x", "--since", "2013-02-30"], "--since 的日期 2013-02-30 不对；"),
        (["ask", "x", "--as-of", "\x1b[2J去年\n"], "--as-of 的日期 [2J去年 不对；"),
        (["ask", "x", "--since", "2013-02-01", "--until", "2013-01-01"], "--since 2013-02-01 晚于 --until 2013-01-01；"),
        (["ask", "x", "--lang", "fr"], "--lang 指定的语言不能用；"),
        (["serve", "--port", "99999"], "--port 指定的端口不能用；"),
        (["serve", "--port"], "--port 的值不能用；"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(capsys, arguments, line):
    code, out, err = outcome(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(line)
    assert err.count("\n") == 1


@pytest.mark.parametrize("question", ["", "  ", "\u3000\n"])
def test_an_empty_question_is_a_problem_of_one_line(capsys, question):
    assert outcome(capsys, "ask", question) == (1, "", "请先输入一个问题。\n")
    assert outcome(capsys, "search", question) == (1, "", "请先输入一个问题。\n")


def test_a_settings_file_is_named_and_its_language_spoken(capsys, tmp_path):
    (tmp_path / "ecqa.toml").write_text("lang = 'en'\n", "utf-8")
    assert outcome(capsys, "ask", "") == (1, "", "Please type a question first.\n")
    assert outcome(capsys, "ask", "", "--config", "other.toml")[2].startswith("读不了设置文件 other.toml（")
