"""Whether a clause is among what is repealed, however the clauses are listed."""

import pytest

from ecqa.answering.validity.clause import covers


@pytest.mark.parametrize(
    ("part", "covered"),
    [
        ("第三条", [3]),
        ("第三条和第四条", [3, 4]),
        ("第三、五条", [3, 5]),
        ("第三条至第五条", [3, 4, 5]),
        ("第3至5条", [3, 4, 5]),
        ("第三条第二款", [3]),
        ("第二条、第四条第一项、第六条", [2, 4, 6]),
        ("第三条之一", []),
        ("第二章", []),
        ("关于补贴标准的规定", []),
    ],
)
def test_clauses_that_a_part_names(part: str, covered: list[int]) -> None:
    numerals = "零一二三四五六七八"

    assert [n for n in range(1, 9) if covers(part, f"第{numerals[n]}条")] == covered


def test_a_clause_put_in_between_is_one_of_its_own() -> None:
    assert covers("第三条之一", "第三条之一")
    assert not covers("第三条", "第三条之一")
