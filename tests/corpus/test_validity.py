"""What rules and notices say of their own validity is read with the sentence that says so; what they say of others is not."""

import pytest

from ecqa.corpus.found import revision
from ecqa.corpus.statements import day_of, last_day, read_statements, signed
from ecqa.corpus.validity import dated
from ecqa.schema import Article, Statement


def said(text: str, published: str | None = None) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(one.fact, one.date, one.names) for one in read_statements(text, published)]


def article(text: str, **fields: str | None) -> Article:
    values = {"title": text.partition("\n")[0], "kind": "article", **fields}
    return Article(id="one", text=text, revision=revision(text), path="one.txt", start=0, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自2013年1月1日起施行。", [("effective", "2013-01-01", ())]),
        ("本办法自二〇一三年一月一日起施行。", [("effective", "2013-01-01", ())]),
        ("现予公布，自2013年7月1日起施行。", [("effective", "2013-07-01", ())]),
        ("本规定从2013年2月30日起实施。", [("effective", None, ())]),
        ("本办法自2013年1月1日起施行，有效期五年。", [("effective", "2013-01-01", ()), ("expiry", "2017-12-31", ())]),
        ("本办法自2012年2月29日起施行，有效期1年。", [("effective", "2012-02-29", ()), ("expiry", "2013-02-28", ())]),
        ("本方案自2013年3月1日起试行，试行期为6个月。", [("effective", "2013-03-01", ()), ("expiry", "2013-08-31", ())]),
        ("本通知有效期至2015年12月31日。", [("expiry", "2015-12-31", ())]),
        ("本意见执行期限自2013年1月1日至2015年12月31日。", [("expiry", "2015-12-31", ())]),
        ("（根据2015年6月10日《关于修改部分规章的决定》修正）", [("amended", "2015-06-10", ())]),
        (
            "本办法自2013年1月1日起施行，原《甲办法》（甲字1号）、《乙办法》同时废止。",
            [("effective", "2013-01-01", ()), ("repeals", None, ("甲办法", "乙办法"))],
        ),
        ("市政府决定，废止《甲规定》《乙规定》。", [("repeals", None, ("甲规定", "乙规定"))]),
        ("《甲规定》自2014年5月1日起废止。", [("repeals", "2014-05-01", ("甲规定",))]),
        (
            "决定废止下列文件：\n一、《甲办法》（甲字3号）\n2.《乙办法》\n特此决定。",
            [("repeals", None, ("甲办法",)), ("repeals", None, ("乙办法",))],
        ),
    ],
)
def test_a_sentence_is_read(text: str, expected: list[tuple[str, str | None, tuple[str, ...]]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国某法》自2013年1月1日起施行。",
        "经营许可证有效期五年。",
        "《甲办法》第五条同时废止。",
        "本市不废止《甲办法》。",
        "拟废止《甲办法》。",
        "合同自2013年1月1日起生效，有效期两年。",
        "有效期内的证书继续有效。",
    ],
)
def test_what_is_said_of_others_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_the_day_of_issue_is_the_day_on_which_it_was_published() -> None:
    text = "本通知自印发之日起施行，有效期三年。"

    assert said(text, "2014-06-03") == [("effective", "2014-06-03", ()), ("expiry", "2017-06-02", ())]
    assert said(text) == [("effective", None, ()), ("expiry", None, ())]


def test_a_statement_is_a_sentence_of_the_text() -> None:
    text = "甲办法\n第一条 略。\n第二条 本办法自2013年1月1日起施行。"
    (one,) = read_statements(text, None)

    assert text[one.start : one.end] == "第二条 本办法自2013年1月1日起施行。"


def test_a_rule_gets_the_dates_that_its_text_gives() -> None:
    text = "甲市奖励办法\n本办法自2013年4月1日起施行，有效期两年。\n甲市人民政府\n2013年3月12日"
    one = dated(article(text))

    assert (one.date, one.effective_date, one.expiry_date, one.amended_date) == ("2013-03-12", "2013-04-01", "2015-03-31", None)
    assert [statement.fact for statement in one.validity] == ["effective", "expiry", "published"]


def test_front_matter_outranks_the_text_and_is_shown_where_it_says_the_same() -> None:
    text = "甲市奖励办法\n本办法自2013年4月1日起施行。"

    assert dated(article(text, effective_date="2013-04-01")).validity == (Statement("effective", 7, 24, "2013-04-01"),)
    other = dated(article(text, effective_date="2013-05-01"))
    assert (other.effective_date, other.validity) == ("2013-05-01", ())


def test_two_days_that_contradict_each_other_give_none() -> None:
    assert dated(article("甲办法\n本办法自2013年4月1日起施行。\n本办法自2014年4月1日起施行。")).effective_date is None


def test_news_gets_nothing() -> None:
    text = "甲市出台办法\n本办法自2013年4月1日起施行。"

    assert dated(article(text, kind="news")).validity == ()
    assert dated(article(text.replace("出台办法", "出台新政"))).validity == ()


@pytest.mark.parametrize(
    ("written", "day"), [("2013年1月1日", "2013-01-01"), ("二○一三年十二月三十一日", "2013-12-31"), ("2013年13月1日", None)]
)
def test_a_day_is_read_as_it_is_written(written: str, day: str | None) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [("2013-01-01", 12, "2013-12-31"), ("2013-03-31", 6, "2013-09-30"), ("2012-02-29", 48, "2016-02-28"), ("9990-01-01", 240, None)],
)
def test_a_term_ends_on_the_day_before_its_first_day_returns(begin: str, months: int, end: str | None) -> None:
    assert last_day(begin, months) == end


def test_a_text_is_signed_with_the_day_below_it() -> None:
    assert signed("甲通知\n内容。\n甲局\n2013年3月12日") == ("2013-03-12", 11, 21)
    assert signed("甲通知\n2013年3月12日开会。") is None


@pytest.mark.parametrize(
    "text", ["《" * 50_000, "《甲》" * 20_000 + "废止", "□" * 50_000 + "废止", "自2013年1月1日起" * 5_000, "2013年1月1日" * 5_000 + "修"]
)
def test_a_hostile_text_takes_no_long_time(text: str) -> None:
    assert len(read_statements("本办法" + text, None)) <= 1
