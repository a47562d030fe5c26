"""Near duplicates: 300 pairs made by cutting, retitling and reprinting with changes, and 300 that only share a subject, against exact hashing."""

import hashlib
import random
from pathlib import Path

import numpy as np
import pytest

from ecqa.corpus import load_corpus
from ecqa.corpus.found import revision
from ecqa.index.reprints import Reprint, all_reprints, compared, copies, reprints_of, signature
from ecqa.schema import Article
from ecqa.text.folding import compact
from ecqa.text.sentences import split

ROOT = Path(__file__).parents[2]
PAIRS = 300
SYNONYMS = {
    "公布": "发布",
    "企业": "公司",
    "目前": "现在",
    "表示": "说",
    "增长": "增加",
    "进行": "开展",
    "电子商务": "电商",
    "通过": "经由",
}


def article(name: str, title: str, body: str, date: str | None = None) -> Article:
    text = f"{title}\n{body}"
    return Article(name, title, text, revision(text), f"{name}.txt", 0, date=date)


def sentences(one: Article) -> list[str]:
    return [one.text[start:end] for start, end in split(one.text)][1:]


def reprinted(one: Article, chance: random.Random) -> tuple[str, str]:
    """A title and text such as another paper would print."""
    lines = sentences(one)
    way = chance.randrange(5)
    if way == 0:  # cut after the first part
        lines = lines[: max(3, int(len(lines) * chance.uniform(0.4, 0.8)))]
    elif way == 1:  # cut in the middle
        lines = [line for line in lines if chance.random() < 0.75]
    elif way == 2:  # words changed
        lines = ["".join(SYNONYMS.get(word, word) for word in _words(line)) for line in lines]
    elif way == 3:  # something put before and behind
        lines = ["本报综合消息：", *lines, "（责任编辑：某某）", "更多消息请关注本报网站。"]
    return f"{one.title[:12]}：记者观察", "\n".join(
        lines
    ) + f"\n（某某报2014年6月{chance.randrange(1, 28)}日http://example.net/{chance.random()}.html）"


def _words(line: str) -> list[str]:
    for word in SYNONYMS:
        line = line.replace(word, f"\0{word}\0")
    return line.split("\0")


def pairs() -> list[tuple[Article, Article, bool]]:
    """Half are reprints; the others share title words, a few sentences or a source, no more."""
    chance = random.Random(143)
    base = [one for one in load_corpus(ROOT / "corpus").articles if len(one.text) > 250]
    found: list[tuple[Article, Article, bool]] = []
    for n in range(PAIRS // 2):
        one = base[n % len(base)]
        found.append((one, article(f"copy{n}", *reprinted(one, chance)), True))
    pool = [line for one in base for line in sentences(one)]
    for n in range(PAIRS // 2):
        one = base[n % len(base)]
        quoted = chance.sample(sentences(one), min(2, len(sentences(one))))
        other = article(f"other{n}", one.title, "\n".join([*chance.sample(pool, 8), *quoted]))
        found.append((one, other, False))
    return found


def test_near_duplicates_are_found_and_others_are_not() -> None:
    right = {True: 0, False: 0}
    by_hash = 0
    for one, other, alike in pairs():
        found = reprints_of(other, signature(other), {one.id: signature(one)}, {one.id: one}.get)
        right[alike] += bool(found) == alike
        by_hash += alike and exact(one) == exact(other)
    half = PAIRS // 2
    precision = right[True] / (right[True] + half - right[False])
    print(f"recall {right[True] / half:.3f}, precision {precision:.3f}; exact hashing: recall {by_hash / half:.3f}")  # noqa: T201
    assert right[True] / half >= 0.95
    assert precision >= 0.97
    assert by_hash / half < 0.3


def exact(one: Article) -> str:
    """A digest of the text without title, blanks and source line: what finds reprints that changed nothing."""
    body = "".join(line for line in one.text.split("\n")[1:] if "http" not in line)
    return hashlib.sha256(compact(body).encode()).hexdigest()


def test_found_together_and_found_one_by_one_are_the_same() -> None:
    articles = list({one.id: one for pair in pairs()[::7] for one in pair[:2]}.values())
    signatures = np.stack([signature(one) for one in articles])
    together = {frozenset((pair.first, pair.second)) for pair in all_reprints(articles, signatures)}
    one_by_one: set[frozenset[str]] = set()
    by_id = {one.id: one for one in articles}
    for n, one in enumerate(articles):
        known = {other.id: signatures[i] for i, other in enumerate(articles[:n])}
        one_by_one |= {frozenset((pair.first, pair.second)) for pair in reprints_of(one, signatures[n], known, by_id.get)}
    assert together == one_by_one
    assert len(together) > 10


def test_scripts_widths_and_addresses_make_no_difference() -> None:
    one = article("a", "甲", "電子商務平臺發展迅速，２０１３年交易額達５０００萬元。" * 3)
    other = article("b", "乙", "电子商务平台发展迅速，2013年交易额达5000万元。" * 3 + "\n（http://x.example/1.html）")
    assert compared(one, other, {}) == Reprint("a", "b", 1.0)


def test_short_texts_are_reprints_only_when_the_same() -> None:
    one, other = article("a", "甲", "电商协会换届，林晓任会长。"), article("b", "乙", "电商协会换届，陈明任会长。")
    assert compared(one, other, {}) is None
    assert compared(one, article("c", "丙", "电商协会换届，林晓任会长。"), {}) == Reprint("a", "c", 1.0)


@pytest.mark.parametrize(
    ("dates", "lengths", "main"),
    [
        ((None, "2014-01-02", "2014-01-01"), (100, 100, 100), "c"),
        ((None, None, None), (100, 90, 95), "a"),
        (("2014-01-01", None, None), (60, 100, 70), "b"),
    ],
)
def test_the_first_of_about_one_length_stands_for_the_others(dates: tuple[str | None, ...], lengths: tuple[int, ...], main: str) -> None:
    articles = {name: article(name, "题", "文" * length, date) for name, date, length in zip("abc", dates, lengths, strict=True)}
    found = copies([Reprint("b", "a", 1.0), Reprint("b", "c", 0.9), Reprint("b", "gone", 1.0)], articles)
    assert found == {name: main for name in "abc" if name != main}
