"""Where sentences end; and for any text, that the offsets are in order and leave out nothing but blanks."""

from hypothesis import given
from hypothesis import strategies as st

from ecqa.text.sentences import LONG, split

TEXTS = st.one_of(
    st.text(max_size=80), st.text("会刊，。！？；”“’」)!?;\n\t 　a1.5%", max_size=60), st.text("汉；。\n", min_size=150, max_size=400)
)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


def test_sentences_end_at_full_stops_exclamation_and_question_marks_with_the_quotes_that_close_there():
    text = "协会成立了。他问：“真的吗？”是的！！好（见附件。）完"
    assert pieces(text) == ["协会成立了。", "他问：“真的吗？”", "是的！！", "好（见附件。）", "完"]


def test_a_line_end_always_ends_a_sentence_and_blanks_round_it_are_left_out():
    assert split("  第一行 \n\n　第二行\t\n") == [(2, 5), (9, 12)]
    assert pieces("他说：“没有\n完") == ["他说：“没有", "完"]


def test_half_width_marks_end_a_sentence_save_inside_open_quotes_where_they_may_be_a_broken_character():
    assert pieces("行不行?行!好") == ["行不行?", "行!", "好"]
    assert pieces("他开了“爱?旅行”网站。") == ["他开了“爱?旅行”网站。"]
    assert pieces("他问“行吗?”然后走了。") == ["他问“行吗?”", "然后走了。"]


def test_decimal_points_thousands_and_percentages_stand_inside_a_sentence():
    text = "总额213.9亿元，占42.1%，共1,000家。"
    assert pieces(text) == [text]


def test_only_a_sentence_over_the_limit_is_cut_at_its_semicolons():
    part = "推进示范城市创建工作" * 8 + "；"  # 81 characters
    assert pieces(part + "完。") == [part + "完。"]
    assert len(part * 2) > LONG
    assert pieces(part * 2 + "完。") == [part, part, "完。"]
    assert pieces(part + "汉" * 78 + "。") == [part + "汉" * 78 + "。"]  # 81 + 78 + 1 = 160
    assert pieces(part + "汉" * 79 + "。") == [part, "汉" * 79 + "。"]


def test_offsets_are_moved_by_where_the_text_begins():
    assert split("好。行。", 100) == [(100, 102), (102, 104)]
    assert split(" \n ") == split("") == []


@given(TEXTS, st.integers(0, 1000))
def test_offsets_are_in_order_hold_no_blank_ends_and_together_every_character_that_is_no_blank(text: str, start: int):
    spans = split(text, start)
    at = start
    for begin, end in spans:
        assert at <= begin < end <= start + len(text)
        sentence = text[begin - start : end - start]
        assert sentence == sentence.strip()
        assert "\n" not in sentence
        at = end
    kept = "".join(text[begin - start : end - start] for begin, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
