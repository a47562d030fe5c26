"""Other words for what a question says."""

from hypothesis import given
from hypothesis import strategies as st

from ecqa.understanding.synonyms import read, related, shipped

TABLE = read(["# comment", "", "老板 东家 = 负责人 总经理", "小老板 = 经营者", "how_much = 多少 # asking", "罚 = 处罚", "no sign"])


def test_lines_become_a_table_of_folded_words():
    assert TABLE == {
        "老板": ("负责人", "总经理"),
        "东家": ("负责人", "总经理"),
        "小老板": ("经营者",),
        "how much": ("多少",),
        "罚": ("处罚",),
    }
    assert read(["\uff211 = 甲", "a1 = 乙"]) == {"a1": ("甲", "乙")}


def test_a_question_gets_the_words_it_does_not_hold_itself():
    assert related("老板是谁", TABLE) == ("负责人", "总经理")
    assert related("老板和负责人是谁", TABLE) == ("总经理",)
    assert related("谁是主席", TABLE) == ()
    assert related("老板和东家", TABLE) == ("负责人", "总经理")


def test_of_words_inside_one_another_the_longest_counts():
    assert related("小老板怎么办", TABLE) == ("经营者",)


def test_a_single_character_counts_only_as_a_word():
    assert related("罚 多少", TABLE) == ("处罚",)
    assert related("有罚款吗", TABLE) == ()


def test_english_words_are_whole_words_in_any_case():
    assert related("How much 是多少钱", TABLE) == ()
    assert related("HOW MUCH 钱", TABLE) == ("多少",)
    assert related("show muchness", TABLE) == ()


def test_several_tables_are_used_in_order_and_an_empty_one_gives_nothing():
    assert related("CNNIC的老板", {"cnnic": ("中国互联网络信息中心",)}, TABLE) == ("中国互联网络信息中心", "负责人", "总经理")
    assert related("老板是谁", {}) == ()
    assert related("老板是谁") == ()


def test_the_shipped_table_has_what_people_say():
    table = shipped()
    assert "负责人" in table["老板"]
    assert "面积" in table["多大"]
    assert "什么时候" in table["啥时候"]
    assert "补贴" in table["给钱"]
    assert "电子商务" in table["搞电商"]
    assert "成交额" in table["gmv"]
    assert "京东" in table["jd"]
    assert "" not in table
    assert all(others for others in table.values())


@given(st.text(max_size=80))
def test_any_text_is_taken(text: str):
    assert all(word for word in related(text, shipped()))
