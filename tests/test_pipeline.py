"""The whole path over the index of the real corpus with the model that ships, and over small indexes that change under way."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from ecqa.answering import ExtractiveAnswerer
from ecqa.answering.citations import MARKER, cite
from ecqa.answering.extractive import READ
from ecqa.errors import QuestionError
from ecqa.index.build import build_index
from ecqa.index.live import LiveIndex
from ecqa.messages import Messages
from ecqa.pipeline import HITS, Assistant
from ecqa.protocols import Answerer
from ecqa.retrieval import HybridRetriever
from ecqa.schema import Answer, AnswerEvent, Filters, Hit, Question, Turn
from tests.answering.cases import Unread, fit
from tests.index.material import TEXTS, PairEmbedder, write_corpus

ROOT = Path(__file__).parents[1]
FUND = "汕头市财政每年拿多少钱支持电商？"
CLAUSES = "汕头经济特区电子商务促进办法有哪些条款？"
STRATEGY = "淘宝2013年的战略是什么？"
GROUP = "2012年全国团购总成交额是多少，同比增长多少？"
ABSENT = "2019年汕头跨境电商综试区的进口额是多少？"
QUESTIONS = (FUND, CLAUSES, STRATEGY, GROUP, ABSENT, "您好", "谢谢您！")


def untimed(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


def small(folder: Path, answerer: Answerer | None = None) -> Assistant:
    """An assistant over folder/index that looks for a new generation at every question."""
    live = LiveIndex(folder / "index", "pairs", check_every=0)
    return Assistant(
        current=live.current,
        retriever=HybridRetriever(live.current, PairEmbedder()),
        answerer=answerer or ExtractiveAnswerer(Messages("zh"), lambda _: 1.0, Unread(), fit(threshold=0.1)),
        refused=lambda missing: f"没有：{missing}",
    )


def build(folder: Path, million: int) -> None:
    texts = {
        **TEXTS,
        "fund": ("专项资金办法", f"市财政每年安排{million}万元专项资金用于扶持电子商务企业。\n该资金共有{million}万元，由财政局管理。"),
    }
    build_index(write_corpus(folder / "corpus", texts), folder / "index", PairEmbedder(), "pairs")


def test_every_way_to_ask_gives_the_same_answer(assistant: Assistant):
    questions = [Question(text) for text in QUESTIONS]
    asked = [untimed(assistant.ask(text)) for text in QUESTIONS]
    assert [untimed(assistant.chain.invoke(question)) for question in questions] == asked
    assert [untimed(answer) for question in questions for answer in assistant.chain.stream(question)] == asked
    assert [untimed(answer) for answer in assistant.chain.batch(questions)] == asked
    streamed = [list(assistant.stream(text))[-1].answer for text in QUESTIONS]
    assert [untimed(answer) for answer in streamed if answer] == asked

    async def concurrently() -> list[Answer]:
        together = await asyncio.gather(*(assistant.chain.ainvoke(question) for question in questions))
        streamed = [answer for question in questions async for answer in assistant.chain.astream(question)]
        return [*together, *streamed, *await assistant.chain.abatch(questions)]

    assert [untimed(answer) for answer in asyncio.run(concurrently())] == asked * 3


def test_a_loop_runs_on_while_a_question_is_answered(tmp_path: Path):
    build(tmp_path, 5000)
    assistant = small(tmp_path, Slow())

    async def ticks() -> tuple[Answer, int]:
        answering = asyncio.create_task(assistant.chain.ainvoke(Question("专项资金有多少？")))
        count = 0
        while not answering.done():
            await asyncio.sleep(0.01)
            count += 1
        return await answering, count

    answer, count = asyncio.run(ticks())
    assert answer.text == "想好了。"
    assert count >= 5


def test_the_three_questions_that_the_page_shows_first(assistant: Assistant):
    assert "5000万元" in assistant.ask(FUND).text
    clauses = assistant.ask(CLAUSES)
    assert [f"第{number}条" in clauses.text for number in "一二三四五六"] == [True] * 6
    assert "办理业务请以正式公布的文本为准。\n按现有资料，《汕头经济特区电子商务促进办法》现行有效，2016年12月3日修正过。" in clauses.text
    assert clauses.text.count("第七条及以后未收录") == 1
    strategy = assistant.ask(STRATEGY)
    assert [one.quote for one in strategy.citations] == [
        "打击假货、窜货，规范集市秩序",
        "下放权力，开放工具性产品和实用性数据",
        "扶持原创品牌，展现“小而美”活力",
        "加强互动、互助，继续SNS建设",
        "淘宝网颠覆C2C业务，进行商业形态升级",
    ]


def test_events_come_in_order_and_tell_what_the_answer_holds(assistant: Assistant):
    for text in (FUND, CLAUSES, ABSENT):
        events = list(assistant.stream(text))
        kinds = [event.kind for event in events]
        sentences = [event for event in events if event.kind == "sentence"]
        assert kinds == ["stage", "stage", *["sentence"] * len(sentences), "answer"]
        assert [(event.stage, event.count) for event in events[:2]] == [("retrieve", 0), ("read", READ)]
        answer = events[-1].answer
        assert answer is not None
        if answer.status == "refused":
            assert sentences == []
        else:
            assert "\n".join(event.text for event in sentences) == answer.text
            assert tuple(dict.fromkeys(one for event in sentences for one in event.citations)) == answer.citations


def test_small_talk_is_answered_without_a_search(assistant: Assistant):
    for text in ("您好", "谢谢您！"):
        answer = assistant.ask(text)
        assert (answer.status, answer.mode, answer.citations) == ("answered", "greeting", ())
        assert [event.kind for event in assistant.stream(text)] == ["stage", "answer"]


def test_every_citation_is_verbatim_and_inside_a_hit_and_every_marker_resolved(assistant: Assistant):
    gold = (ROOT / "eval" / "gold" / "dev.jsonl").read_text("utf-8").splitlines()[::16]
    statuses = set()
    for line in gold:
        record = json.loads(line)
        history = tuple(Turn(turn["role"], turn["content"]) for turn in record["history"])
        answer = assistant.ask(record["question"], history)
        hits = assistant.search(record["question"], HITS, history=history)
        for one in answer.citations:
            article = assistant.article(one.article_id)
            assert article is not None
            assert article.text[one.start : one.end] == one.quote
            assert any(hit.article.id == one.article_id and hit.passage.start <= one.start < one.end <= hit.passage.end for hit in hits)
        assert sorted(set(map(int, MARKER.findall(answer.text)))) == [one.marker for one in answer.citations]
        assert bool(answer.citations) == (answer.status != "refused")
        statuses.add(answer.status)
    assert "answered" in statuses


def test_a_refusal_says_what_is_missing_and_shows_what_is_near_as_no_evidence(tmp_path: Path):
    build(tmp_path, 5000)
    assistant = small(tmp_path, ExtractiveAnswerer(Messages("zh"), lambda _: 1.0, Unread(), fit(bias=-1)))
    answer = assistant.ask("2019年专项资金是多少？")
    assert (answer.status, answer.citations, answer.missing) == ("refused", (), "2019年的数据")
    assert answer.text == "现有资料里没有找到这个问题的答案。缺少的是：2019年的数据"
    assert answer.related[0].article_id == "fund"


def test_a_follow_up_is_answered_with_its_subject(assistant: Assistant):
    history = [Turn("user", "2012年全国团购总成交额是多少"), Turn("assistant", assistant.ask("2012年全国团购总成交额是多少").text)]
    hits = assistant.search("那前一年呢？", history=history)
    assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in assistant.search("2011年全国团购总成交额是多少")]
    assert assistant.ask("那前一年呢？", history).question == "那前一年呢？"


def test_filters_and_the_day_of_the_question_hold_for_answer_and_search(assistant: Assistant):
    day = "2013-01-11"
    for filters, as_of in ((Filters(section="政策法规"), None), (Filters(), day), (Filters(since="2013-01-15"), "2013-01-31")):
        hits = assistant.search(GROUP, 5, filters, as_of=as_of)
        answer = assistant.ask(GROUP, filters=filters, as_of=as_of)
        found = {hit.article.id for hit in hits} | {one.article_id for one in (*answer.citations, *answer.related)}
        articles = [article for article in assistant.articles() if article.id in found]
        assert len(articles) == len(found) > 0
        for article in articles:
            assert filters.section in (None, article.section)
            assert (article.date or "") <= (as_of or "9999")
            assert filters.since is None or (article.date or "") >= filters.since
    nothing = assistant.ask(GROUP, filters=Filters(section="没有这个栏目"))
    assert (nothing.status, nothing.citations, nothing.related) == ("refused", (), ())


def test_a_search_gives_k_hits_in_order(assistant: Assistant):
    hits = assistant.search("五维电子商务产业园", 4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert "五维" in hits[0].passage.text
    assert len(assistant.search("五维电子商务产业园")) == HITS


def test_articles_of_the_index_in_use(assistant: Assistant):
    articles = assistant.articles()
    assert assistant.dates() == sorted({article.date for article in articles if article.date})
    assert len(articles) == 27
    assert assistant.article(articles[3].id) == articles[3]
    assert assistant.article("没有") is None


@pytest.mark.parametrize(
    ("text", "key"), [("", "question-empty"), ("？！", "question-empty"), ("😀", "question-empty"), ("电" * 501, "question-too-long")]
)
def test_what_is_no_question_is_refused_by_every_way_to_ask(assistant: Assistant, text: str, key: str):
    for ask in (
        assistant.ask,
        assistant.search,
        lambda text: list(assistant.stream(text)),
        lambda text: assistant.chain.batch([Question(text)]),
    ):
        with pytest.raises(QuestionError) as raised:
            ask(text)
        assert raised.value.key == key


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>汕头电商", "**汕头** {0} %s [1]", "汕头\x00电商\u202e办法", "电" * 500, "SELECT 1; --", "😀汕头"]
)
def test_hostile_questions_get_an_answer_without_unresolved_markers(assistant: Assistant, text: str):
    answer = assistant.ask(text)
    assert sorted(set(map(int, MARKER.findall(answer.text)))) == [one.marker for one in answer.citations]
    assert answer.text


def test_stages_are_timed_and_add_up(assistant: Assistant):
    timings = assistant.ask(FUND).timings_ms
    assert list(timings) == ["understand", "retrieve", "read", "check", "total"]
    assert all(spent >= 0 for spent in timings.values())
    assert sum(list(timings.values())[:-1]) == pytest.approx(timings["total"], abs=0.05)


def test_many_visitors_at_once_get_what_each_would_get_alone(assistant: Assistant):
    alone = [untimed(assistant.ask(text)) for text in QUESTIONS]
    with ThreadPoolExecutor(6) as visitors:
        together = list(visitors.map(lambda text: untimed(assistant.ask(text)), QUESTIONS * 3))
    assert together == alone * 3


def test_the_steps_are_seen_by_callbacks_of_langchain(assistant: Assistant):
    class Steps(BaseCallbackHandler):
        def __init__(self) -> None:
            self.names: list[str] = []

        def on_chain_start(self, serialized: object, inputs: object, *, name: str = "", **kwargs: object) -> None:
            self.names.append(name)

    steps = Steps()
    assistant.chain.invoke(Question("您好"), config={"callbacks": [steps]})
    assert steps.names[0] == "RunnableSequence"
    assert {"_understood", "_retrieved", "_answered", "_checked", "_whole"} <= set(steps.names)


def test_a_question_asked_before_the_index_is_replaced_finishes_on_the_old_one(tmp_path: Path):
    build(tmp_path, 5000)
    assistant = small(tmp_path)
    under_way = assistant.stream("每年安排多少专项资金？")
    assert [next(under_way).stage, next(under_way).stage] == ["retrieve", "read"]
    build(tmp_path, 8000)
    assert "8000万元" in assistant.ask("每年安排多少专项资金？").text
    *_, last = under_way
    assert last.answer is not None
    assert "5000万元" in last.answer.text
    assert "8000万元" not in last.answer.text
    assert last.answer.citations[0].revision != assistant.ask("每年安排多少专项资金？").citations[0].revision


def test_while_the_index_is_built_again_and_again_no_answer_mixes_two_generations(tmp_path: Path):
    build(tmp_path, 1000)
    assistant = small(tmp_path)
    done = threading.Event()
    answers: list[Answer] = []

    def visit() -> None:
        while not done.is_set():
            answers.append(assistant.ask("专项资金共有多少万元？"))

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        for million in range(1001, 1006):
            build(tmp_path, million)
    finally:
        done.set()
        visitor.join(30)
    assert not visitor.is_alive()
    answers.append(assistant.ask("专项资金共有多少万元？"))
    for answer in answers:
        assert answer.status == "answered"
        assert len({one.revision for one in answer.citations if one.article_id == "fund"}) == 1
        assert len({million for million in range(1000, 1006) if f"{million}万元" in answer.text}) == 1
    assert "1005万元" in answers[-1].text


class Slow:
    """An answerer that takes its time."""

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        time.sleep(0.3)
        yield AnswerEvent("answer", answer=Answer(question.text, "answered", "想好了。"))

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        raise NotImplementedError


class Lying:
    """An answerer whose first citation is real, whose second is made up, and who puts a marker that cites nothing."""

    def __init__(self, honest: int) -> None:
        self._honest = honest

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        real = cite(1, hits[0].article, *hits[0].passage.sentences[0])
        citations = [real, replace(real, marker=2, quote="市财政每年安排九千万元。")][1 - self._honest :]
        lines = [f"{one.quote}[{one.marker}]" for one in citations]
        for line, one in zip(lines, citations, strict=True):
            yield AnswerEvent("sentence", text=line, citations=(one,))
        yield AnswerEvent("answer", answer=Answer(question.text, "answered", "\n".join([*lines, "凭空[7]"]), tuple(citations)))

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        raise NotImplementedError


def test_what_an_answerer_makes_up_reaches_nobody(tmp_path: Path):
    build(tmp_path, 5000)
    events = list(small(tmp_path, Lying(honest=1)).stream("专项资金有多少？"))
    answer = events[-1].answer
    assert answer is not None
    assert [event.text for event in events if event.kind == "sentence"] == [answer.text]
    assert [one.marker for one in answer.citations] == [1]
    assert (answer.status, "九千" in answer.text, "[7]" in answer.text) == ("answered", False, False)


def test_an_answer_that_is_all_made_up_becomes_a_refusal_in_words(tmp_path: Path):
    build(tmp_path, 5000)
    answer = small(tmp_path, Lying(honest=0)).ask("专项资金有多少？")
    assert (answer.status, answer.text, answer.missing, answer.citations) == (
        "refused",
        "没有：“专项资金有多少？”",
        "“专项资金有多少？”",
        (),
    )
