"""The verbs over a small real index, in this process; what is asserted is what a person or a script gets."""

import json
from pathlib import Path

import pytest

DIGEST = "shantou-ecommerce-promotion-measures-digest"
FIELDS = ["id", "question", "status", "text", "short_answer", "citations", "related", "mode", "missing", "timings_ms", "chat", "rewriting"]
CITED = ["marker", "article_id", "title", "section", "date", "source", "url", "start", "end", "quote", "revision"]
MORE = ["page", "paragraph", "reprints"]


def texts(site):
    """Text of every article of the small corpus, by id."""
    stored = [json.loads(line) for path in site.glob("index/generations/*/articles.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {article["id"]: article["text"] for article in stored}


def test_a_question_is_answered_with_its_source(site, ecqa):
    code, out, err = ecqa("ask", "五维电子商务产业园的项目分几期，共多少平方米？")
    assert (code, err) == (0, "")
    answer, sources = out.split("\n\n出处\n")
    assert "项目分两期，共20万平方米，一期有6.6万平方米的厂房、办公楼。[1]" in answer.splitlines()
    assert sources.startswith("[1] 五维电子商务产业园启动\n    汕头市政经环境 · 2013-01-17 · 大华网\n    http://example.org/park\n    “")


def test_json_has_the_fields_of_the_contract_and_quotes_verbatim(site, ecqa):
    code, out, err = ecqa("ask", "五维电子商务产业园的项目分几期，共多少平方米？", "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    answer = json.loads(out)
    assert [list(answer), answer["id"], answer["status"], answer["mode"]] == [FIELDS, None, "answered", "extractive"]
    assert answer["question"] == "五维电子商务产业园的项目分几期，共多少平方米？"
    assert sorted(answer["timings_ms"]) == ["check", "read", "retrieve", "total", "understand"]
    assert answer["timings_ms"]["total"] >= answer["timings_ms"]["retrieve"] > 0
    for citation in answer["citations"]:
        assert list(citation) == CITED + MORE
        assert texts(site)[citation["article_id"]][citation["start"] : citation["end"]] == citation["quote"]
        assert f"[{citation['marker']}]" in answer["text"]
    assert answer["citations"][0]["url"] == "http://example.org/park"


def test_what_the_corpus_does_not_say_is_refused(site, ecqa):
    answer = json.loads(ecqa("ask", "明天北京的天气怎么样？", "--json")[1])
    assert (answer["status"], answer["citations"]) == ("refused", [])
    assert answer["missing"]
    assert "[" not in answer["text"]
    code, out, _ = ecqa("ask", "明天北京的天气怎么样？")
    assert code == 0
    assert out.startswith("现有资料里没有找到这个问题的答案。")
    assert "\n\n相关资料（不作为依据）\n[1] " in out


def test_nothing_of_the_corpus_reaches_the_terminal_as_a_command(site, ecqa):
    out = ecqa("ask", "市财政每年拿出多少钱支持电商？")[1] + ecqa("search", "市财政 电商 5000万元")[1]
    assert "每年拿出5000万元" in out
    assert "\x1b" not in out
    line = ecqa("search", "市财政 电商 5000万元", "--json")[1].splitlines()[0]
    assert "\x1b" not in line
    assert "\x1b[31m该政策" in json.loads(line)["text"]


@pytest.mark.parametrize(
    ("options", "articles"),
    [
        ([], {"park", "fund", DIGEST}),
        (["--kind", "policy_digest"], {DIGEST}),
        (["--section", "汕头市政经环境"], {"park", "fund"}),
        (["--source", "汕头日报"], {"fund"}),
        (["--since", "2013-01-12"], {"park"}),
        (["--until", "2013-01-11"], {"fund", DIGEST}),
        (["--since", "2013-01-11", "--until", "2013-01-11"], {"fund"}),
        (["--as-of", "2012-12-31"], {DIGEST}),
        (["--section", "没有的栏目"], set()),
    ],
)
def test_search_keeps_to_its_filters(site, ecqa, options, articles):
    code, out, err = ecqa("search", "汕头 电子商务", "--k", "50", "--json", *options)
    assert (code, err) == (0, "")
    hits = [json.loads(line) for line in out.splitlines()]
    assert {hit["article_id"] for hit in hits} == articles
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert list(hit) == ["rank", "passage_id", "article_id", "title", "date", "score", "start", "end", "text"]
        assert hit["passage_id"] == f"{hit['article_id']}:{hit['start']}-{hit['end']}"
        assert texts(site)[hit["article_id"]][hit["start"] : hit["end"]] == hit["text"]


def test_an_answer_keeps_to_its_filters(site, ecqa):
    cited = json.loads(ecqa("ask", "汕头 电子商务 由谁负责？", "--kind", "policy_digest", "--json")[1])["citations"]
    assert {citation["article_id"] for citation in cited} == {DIGEST}


def test_search_gives_as_many_as_asked(site, ecqa):
    assert len(ecqa("search", "汕头 电子商务", "--k", "2", "--json")[1].splitlines()) == 2
    assert ecqa("search", "汕头", "--section", "没有的栏目") == (0, "没有找到符合条件的段落。\n", "")


def test_a_run_has_passages_as_documents(site, ecqa):
    Path("queries.tsv").write_text("q2\t产业园 面积\nq1\t市财政 扶持\nq3\t？？\n", "utf-8")
    code, out, err = ecqa("search", "--queries", "queries.tsv", "--run", "run.trec", "--k", "3")
    assert (code, out) == (0, "")
    assert err.splitlines() == ["queries.tsv:3: 请先输入一个问题。", "3 条查询的结果已写入 run.trec。"]
    rows = [line.split(" ") for line in Path("run.trec").read_text("utf-8").splitlines()]
    assert [row[0] for row in rows] == ["q2"] * 3 + ["q1"] * 3
    assert [(row[1], row[3], row[5]) for row in rows] == [("Q0", rank, "ecqa") for rank in "123"] * 2
    assert rows[0][2].startswith("park:")
    assert rows[3][2].startswith("fund:")
    assert float(rows[0][4]) > float(rows[1][4]) > float(rows[2][4])


def test_a_follow_up_gets_its_subject_from_the_turns_before(site, ecqa):
    turns = [
        {"role": "user", "content": "五维电子商务产业园什么时候启动？"},
        {"role": "assistant", "content": "1月16日，汕头五维电子商务产业园正式启动。"},
    ]
    Path("history.json").write_text(json.dumps(turns, ensure_ascii=False), "utf-8")
    answer = json.loads(ecqa("ask", "它共多少平方米？", "--history", "history.json", "--json")[1])
    assert [citation["article_id"] for citation in answer["citations"]][:1] == ["park"]
    assert "20万平方米" in answer["text"]


HOSTILE = [
    "",
    "？！。，…",
    "很" * 5000,
    "\x1b[2J\x00\x07五维电子商务产业园的项目分几期，共多少平方米？\x9b31m\u202e",
    "😀🎉",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "**加粗** [链接](javascript:alert(1)) `代码` [bold]粗[/bold] $\\LaTeX$",
    "\ud800 五维电子商务产业园的项目分几期，共多少平方米？",
    "[1] [2] {missing} {0} %s",
]


@pytest.mark.parametrize("question", HOSTILE[1:2] + HOSTILE[3:])
def test_a_hostile_question_gets_an_answer_or_one_line(site, ecqa, question):
    code, out, err = ecqa("ask", question.replace("\x00", ""))
    assert "Traceback" not in out + err
    assert not set(out + err) & set("\x1b\x00\x07\x9b\u202e")
    if code == 0:
        assert err == ""
        assert out.strip()
    else:
        assert (code, out) == (1, "")
        assert len(err.splitlines()) == 1


def test_a_batch_gives_one_object_a_line_whatever_is_asked(site, ecqa):
    lines = [json.dumps({"id": f"h{place}", "question": question}) for place, question in enumerate(HOSTILE)]
    lines.append('{"id": 7, "question": "五维电子商务产业园的项目分几期，共多少平方米？", "history": []}')
    Path("questions.jsonl").write_text("\n".join(lines), "utf-8")
    code, out, err = ecqa("answer", "questions.jsonl", "--out", "answers.jsonl")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "questions.jsonl:1: 请先输入一个问题。",
        "questions.jsonl:2: 请先输入一个问题。",
        "questions.jsonl:3: 问题请控制在 500 字以内，现在是 5000 字。",
        "questions.jsonl:5: 请先输入一个问题。",
        f"{len(lines)} 个回答已写入 answers.jsonl。",
    ]
    answers = [json.loads(line) for line in Path("answers.jsonl").read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [f"h{place}" for place in range(len(HOSTILE))] + [7]
    assert all(list(answer) == FIELDS for answer in answers)
    too_long = answers[2]
    assert (too_long["status"], too_long["text"]) == ("refused", "问题请控制在 500 字以内，现在是 5000 字。")
    assert "项目分两期" in answers[3]["text"]
    assert "项目分两期" in answers[-1]["text"]


def test_a_bad_line_stops_a_batch_before_anything_is_answered(site, ecqa):
    Path("questions.jsonl").write_text('{"id": "a", "question": "x"}\n{"id": "b"}\n', "utf-8")
    Path("answers.jsonl").write_text("kept\n", "utf-8")
    code, out, err = ecqa("answer", "questions.jsonl", "--out", "answers.jsonl")
    assert (code, out, err) == (1, "", "questions.jsonl:2：缺少 question；它应当是一段文字。\n")
    assert Path("answers.jsonl").read_text("utf-8") == "kept\n"


def test_answers_do_not_overwrite_their_questions(site, ecqa):
    Path("questions.jsonl").write_text('{"id": "a", "question": "x"}\n', "utf-8")
    code, _, err = ecqa("answer", "questions.jsonl", "--out", "./questions.jsonl")
    assert (code, err) == (1, "questions.jsonl 既是问题文件又是输出文件；请用 --out 指定另一个文件。\n")


def test_an_output_that_cannot_be_written_is_named(site, ecqa):
    Path("questions.jsonl").write_text('{"id": "a", "question": "x"}\n', "utf-8")
    code, _, err = ecqa("answer", "questions.jsonl", "--out", "absent/answers.jsonl")
    assert (code, err) == (1, "写不了文件 absent/answers.jsonl（No such file or directory）；请检查文件夹是否存在、有没有写入权限。\n")


def test_settings_come_from_a_file(site, ecqa):
    Path("corpus").rename("texts")
    Path("index").rename("built")
    Path("site.toml").write_text('corpus = "texts"\nindex = "built"\nlang = "en"\n', "utf-8")
    code, out, err = ecqa("ask", "五维电子商务产业园的项目分几期，共多少平方米？", "--config", "site.toml")
    assert (code, err) == (0, "")
    assert "\n\nSources\n[1] 五维电子商务产业园启动\n" in out
