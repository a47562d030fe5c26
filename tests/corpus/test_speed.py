"""An issue is read in a moment, and large or hostile files in time proportional to their size; about 10 seconds."""

import time
from collections.abc import Callable

import pytest

from ecqa.corpus.text_files import read_text_file
from tests.corpus.material import ISSUES


def processor_seconds(call: Callable[[], object]) -> float:
    before = time.process_time()
    call()
    return time.process_time() - before


def test_an_issue_takes_less_than_a_tenth_of_a_second() -> None:
    text = ISSUES["2013-01"].read_text("utf-8")
    assert min(processor_seconds(lambda: read_text_file(text, "2013-01.txt")) for _ in range(5)) < 0.1


@pytest.mark.parametrize(
    "line",
    [
        "一个像标题的短行\n这是一段不长不短的正文文字一共二十来个字吧。\n",
        "【甲】\n标题\n",
        "（转载自\n",
        "标题一二三\nhttp://a.example/c\n",
        "（来源" * 60 + "\n",
    ],
    ids=["titles", "sections", "open notes", "sources", "brackets"],
)
def test_twice_the_text_takes_about_twice_the_time(line: str) -> None:
    text = "【栏目】\n" + line * (200_000 // len(line))
    half = min(processor_seconds(lambda: read_text_file(text[: len(text) // 2], "2013-01.txt")) for _ in range(2))
    whole = min(processor_seconds(lambda: read_text_file(text, "2013-01.txt")) for _ in range(2))
    assert whole < 3.2 * half + 0.1


def test_sixty_issues_in_one_file_come_out_whole() -> None:
    text = ISSUES["2013-01"].read_text("utf-8") * 60
    found = read_text_file(text, "2013-01.txt").found
    assert len(text.encode()) > 4_800_000
    assert len(found) >= 60 * 25
    assert found[-1].article.title == "首届中国电子商务年会在上海举行"
