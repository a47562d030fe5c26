import json

from ecqa.interfaces.cli.records import answer_record, hit_record, to_line
from ecqa.schema import Answer, Article, ChatUse, Citation, Hit, Passage, Rewriting

CITATION = Citation(
    1, "2013-01-03", "园区启动", "政经环境", "2013-01-17", "大华网", "http://example.org/a", 4, 9, "去年起市财", "0123456789ab"
)


def test_an_answer_has_exactly_the_fields_of_the_contract():
    answer = Answer(
        "问？",
        "partial",
        "去年起市财[1]",
        (CITATION,),
        (),
        "extractive",
        "去年起",
        "少了年份",
        {"understand": 0.12345, "total": 20.0},
        "q1",
    )
    assert answer_record(answer) == {
        "id": "q1",
        "question": "问？",
        "status": "partial",
        "text": "去年起市财[1]",
        "short_answer": "去年起",
        "citations": [
            {
                "marker": 1,
                "article_id": "2013-01-03",
                "title": "园区启动",
                "section": "政经环境",
                "date": "2013-01-17",
                "source": "大华网",
                "url": "http://example.org/a",
                "start": 4,
                "end": 9,
                "quote": "去年起市财",
                "revision": "0123456789ab",
                "page": None,
                "paragraph": None,
                "reprints": [],
            }
        ],
        "related": [],
        "mode": "extractive",
        "missing": "少了年份",
        "timings_ms": {"understand": 0.123, "retrieve": 0.0, "read": 0.0, "check": 0.0, "total": 20.0},
        "chat": None,
        "rewriting": None,
    }
    assert list(answer_record(answer)) == [
        "id",
        "question",
        "status",
        "text",
        "short_answer",
        "citations",
        "related",
        "mode",
        "missing",
        "timings_ms",
        "chat",
        "rewriting",
    ]


def test_what_a_chat_model_did_stands_in_the_object():
    answer = Answer(
        "问？", "answered", "", chat=ChatUse("m", "answer-1", 700, 40, 0.002, 1, 2, "slow"), rewriting=Rewriting("全", "rewrite-1")
    )
    assert answer_record(answer)["chat"] == {
        "model": "m",
        "prompt_version": "answer-1",
        "prompt_tokens": 700,
        "completion_tokens": 40,
        "cost": 0.002,
        "left_out": 1,
        "repaired": 2,
        "fallback": "slow",
    }
    assert answer_record(answer)["rewriting"] == {
        "question": "全",
        "prompt_version": "rewrite-1",
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "cost": None,
    }


def test_a_hit_has_exactly_the_fields_of_the_contract():
    article = Article("a", "题", "题\n正文。", "0123456789ab", "a.txt", 0, date="2013-01-17")
    passage = Passage("a:2-5", "a", 2, 5, "正文。", "", ((2, 5),))
    assert hit_record(Hit(passage, article, 1.5, 1)) == {
        "rank": 1,
        "passage_id": "a:2-5",
        "article_id": "a",
        "title": "题",
        "date": "2013-01-17",
        "score": 1.5,
        "start": 2,
        "end": 5,
        "text": "正文。",
    }


def test_a_line_is_one_line_harmless_and_exact():
    record = {"text": "一\n二\u2028三\x1b[31m红\x9b2J\u202e\ud800😀"}
    line = to_line(record)
    assert json.loads(line) == record
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\x1b\x9b\u202e\ud800\u2028")
    assert "红" in line
    assert "😀" in line
    line.encode("utf-8")
