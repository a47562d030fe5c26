"""Questions with their texts to windows of tokens with labels, for training the reader; it trains nothing.

Four sources: CMRC 2018 trial and DRCD (public, in SQuAD form; DRCD is turned into simplified characters), questions
written by hand over news articles and invented newsletters, questions written over ecqa's own corpus, and alterations of
these: another year, number, direction, place or name in the question, after which the text no longer answers it. A text is
cut into the passages that ecqa itself cuts. What train/held_out.json names is left out, unless it is asked for.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bm25s
import jieba.posseg
import numpy as np
from opencc import OpenCC
from transformers import PreTrainedTokenizerBase

from ecqa.answering.evidence import above
from ecqa.corpus import load_corpus
from ecqa.passages import cut
from ecqa.schema import Article
from ecqa.text.folding import fold, simplify
from ecqa.text.segmentation import bigrams
from ecqa.text.sentences import split

LENGTH = 320
"""Tokens of a window: question, title and passage."""
HELD_OUT = json.loads((Path(__file__).parent / "held_out.json").read_text("utf-8"))
WRITTEN = Path(__file__).parent / "written"
CORPUS = Path(__file__).parent.parent / "corpus"
PAIRS = (
    "出口 进口",
    "增长 下降",
    "最高 最低",
    "上半年 下半年",
    "首批 第二批",
    "第一 第二",
    "国内 国外",
    "线上 线下",
    "省级 市级",
    "农村 城市",
    "成立 注销",
    "最大 最小",
    "同比 环比",
    "买家 卖家",
)
_SWAPS = {one: other for pair in PAIRS for one, other in (pair.split(), pair.split()[::-1])}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAMES = ("nr", "ns", "nt", "nz", "nrt")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage, and the title and date it is read under."""

    above: str
    passage: str
    article: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; where its answer and its evidence stand, if anywhere."""

    question: str
    article: str
    answer: str
    evidence: tuple[str, ...]
    answerable: bool
    held_out: bool
    public: bool
    """From CMRC or DRCD."""
    id: str = ""
    own: bool = False
    """Asked of ecqa's own corpus."""


@dataclass(slots=True)
class Window:
    """Token ids with their labels."""

    ids: list[int]
    start: int = 0
    """Token of the answer's first character; 0 for no answer here, -1 where a part of the evidence stands but not the answer's words."""
    end: int = 0
    inside: list[int] = field(default_factory=list)
    """Tokens of the passage."""
    evidence: list[int] = field(default_factory=list)
    """1 for each token of `inside` that stands in a sentence that answers."""


@dataclass(frozen=True, slots=True)
class Data:
    """All texts by article, and the questions over them."""

    texts: dict[str, list[Text]]
    asked: list[Asked]


def load(training: Path, written: Path = WRITTEN) -> Data:
    """Everything there is, held out or not.

    Args:
        training: Folder with the public sets and the news.
        written: Folder of more questions over the news, and of newsletter articles with questions; see train/written/README.md.
    """
    texts: dict[str, list[Text]] = {}
    asked: list[Asked] = []
    for name in ("cmrc_trial", "drcd_dev", "drcd_test"):
        change: Callable[[str], str] = OpenCC("t2s").convert if name.startswith("drcd") else str
        for number, entry in enumerate(json.loads((training / f"{name}.json").read_text("utf-8"))["data"]):
            for place, paragraph in enumerate(entry["paragraphs"]):
                article = f"{name}-{number}-{place}"
                context = change(paragraph["context"])
                if len(context) != len(paragraph["context"]):
                    continue  # a conversion that changes the length would move the answers
                texts[article] = _passages(article, change(entry["title"]), context)
                sentences = split(context)
                for qa in paragraph["qas"]:
                    start = qa["answers"][0]["answer_start"]
                    end = start + len(qa["answers"][0]["text"])
                    evidence = tuple(context[a:b] for a, b in sentences if a < end and b > start)
                    held = qa["id"] in HELD_OUT["cmrc_trial_questions"]
                    if qa["question"].strip():
                        asked.append(Asked(simplify(qa["question"]), article, context[start:end], evidence, True, held, True, qa["id"]))
    _load_news(training, written, texts, asked)
    _load_own(written, texts, asked)
    return Data(texts, asked)


def written_rows(written: Path = WRITTEN) -> list[dict[str, Any]]:
    """Headlines, articles and questions that were written for training; see train/written/README.md."""
    files = sorted(file for name in ("letters", "news") for file in written.glob(f"{name}-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def _load_news(training: Path, written: Path, texts: dict[str, list[Text]], asked: list[Asked]) -> None:
    rows = written_rows(written)
    headlines = {row.get("doc") or row["article"]: row["headline"] for row in rows if "headline" in row}
    letters = [row | {"id": row["article"]} for row in rows if "article" in row]
    held = {*HELD_OUT["news_articles"], *(row["id"] for row in letters if int(row["id"][-2:]) % 4 == 0)}
    whole: dict[str, str] = {}
    for doc in [*map(json.loads, (training / "news_docs.jsonl").read_text("utf-8").splitlines()), *letters]:
        texts[doc["id"]] = _passages(doc["id"], headlines.get(doc["id"], ""), doc["text"], doc["date"])
        whole[doc["id"]] = doc["text"]
    for line in (training / "news_questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        evidence = (row["evidence"],) if row["evidence"] else ()
        asked.append(
            Asked(simplify(row["question"]), row["doc"], row["answer"], evidence, row["answerable"], row["doc"] in held, False, row["id"])
        )
    for row in rows:
        if "question" in row:
            text = whole[row["doc"]]
            evidence = tuple(text[start:end] for start, end in row["evidence"])
            answer = text[slice(*row["answer"])] if row["answer"] else ""
            asked.append(
                Asked(simplify(row["question"]), row["doc"], answer, evidence, row["answerable"], row["doc"] in held, False, row["id"])
            )


def _load_own(written: Path, texts: dict[str, list[Text]], asked: list[Asked]) -> None:
    rows = [json.loads(line) for file in sorted(written.glob("corpus-*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    if not rows:
        return
    for article in load_corpus(CORPUS).articles:
        texts[article.id] = [Text(above(article, one.heading), one.text, article.id) for one in cut(article)]
    for row in rows:
        evidence = tuple(row["evidence"])
        asked.append(
            Asked(simplify(row["question"]), row["doc"], row["answer"], evidence, row["answerable"], False, False, row["id"], True)
        )


def _passages(article: str, title: str, text: str, date: str = "") -> list[Text]:
    passages = cut(Article(article, title or article, text, "", "", 0))
    return [Text(f"{title} {date}".strip(), one.text, article) for one in passages]


class Windows:
    """Makes windows; one object holds the lexical index that finds misleading passages.

    Args:
        data: Texts and questions.
        tokenizer: Of the model that is trained; a fast one.
        seed: For what is drawn by chance.
    """

    def __init__(self, data: Data, tokenizer: PreTrainedTokenizerBase, seed: int) -> None:
        self._data, self._tokenizer, self._random = data, tokenizer, random.Random(seed)
        self._texts = [text for texts in data.texts.values() for text in texts]
        self._lexical = bm25s.BM25()
        self._lexical.index([bigrams(fold(text.passage)) for text in self._texts], show_progress=False)
        self._names = {public: _names_of(one.question for one in data.asked if one.public == public) for public in (False, True)}

    def epoch(self, asked: list[Asked], near: float, far: float, altered: float) -> Iterator[Window]:
        """One window where the answer stands and, by chance, windows where it does not.

        Args:
            asked: Questions.
            near: How often a passage of the same article that does not hold the answer is added; doubled where none does.
            far: How often the best lexical match of another article.
            altered: How often the question with something changed, over the passage that answered it.
        """
        for one in asked:
            question = self._worn(one.question)
            own = self._data.texts[one.article]
            holding = [text for text in own if one.answerable and any(part in text.passage for part in one.evidence)]
            for text in holding[:3]:
                yield self.window(question, text, one)
            others = [text for text in own if text not in holding and not (one.answer and one.answer in text.passage)]
            ranked = self._nearest(one.question, others)
            for text in ranked[: (0 if not ranked else int(near * (1 if one.answerable else 2) + self._random.random()))]:
                yield self.window(question, text, None)
            if self._random.random() < far and (elsewhere := self._elsewhere(one)):
                yield self.window(question, self._random.choice(elsewhere), None)
            if holding and self._random.random() < altered and (other := self.altered(one, holding[0])):
                yield self.window(other, holding[0], None)

    def window(self, question: str, text: Text, asked: Asked | None) -> Window:
        """Tokens of question, what stands above the passage, and the passage; labels where `asked` says so."""
        above = text.above if self._random.random() < 0.75 else ""
        whole = f"{above}\n{text.passage}"
        encoded = self._tokenizer(simplify(question), whole, truncation="only_second", max_length=LENGTH, return_offsets_mapping=True)
        offsets, parts = encoded["offset_mapping"], encoded.sequence_ids(0)
        first = len(above) + 1
        inside = [i for i, part in enumerate(parts) if part == 1 and offsets[i][0] >= first and offsets[i][1] > offsets[i][0]]
        made = Window(encoded["input_ids"], inside=inside, evidence=[0] * len(inside))
        if asked is None:
            return made
        spans = [(at, at + len(part)) for part in asked.evidence if (at := whole.find(part, first)) >= 0]
        made.evidence = [int(any(offsets[i][0] < b and offsets[i][1] > a for a, b in spans)) for i in inside]
        for a, b in spans:
            at = whole.find(asked.answer, a, b)
            tokens = [i for i in inside if offsets[i][0] < at + len(asked.answer) and offsets[i][1] > at]
            if at >= 0 and tokens and offsets[tokens[-1]][1] >= at + len(asked.answer):
                made.start, made.end = tokens[0], tokens[-1]
                break
        else:
            made.start = made.end = -1 if any(made.evidence) else 0
        return made

    def _worn(self, question: str) -> str:
        """Now and then without its mark, as people type."""
        return question.rstrip("？? ") if self._random.random() < 0.4 else question

    def _nearest(self, question: str, texts: list[Text]) -> list[Text]:
        """Texts by shared character pairs, with some chance in it."""
        asked = set(bigrams(fold(question)))
        return sorted(texts, key=lambda text: -len(asked & set(bigrams(fold(text.passage)))) - self._random.random() * 3)

    def _elsewhere(self, one: Asked) -> list[Text]:
        scores = self._lexical.get_scores(bigrams(fold(one.question)))
        best = [self._texts[row] for row in np.argsort(-scores)[:8]]
        return [text for text in best if text.article != one.article and not (one.answer and one.answer in text.passage)][:3]

    def altered(self, asked: Asked, text: Text) -> str | None:
        """The question with one number, direction or name changed that the passage names; None where it has none."""
        question = asked.question
        said = text.above + text.passage
        ways = [match.span() for match in _NUMBER.finditer(question) if match.group() in said]
        made = [question[:a] + self._other_number(question[a:b]) + question[b:] for a, b in ways]
        made += [question.replace(one, other, 1) for one, other in _SWAPS.items() if one in question and one in said and other not in said]
        for name, kind in _names_in(question):
            if name in said and (others := [other for other in self._names[asked.public][kind] if other not in said]):
                made.append(question.replace(name, self._random.choice(others), 1))
        made = [one for one in made if one != question]
        return self._random.choice(made) if made else None

    def _other_number(self, number: str) -> str:
        value = float(number)
        if number.isdigit() and len(number) == 4 and 1900 < value < 2100:
            return str(int(value) + self._random.choice((-3, -2, -1, 1, 2)))
        if number.isdigit() and value <= 12:
            return str(self._random.choice([n for n in range(1, 13) if n != value]))
        return str(int(value * self._random.choice((0.4, 0.7, 1.3, 2))) + 1)


def _names_in(question: str) -> list[tuple[str, str]]:
    return [(token.word, token.flag) for token in jieba.posseg.cut(question) if token.flag in _NAMES and len(token.word) > 1]


def _names_of(questions: Iterator[str]) -> dict[str, list[str]]:
    names: dict[str, set[str]] = {kind: set() for kind in _NAMES}
    for question in questions:
        for name, kind in _names_in(question):
            names[kind].add(name)
    return {kind: sorted(found) for kind, found in names.items()}
