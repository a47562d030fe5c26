import io
from dataclasses import replace
from pathlib import Path

import pytest

from ecqa.interfaces.cli.display import counted, show_answer, show_hits
from ecqa.interfaces.cli.outputs import opened
from ecqa.interfaces.cli.records import to_line
from ecqa.interfaces.cli.session import Session, language, one_line, plain
from ecqa.schema import Answer, Article, Citation, Hit, Passage

CITATION = Citation(
    1, "a", "园区启动", "政经环境", "2013-01-17", "大华网", "http://example.org/a", 4, 9, "去年起，\n市财政", "0123456789ab"
)


@pytest.fixture
def session():
    return Session("zh")


def test_an_answer_comes_before_its_numbered_sources(session, capsys):
    other = replace(CITATION, marker=3, article_id="b", section=None, source=None, url=None)
    show_answer(
        session, Answer("问？", "answered", "去年起，市财政出资。[1][2][3]", (CITATION, replace(CITATION, marker=2, quote="二"), other))
    )
    assert capsys.readouterr().out == (
        "去年起，市财政出资。[1][2][3]\n"
        "\n"
        "出处\n"
        "[1] 园区启动\n"
        "    政经环境 · 2013-01-17 · 大华网\n"
        "    http://example.org/a\n"
        "    “去年起， 市财政”\n"
        "[2] “二”\n"
        "[3] 园区启动\n"
        "    2013-01-17\n"
        "    “去年起， 市财政”\n"
    )


def test_a_refusal_shows_what_lies_near_as_no_evidence(session, capsys):
    show_answer(session, Answer("问？", "refused", "没有找到。", related=(CITATION,), missing="年份"))
    assert capsys.readouterr().out.startswith("没有找到。\n\n相关资料（不作为依据）\n[1] 园区启动\n")


def test_a_short_answer_is_not_said_twice(session, capsys):
    show_answer(session, Answer("问？", "answered", "5000万元。每年拿出。[1]", short_answer="5000万元"))
    assert capsys.readouterr().out == "5000万元。每年拿出。[1]\n"
    show_answer(session, Answer("问？", "answered", "每年拿出。[1]", short_answer="5000万元"))
    assert capsys.readouterr().out == "5000万元\n每年拿出。[1]\n"


HOSTILE = "红\x1b[31m字\x1b]8;;http://x\x07\x9b2J\u202e倒\u2066\r[bold]粗[/bold] :smile: \ud800"


def test_nothing_in_a_text_is_obeyed_by_the_terminal(session, capsys):
    show_answer(
        session, Answer("问？", "answered", HOSTILE, (replace(CITATION, title=HOSTILE, quote=HOSTILE, source=HOSTILE, url=HOSTILE),))
    )
    shown = "红[31m字]8;;http://x2J倒[bold]粗[/bold] :smile: \ufffd"
    out = capsys.readouterr().out
    assert out.count(shown) == 5
    assert not set(out) & set("\x1b\x07\x9b\r\u202e\u2066\ud800")


def test_long_lines_are_left_to_the_terminal(session, capsys):
    text = "电商 policy " * 60
    show_answer(session, Answer("问？", "answered", text.strip()))
    assert capsys.readouterr().out == text.strip() + "\n"


def test_hits_come_by_rank(session, capsys):
    article = Article("a", "题", "题\n正文。", "0123456789ab", "a.txt", 0, section="要闻", date="2013-01-17")
    show_hits(session, [Hit(Passage("a:2-5", "a", 2, 5, "正\n文。", "", ((2, 5),)), article, 1.25, 1)])
    assert capsys.readouterr().out == " 1  题 1.250  a:2-5\n    要闻 · 2013-01-17\n    正 文。\n"
    show_hits(session, [])
    assert capsys.readouterr().out == "没有找到符合条件的段落。\n"


def test_counting_gives_every_item_and_leaves_standard_output_alone(session, capsys):
    assert list(counted(session, "answering", ["a", "b", "c"])) == ["a", "b", "c"]
    assert capsys.readouterr().out == ""


def test_plain_text_keeps_lines_and_one_line_does_not():
    assert plain("一\n二\t三\x00\x85\u2028") == "一\n二\t三"
    assert one_line(" 一\n二\t三 ") == "一 二 三"


@pytest.mark.parametrize(
    ("arguments", "variable", "spoken"),
    [
        (["ask"], None, "zh"),
        (["ask"], "en", "en"),
        (["ask", "--lang", "zh"], "en", "zh"),
        (["ask", "--lang=en"], None, "en"),
        (["ask", "--", "--lang", "en"], None, "zh"),
        (["ask", "--lang"], None, "zh"),
        (["ask", "--lang", "fr"], "en", "zh"),
    ],
)
def test_the_language_before_settings_are_read(arguments, variable, spoken):
    assert language(arguments, variable) == spoken


def test_data_leave_as_utf8_whatever_the_terminal(session, monkeypatch):
    data = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(data, encoding="ascii"))
    session.emit(to_line({"text": "电商"}))
    session.emit("{}")
    import sys

    sys.stdout.flush()
    assert data.getvalue().decode("utf-8") == '{"text": "电商"}\n{}\n'


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old", "utf-8")

    def interrupted():
        with opened(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text("utf-8") == "old"
    with opened(path) as stream:
        stream.write("new\n")
    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_as_it_comes():
    with opened(Path("/dev/null")) as stream:
        stream.write("gone")
    assert Path("/dev/null").is_char_device()
