"""What bad input gets: one line with what, where and what to do; about 3 seconds."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecqa.corpus import load_corpus
from ecqa.corpus.files import SIZE_LIMITS
from ecqa.errors import CorpusError
from ecqa.messages import Messages
from ecqa.schema import Article


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        load_corpus(folder)
    assert "\n" not in Messages("en").error(caught.value)
    return Messages("zh").error(caught.value)


def outcome(folder: Path) -> tuple[str | None, tuple[Article, ...]]:
    """The words of the refusal, or the articles."""
    try:
        return None, load_corpus(folder).articles
    except CorpusError as problem:
        return Messages("zh").error(problem), ()


def given_file(folder: Path, name: str, content: str | bytes) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return folder


def test_no_such_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == (
        f"找不到资料文件夹 {tmp_path}/none；请建立它并放入 .txt、.md 或 .jsonl 文件，或用 --corpus 指定别的文件夹。"
    )


def test_a_file_for_a_folder(tmp_path: Path) -> None:
    given_file(tmp_path, "a.txt", "标题\n文。")
    assert refusal(tmp_path / "a.txt") == f"{tmp_path}/a.txt 不是文件夹；请用 --corpus 指定放资料的文件夹。"


@pytest.mark.parametrize("name", ["README.md", "a.html", "blank.txt"])
def test_a_folder_without_a_document(name: str, tmp_path: Path) -> None:
    given_file(tmp_path, name, " \n")
    assert refusal(tmp_path) == f"资料文件夹 {tmp_path} 里没有可用的文件；请放入 .txt、.md 或 .jsonl 文件。"


def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = given_file(Path(name), "sub/a.txt", "标题\n文。")
        folder.chmod(0o755)
        (folder / "sub" / "a.txt").chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            assert refusal(folder) == "读不了资料 sub/a.txt（Permission denied）；请检查它的读取权限。"
        finally:
            if root:
                os.seteuid(0)


def test_a_folder_that_may_not_be_listed() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = given_file(Path(name), "sub/a.txt", "标题\n文。")
        folder.chmod(0o755)
        (folder / "sub").chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            assert refusal(folder) == f"读不了资料 {os.path.realpath(folder)}/sub（Permission denied）；请检查它的读取权限。"
        finally:
            if root:
                os.seteuid(0)
            (folder / "sub").chmod(0o755)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(SIZE_LIMITS[".md"] + 1)
    assert refusal(tmp_path) == "资料文件 big.md 超过 20 MB；请把它拆成几个文件。"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("标题\n正文。".encode("utf-16"), 1),
        ("标题\n正文。\n".encode() + b"\xff\xff", 3),
        ("标题\n正".encode() + b"\xe6" + "文很长也没有用。\n".encode() * 3, 2),
        ("标题\n正文\0。".encode(), 2),
        (b"caf\xe9 au lait\n", 1),
    ],
    ids=["utf-16", "broken end", "one damaged character", "nul", "latin-1"],
)
def test_an_encoding_that_is_none_of_ours(content: bytes, line: int, tmp_path: Path) -> None:
    given_file(tmp_path, "a.txt", content)
    assert refusal(tmp_path) == f"资料文件 a.txt 的编码不对（第 {line} 行起）：既不是完好的 UTF-8，也不是 GB18030；请另存为 UTF-8。"


def test_front_matter_without_end(tmp_path: Path) -> None:
    given_file(tmp_path, "a.md", "---\ntitle: 甲\n\n正文")
    assert refusal(tmp_path) == "资料文件 a.md 开头的 --- 没有结束；请在资料说明之后另起一行写上 ---。"


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("title: 甲: 乙\n", 2),
        ("title: 甲\nnote: [一\n", 4),
        ("- 一\n- 二\n", 2),
        ("title: !!python/object:os.system x\n", 2),
        ("date: 2013-02-30\n", 2),
    ],
)
def test_front_matter_that_is_no_mapping(inside: str, line: int, tmp_path: Path) -> None:
    given_file(tmp_path, "a.md", f"---\n{inside}---\n正文")
    assert refusal(tmp_path) == f"资料文件 a.md 开头的资料说明有误（第 {line} 行）；每行应是“名称: 值”，值里有冒号时请加引号。"


@pytest.mark.parametrize(
    ("field", "value", "seen"), [("date", "2013年1月", "2013年1月"), ("expiry_date", "2013", "int"), ("date", "2013-02-30x", "2013-02-30x")]
)
def test_a_date_that_is_no_day(field: str, value: str, seen: str, tmp_path: Path) -> None:
    given_file(tmp_path, "a.md", f"---\n{field}: {value}\n---\n正文")
    assert refusal(tmp_path) == f"资料文件 a.md 第 1 行的日期 {field}（{seen}）不对；请写成 2013-01-17 这样的日期。"


@pytest.mark.parametrize("value", ["[甲]", "{甲: 乙}", "yes", '"\\ud800"', "0x" + "f" * 5000])
def test_a_title_that_is_no_text(value: str, tmp_path: Path) -> None:
    given_file(tmp_path, "a.md", f"---\ntitle: {value}\n---\n正文")
    assert refusal(tmp_path) == "资料文件 a.md 第 1 行的 title 不能用；它应当是不为空的一段文字（urls 和 authors 可以是文字的列表）。"


def test_a_line_that_is_no_json(tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", '{"id": "1", "title": "甲", "text": "文"}\n\n{"id": "2", \n')
    assert refusal(tmp_path) == "资料文件 a.jsonl 第 3 行不是 JSON（第 13 个字符处）；请改正后再运行。"


def test_a_line_that_is_nested_without_end(tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", "[" * 100_000)
    assert refusal(tmp_path) == "资料文件 a.jsonl 第 1 行不是 JSON（第 1 个字符处）；请改正后再运行。"


def test_a_line_that_is_no_object(tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", "[1]\n")
    assert refusal(tmp_path) == '资料文件 a.jsonl 第 1 行不是 JSON 对象；每行应是 {"id": …, "title": …, "text": …}。'


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('{"title": "甲", "text": "文"}', "id"),
        ('{"id": "1", "text": "文"}', "title"),
        ('{"id": "1", "title": "甲", "text": " "}', "text"),
        ('{"id": true, "title": "甲", "text": "文"}', "id"),
    ],
)
def test_a_line_without_what_every_line_needs(line: str, field: str, tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", line)
    assert refusal(tmp_path) == f"资料文件 a.jsonl 第 1 行缺少 {field}；每行都要有不为空的 id、title 和 text。"


def test_two_files_with_one_stem(tmp_path: Path) -> None:
    given_file(tmp_path, "a/one.txt", "标题\n文。")
    given_file(tmp_path, "b/one.md", "标题\n文。")
    assert refusal(tmp_path) == "编号 one 重复：a/one.txt 和 b/one.md；请给其中一个改名或改编号。"


def test_two_lines_with_one_id(tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", '{"id": "1", "title": "甲", "text": "文"}\n' * 2)
    assert refusal(tmp_path) == "编号 1 重复：a.jsonl:1 和 a.jsonl:2；请给其中一个改名或改编号。"


@pytest.mark.parametrize("name", ["a b.txt", "a:b.txt", "全　角.md"])
def test_an_id_with_a_blank_or_a_colon(name: str, tmp_path: Path) -> None:
    given_file(tmp_path, name, "标题\n文。")
    assert refusal(tmp_path).startswith(f"{name} 的编号“{Path(name).stem}”不能用；编号里不能有空格、冒号或控制字符")


def test_an_id_of_a_json_line_with_a_colon(tmp_path: Path) -> None:
    given_file(tmp_path, "a.jsonl", '{"id": "x:1", "title": "甲", "text": "文"}')
    assert refusal(tmp_path).startswith("a.jsonl:1 的编号“x:1”不能用；")


def test_a_file_name_with_a_line_end(tmp_path: Path) -> None:
    given_file(tmp_path, "a\nb.txt", "标题\n文。")
    assert refusal(tmp_path) == "资料文件名 a?b.txt 含有换行或控制字符；请改名。"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[a]\ntitle = "甲\n', '更正文件 overrides.toml 的写法不对（第 2 行）；请写成 ["文章编号"]，下面每行一个 名称 = "值"。'),
        ('title = "甲"\n', '更正文件 overrides.toml 的写法不对（第 1 行）；请写成 ["文章编号"]，下面每行一个 名称 = "值"。'),
        ("a = 1\n", '更正文件 overrides.toml 的写法不对（第 1 行）；请写成 ["文章编号"]，下面每行一个 名称 = "值"。'),
        (
            '\n["2013-01-99"]\ndate = "2013-01-01"\n',
            "更正文件 overrides.toml 第 2 行的文章编号 2013-01-99 不存在；请检查编号，用 ecqa search 可以看到各篇的编号。",
        ),
        (
            '[a]\ndate = "2013-01-01"\ntext = "x"\n',
            "更正文件 overrides.toml 第 3 行：文章 a 没有 text 这一项；可以更正的有 amended_date, authors, date, document_number, "
            "effective_date, expiry_date, issuer, kind, note, section, source, status, title, url, urls。",
        ),
        ('[a]\ndate = "昨天"\n', "资料文件 overrides.toml 第 1 行的日期 date（昨天）不对；请写成 2013-01-17 这样的日期。"),
        (
            '[a]\ntitle = ""\n',
            "资料文件 overrides.toml 第 1 行的 title 不能用；它应当是不为空的一段文字（urls 和 authors 可以是文字的列表）。",
        ),
    ],
)
def test_corrections_that_cannot_be_made(toml: str, words: str, tmp_path: Path) -> None:
    given_file(tmp_path, "a.txt", "标题\n文。")
    given_file(tmp_path, "overrides.toml", toml)
    assert refusal(tmp_path) == words


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    given_file(tmp_path, "a.md", f"---\nl0: &l0 [x]\n{levels}date: *l11\n---\n正文")
    assert refusal(tmp_path) == "资料文件 a.md 第 1 行的日期 date（list）不对；请写成 2013-01-17 这样的日期。"


PARTS = [
    "---\n",
    "title: ",
    "date: ",
    "2013-13-45",
    "!!timestamp x",
    '!!int ""',
    "&a ",
    "*a",
    "[",
    "{",
    "]",
    "}",
    ": ",
    "\n",
    "- ",
    '"\\ud800"',
    '{"id":',
    '"x"',
    "1e999",
    "# 题\n",
    "文。\n",
    "[x]\n",
    'a="b"\n',
]


@settings(max_examples=300, deadline=None)
@given(
    content=st.one_of(
        st.lists(st.sampled_from(PARTS), max_size=14).map(lambda parts: "".join(parts).encode()),
        st.lists(st.sampled_from(PARTS), max_size=14).map(lambda parts: ("---\n" + "".join(parts) + "\n---\n文").encode()),
        st.binary(max_size=200),
    ),
    name=st.sampled_from(["a.md", "b.txt", "c.jsonl", "overrides.toml"]),
)
def test_any_content_is_read_or_refused_in_one_line(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given_file(Path(folder), "z.txt", "标题\n文。")
        given_file(Path(folder), name, content)
        words, articles = outcome(Path(folder))
        assert words is None or words.isprintable()
        assert all(article.title and article.text.strip() for article in articles)
        assert words is not None or articles[-1].id == "z"
