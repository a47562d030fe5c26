"""Passages by value on small articles; and for any article, exact slices that together hold every character."""

from hypothesis import given
from hypothesis import strategies as st

from ecqa.passages import cut, search_text
from ecqa.passages.cutting import LIMIT
from ecqa.passages.lines import HEADING_LIMIT, Kind, heading_text, read_lines
from ecqa.schema import Article

SENTENCE = "协会今年举办了十二场面向中小企业的网络营销培训，参加者超过八百人。"
SOURCE = "（大华网2013年1月17日http://www.dahuawang.com/html/3051.htm）"

BODIES = st.lists(
    st.sampled_from([SENTENCE, "好。", "市财政每年拿出5000万元；", "“行吗？”他问。", "长句" * 90 + "。"]), min_size=1, max_size=9
).map("".join)
LINES = st.one_of(
    BODIES,
    st.sampled_from(
        [
            "打击假货，规范秩序",
            "一、总则",
            "## 二、适用范围",
            "1.企业主导",
            "2.行业自律。",
            "- 政府推动",
            "做法如下：",
            SOURCE,
            "",
            " 　",
            "编辑：张三",
        ]
    ),
    st.text(max_size=30),
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


def article(text: str, title: str = "协会培训纪要") -> Article:
    return Article("a1", title, text, "0" * 12, "a.txt", 0)


def test_a_short_article_is_one_passage_whose_sentences_leave_out_title_and_source():
    text = f"协会培训纪要\n{SENTENCE}今后还会举办。\n{SOURCE}"
    (passage,) = cut(article(text))
    assert (passage.id, passage.article_id, passage.text, passage.heading) == (f"a1:0-{len(text)}", "a1", text, "")
    assert [text[start:end] for start, end in passage.sentences] == [SENTENCE, "今后还会举办。"]


def test_a_passage_is_cut_at_headings_and_knows_the_one_it_stands_under():
    text = f"协会培训纪要\n{SENTENCE}\n一、收获\n{SENTENCE}\n## 二、不足\n{SENTENCE}"
    assert [(passage.heading, passage.text) for passage in cut(article(text))] == [
        ("", f"协会培训纪要\n{SENTENCE}"),
        ("一、收获", f"一、收获\n{SENTENCE}"),
        ("二、不足", f"## 二、不足\n{SENTENCE}"),
    ]


def test_a_heading_alone_is_no_passage_a_title_and_headings_open_what_stands_below():
    text = f"协会培训纪要\n一、收获\n（一）对企业\n{SENTENCE}"
    assert [(passage.heading, passage.text) for passage in cut(article(text))] == [("（一）对企业", text)]


def test_a_long_text_is_cut_at_sentence_ends():
    # title 6 + line end 1 + 8 sentences of 33 = 271; a ninth would make 304
    passages = cut(article("协会培训纪要\n" + SENTENCE * 12))
    assert [(passage.start, passage.end) for passage in passages] == [(0, 271), (271, 403)]
    assert [len(passage.sentences) for passage in passages] == [8, 4]


def test_a_list_item_is_not_torn_from_its_introduction_where_both_fit():
    items = "\n".join(f"{n}.{SENTENCE}" for n in range(1, 5))
    text = f"协会培训纪要\n{SENTENCE * 5}\n原则有四条：\n{items}"
    # 6 + 1 + 5 * 33 = 172; the list has 6 + 4 * (1 + 2 + 33) = 150, which goes past 300 and so opens the next passage
    assert [passage.text for passage in cut(article(text))] == [f"协会培训纪要\n{SENTENCE * 5}", f"原则有四条：\n{items}"]


def test_a_list_of_just_the_limit_stays_whole_and_one_of_a_character_more_does_not():
    for length, lengths in ((LIMIT, [40, LIMIT]), (LIMIT + 1, [46, LIMIT - 5])):
        first = "1." + "汉" * (length - 45) + "。"
        # 5 + 1 of introduction, 2 + n + 1 + 1 of the first item, 2 + 33 of the second: n + 45
        text = f"协会培训纪要\n{SENTENCE}\n原则如下：\n{first}\n2.{SENTENCE}"
        assert [len(passage.text) for passage in cut(article(text))] == lengths


def test_a_list_that_is_too_long_for_one_passage_is_cut_between_its_items():
    items = [f"{n}.{SENTENCE}" for n in range(1, 13)]
    passages = cut(article("协会培训纪要\n原则有：\n" + "\n".join(items)))
    # 6 + 1 + 4 + 8 * (1 + 2 + 33) = 299; the line end and the ninth item would make 335
    assert [len(passage.text) for passage in passages] == [299, 35 + 3 * (1 + 36)]
    assert passages[1].text == "\n".join(items[8:])


def test_a_passage_may_have_just_the_limit():
    for filling, lengths in (("汉", [300]), ("汉字", [139, 161])):
        # 6 + 1 + 4 * 33 = 139 before a line of 160 or 161 characters; then 6 + 1 + 132 + 1 + 160 = 300
        text = "协会培训纪要\n" + SENTENCE * 4 + "\n" + "一二三四五六七八九十" * 15 + "甲乙丙丁戊己庚辛" + filling + "。"
        assert [len(passage.text) for passage in cut(article(text))] == lengths


def test_only_a_sentence_without_a_place_to_cut_or_a_source_line_goes_past_the_limit():
    endless = "汉字" * 200 + "。"
    assert [len(passage.text) for passage in cut(article(f"协会培训纪要\n{SENTENCE}\n{endless}{SENTENCE}"))] == [40, 401, 33]
    (passage,) = cut(article(f"协会培训纪要\n{SENTENCE * 8}\n{SOURCE}"))  # 271 + 1 + 50
    assert len(passage.text) == 271 + 1 + len(SOURCE) > LIMIT


def test_an_article_of_blanks_has_no_passage_and_one_of_a_title_has_one_without_sentences():
    assert cut(article(" \n　\n")) == []
    (passage,) = cut(article("协会培训纪要\n"))
    assert (passage.text, passage.sentences) == ("协会培训纪要", ())


def test_a_passage_is_searched_by_title_heading_and_its_text_without_addresses():
    text = f"# 协会培训纪要\n{SENTENCE}\n一、收获\n{SENTENCE * 10}\n（见http://example.org/a?b=1）"
    one = article(text, "# 协会培训纪要")
    first, second, third = cut(one)
    assert search_text(one, first) == f"协会培训纪要\n# 协会培训纪要\n{SENTENCE}"
    assert search_text(one, second) == f"协会培训纪要\n{second.text}"
    assert second.text.startswith("一、收获\n")
    assert third.text == f"{SENTENCE * 2}\n（见http://example.org/a?b=1）"
    assert search_text(one, third) == f"协会培训纪要\n一、收获\n{SENTENCE * 2}\n（见）"


@given(TEXTS)
def test_passages_are_exact_slices_in_order_that_together_hold_every_character_that_is_no_blank(text: str):
    passages = cut(article(text))
    at = 0
    for passage in passages:
        assert at <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end] == passage.text.strip()
        assert passage.id == f"a1:{passage.start}-{passage.end}"
        assert passage.article_id == "a1"
        at = passage.end
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())


@given(TEXTS)
def test_sentences_stand_inside_their_passage_in_order_and_only_titles_headings_and_sources_have_none(text: str):
    one = article(text)
    passages = cut(one)
    for passage in passages:
        at = passage.start
        for start, end in passage.sentences:
            assert at <= start < end <= passage.end
            at = end
    cited = "".join(text[start:end] for passage in passages for start, end in passage.sentences)
    citable = "".join(line.text for line in read_lines(text, one.title) if line.kind in (Kind.ITEM, Kind.BODY))
    assert "".join(cited.split()) == "".join(citable.split())


@given(TEXTS)
def test_a_passage_is_within_the_limit_save_for_one_long_sentence_headings_above_and_what_is_no_text_below(text: str):
    for passage in cut(article(text)):
        if len(passage.text) <= LIMIT:
            continue
        if not passage.sentences:
            assert len(passage.text) <= LIMIT * 3 // 2
            continue
        first, last = passage.sentences[0][0], passage.sentences[-1][1]
        above, below = text[passage.start : first].strip(), text[last : passage.end].strip()
        if below:
            assert {line.kind for line in read_lines("题目题目\n" + below)[1:]} <= {Kind.SOURCE, Kind.HEADING}
            assert len(passage.text) <= LIMIT * 3 // 2 or len(passage.sentences) == 1
        elif len(passage.sentences) > 1:
            assert last - first <= LIMIT
            assert 0 < len(above) <= HEADING_LIMIT * 2


@given(TEXTS)
def test_a_heading_opens_a_passage_that_stands_under_it(text: str):
    one = article(text)
    lines = read_lines(text, one.title)
    passages = cut(one)
    opening = (Kind.TITLE, Kind.HEADING)
    for at, line in enumerate(lines):
        if line.kind is Kind.HEADING and at + 1 < len(lines) and lines[at + 1].kind not in opening:
            (passage,) = [passage for passage in passages if passage.start <= line.start < passage.end]
            assert passage.heading == heading_text(line.text)
            above = read_lines(text[passage.start : line.start])
            assert len(above) <= at
            assert all(kind in opening for kind in (lines[at - back].kind for back in range(1, len(above) + 1)))


@given(st.lists(BODIES.filter(lambda body: len(body) < 60), min_size=1, max_size=5), BODIES, BODIES)
def test_items_stay_with_their_introduction_where_they_fit(items: list[str], before: str, after: str):
    listed = "做法如下：\n" + "\n".join(f"{n}.{item}" for n, item in enumerate(items, 1))
    text = f"协会培训纪要\n{before}\n{listed}\n{after}"
    holding = [passage for passage in cut(article(text)) if listed in passage.text]
    assert len(holding) == (len(listed) <= LIMIT)
