"""The matching that every metric stands on, against cases worked out by hand and against check_gold's own words."""

from ecqa.evaluation.matching import answer_holds, grams, has, holds_quote, norm


def test_norm_keeps_letters_digits_and_signs_of_quantity():
    assert norm("\uff22２\uff22，增长４２．１％ （约3/4）。") == "b2b增长42.1%约3/4"
    assert norm("www.a.cn 3.5亿. 5.") == "wwwacn3.5亿5"
    assert norm("1,930款") == "1930款"


def test_has_minds_digit_boundaries():
    assert not has("6家", "共有56家企业")
    assert has("6家", "共有 6 家企业")
    assert not has("1%", "增长42.1%")
    assert not has("2.1%", "增长42.1%")
    assert not has("214", "214.5亿")
    assert not has("214", "2140家")
    assert has("214", "约214。")
    assert not has("", "约214。")


def test_an_answer_is_read_without_markers_and_in_simplified_characters():
    assert answer_holds("阿里巴巴集团", "阿里巴巴[1]集團[2]。")
    assert answer_holds("2012年", "20[3]12年")
    assert answer_holds("更懂得未來", "他們更懂得未來[1]")


def test_grams_of_a_normalised_text():
    assert grams("一二三四五，六七八九十甲乙丙") == {"一二三四五六七八九十甲乙", "二三四五六七八九十甲乙丙"}
    assert grams("一二三。") == {"一二三"}
    assert grams("。") == frozenset()


def test_a_quote_is_held_by_half_of_its_pieces():
    quote = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"  # 15 characters: 4 pieces of 12
    assert holds_quote(quote, [quote[:13]])  # 2 of 4
    assert not holds_quote(quote, [quote[:12]])  # 1 of 4
    assert holds_quote(quote, ["序" + quote[:12], quote[3:] + "尾"])  # the first and the last piece
    assert not holds_quote(quote, [quote[:11], quote[11:]])  # no whole piece in any one text
    assert not holds_quote(quote, [])
    assert holds_quote("甲乙丙", ["其中甲、乙、丙三家"])
    assert not holds_quote("甲乙丙", ["其中甲、乙两家"])
