"""Chinese numerals to digits, against a writer of numerals that knows nothing of the reader."""

import pytest

from ecqa.text.numbers import to_digits, value

NUMERALS = "零一二三四五六七八九"


def written(number: int) -> str:
    """A number below 10,000 as it is written: 1005 is 一千零五, 1050 一千零五十, 15 十五, 115 一百一十五."""
    if number < 10:
        return NUMERALS[number]
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap else "") + NUMERALS[digit] + unit
            gap = False
        else:
            gap = bool(text)
    return text.removeprefix("一") if 10 <= number < 20 else text


def test_the_writer_writes_as_people_do():
    samples = {
        10: "十",
        15: "十五",
        20: "二十",
        101: "一百零一",
        110: "一百一十",
        1005: "一千零五",
        1050: "一千零五十",
        9999: "九千九百九十九",
    }
    assert {number: written(number) for number in samples} == samples


def test_every_number_below_10000_is_read_back():
    assert [value(written(number)) for number in range(10_000)] == list(range(10_000))


def test_numbers_read_out_digit_by_digit_are_read_back():
    for number in (2013, 2000, 1999, 143, 100):
        for zero in "零〇":
            assert value("".join(NUMERALS[int(digit)] for digit in str(number)).replace("零", zero)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("两百", 200), ("两千零二", 2002), ("一十五", 15), ("〇", 0), ("一百五", 150), ("一千二", 1200), ("两百五", 250), ("一千零二", 1002)],
)
def test_other_ways_to_write_a_number(numeral: str, number: int):
    assert value(numeral) == number


@pytest.mark.parametrize("numeral", ["十二五", "百", "千百", "十百", "一十千", "二三十", "一百二三", "三零十"])
def test_what_follows_no_number_grammar_is_no_number(numeral: str):
    assert value(numeral) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("第一条至第六条", "第1条至第6条"),
        ("五千万元", "5000万元"),
        ("三大方向，五家", "3大方向，5家"),
        ("一直增长，统一规划", "一直增长，统一规划"),
        ("十二五规划", "十二五规划"),
        ("二〇一三年一月十七日", "2013年1月17日"),
        ("第十三届第十九次", "第13届第19次"),
        ("第十", "第10"),
        ("百货、千方百计", "百货、千方百计"),
        ("1,234,567元和50,000人", "1234567元和50000人"),
        ("1,2,3和12,34", "1,2,3和12,34"),
        ("二三线城市，三四个月", "二三线城市，三四个月"),
    ],
)
def test_numerals_in_a_text(text: str, digits: str):
    assert to_digits(text) == digits
