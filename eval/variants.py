"""Asks fifty questions of the tune half in four writings and prints how many answers stay the same.

They are asked as they are, in traditional characters, with full-width digits and letters, and with one character replaced by
another of the same pinyin. Two answers are the same when their status is the same and they cite the same spans. The variants are made by rule, from the
question and its id alone, so that a second run asks the same.

usage: python eval/variants.py [--gold eval/gold/dev.jsonl] [--index DIR] [--show]
"""

import argparse
import hashlib
import sys
from pathlib import Path

from opencc import OpenCC

from ecqa.config import Settings
from ecqa.evaluation.gold import GoldQuestion, load_gold, of_splits
from ecqa.factory import open_assistant
from ecqa.schema import Answer
from ecqa.text.pinyin import alike
from ecqa.text.segmentation import content_words, frequency, segment

QUESTIONS = 50
COMMON_ALIKE = 8
"""A typing error is one of so many commonest characters of that pinyin, those that an input method offers first."""


def main() -> int:
    """Asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--show", action="store_true", help="print the variants whose answer differs")
    args = parser.parse_args()
    assistant = open_assistant(Settings(index=args.index))
    questions = sorted(of_splits(load_gold(args.gold), ["tune"]), key=lambda one: _number(one.id))
    questions = [one for one in questions if _typo(one) != one.question][:QUESTIONS]
    to_traditional = OpenCC("s2t")
    variants = {
        "traditional": lambda one: to_traditional.convert(one.question),
        "full-width": lambda one: _full_width(one.question),
        "typing error": _typo,
    }
    plain = {one.id: _substance(assistant.ask(one.question, history=one.history)) for one in questions}
    for name, change in variants.items():
        changed = [one for one in questions if change(one) != one.question]
        different = [one for one in changed if _substance(assistant.ask(change(one), history=one.history)) != plain[one.id]]
        same = len(questions) - len(different)
        print(
            f"{name:14} {same}/{len(questions)} the same; {len(changed) - len(different)}/{len(changed)} of those that differ from the question"
        )
        for one in different if args.show else []:
            print(f"    {one.id}  {one.question}  ->  {change(one)}")
    return 0


def _substance(answer: Answer) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    return answer.status, tuple((one.article_id, one.start, one.end) for one in answer.citations)


def _full_width(text: str) -> str:
    """Digits and letters in full width: 2012年 -> ２０１２年."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def _typo(one: GoldQuestion) -> str:
    """The question with one character of one of its content words replaced by a common one of the same pinyin."""
    content = set(content_words(one.question))
    places = []
    at = 0
    for word in segment(one.question):
        if len(word) > 1 and word in content:
            places += [at + offset for offset, character in enumerate(word) if _offered(character)]
        at += len(word)
    if not places:
        return one.question
    place = places[_number(one.id) % len(places)]
    offered = _offered(one.question[place])
    return one.question[:place] + offered[_number(one.id + "typo") % len(offered)] + one.question[place + 1 :]


def _offered(character: str) -> list[str]:
    found = sorted(alike(character), key=lambda other: (-frequency(other), other))[:COMMON_ALIKE]
    return [other for other in found if frequency(other) > 0]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


if __name__ == "__main__":
    sys.exit(main())
