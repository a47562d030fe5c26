"""Whatever lines a text consists of, its articles and section lines hold every non-blank character, in order; about 6 seconds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ecqa.corpus import newsletter
from ecqa.corpus.text_files import read_text_file
from tests.corpus.material import ISSUES, body

ODD = [
    "",
    "　　",
    "【甲】",
    "【栏 目】",
    "（来源：新华网）",
    "http://a.example/c",
    "（转载自",
    "）",
    "作者：张三",
    "2014年6月1日",
    "[image: a.jpg]",
]
LINES = [line for path in ISSUES.values() for line in path.read_text("utf-8").split("\n")]
SOUP = st.lists(
    st.one_of(st.sampled_from(LINES), st.sampled_from([*ODD, "一个标题", "——副题", "\x0b", "x\u2028y", "1.小标题"]), st.text(max_size=40)),
    max_size=30,
)


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_articles_and_section_lines_hold_every_character_in_order(soup: list[str]) -> None:
    text = "\n".join(soup).replace("\r", "\n")
    lines = newsletter.read_lines(text)
    parsed = newsletter.parse(lines, "x.txt")
    spans = sorted({(d.start, d.end) for d in parsed.drafts} | {(line.start, line.end) for line in parsed.sections})
    inside = [(a, b) for a, b in spans if not any(c <= a and b <= d and (a, b) != (c, d) for c, d in spans)]
    assert "".join(body(text[a:b]) for a, b in inside) == body(text)
    assert all(draft.title and text[draft.start : draft.end].strip() == text[draft.start : draft.end] for draft in parsed.drafts)


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_a_text_file_of_any_lines_is_read_whole(soup: list[str]) -> None:
    text = "\n".join(soup).replace("\r", "\n")
    content = read_text_file(text, "soup/2014-06.txt")
    kept = "".join(body(one.article.text) for one in content.found)
    assert bool(kept) == bool(text.strip())
    for one in content.found:
        article = one.article
        assert text[article.start : article.start + len(article.text)] == article.text
    if len(content.found) == 1 and content.found[0].article.kind == "article":
        assert kept == body(text)
