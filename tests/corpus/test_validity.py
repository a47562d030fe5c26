"""What rules and notices say of their own validity is read with the sentence that says so; what they say of others is not."""

import pytest

from ecqa.corpus.days import day_after, day_of, last_day
from ecqa.corpus.found import revision
from ecqa.corpus.statements import issued, read_statements, signed
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
        ("本办法有效期5年，至2018年3月31日止。", [("expiry", "2018-03-31", ())]),
        ("经研究，本办法有效期延长至2018年3月31日。", [("expiry", "2018-03-31", ())]),
        ("本办法的有效期现延续到2018年3月31日。", [("expiry", "2018-03-31", ())]),
        ("本通知自2013年1月1日起施行，《甲办法》有效期延长至2016年12月31日。", [("effective", "2013-01-01", ())]),
        ("本办法有效期为2013年1月1日至2015年12月31日。", [("expiry", "2015-12-31", ())]),
        ("本方案执行时间为2013年1月1日至2013年12月31日。", [("expiry", "2013-12-31", ())]),
        ("本通知施行至2015年12月31日。", [("expiry", "2015-12-31", ())]),
        ("本办法自2015年12月31日起自动失效。", [("expiry", "2015-12-30", ())]),
        ("本方案于2015年12月31日终止。", [("expiry", "2015-12-31", ())]),
        ("自2014年5月1日起，《甲规定》停止执行。", [("repeals", "2014-05-01", ("甲规定",))]),
        ("自1996年3月1日起施行的《甲规定》同时废止。", [("repeals", None, ("甲规定",))]),
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
        "本市不废止《甲办法》。",
        "拟废止《甲办法》。",
        "合同自2013年1月1日起生效，有效期两年。",
        "有效期内的证书继续有效。",
        "企业自公布之日起30日内执行整改。",
        "许可证自发布之日起满30日后生效。",
        "本办法施行后，原有文件自2014年1月1日起废止。",
        "拟废止《甲办法》第三条。",
        "《甲办法》第三条规定了奖励标准。",
        "把公司名称改为甲公司。",
    ],
)
def test_what_is_said_of_others_is_no_statement(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("自公布之日起30日后施行", "2014-07-03"),
        ("自发布之日起满三十日施行", "2014-07-03"),
        ("自印发之日起10天后执行", "2014-06-13"),
        ("自公布之日起满三个月之日起施行", "2014-09-03"),
        ("公布后60日起施行", "2014-08-02"),
        ("自公布之日起一年后生效", "2015-06-03"),
        ("自公布之日起30个工作日后施行", None),
    ],
)
def test_so_long_after_publication_counts_from_the_day_of_publication(words: str, day: str | None) -> None:
    assert said(f"本办法{words}。", "2014-06-03") == [("effective", day, ())]
    assert said(f"本办法{words}。") == [("effective", None, ())]


def test_a_trial_period_begins_when_the_rule_does() -> None:
    text = "本通知自发布之日起满15日施行，试行期两年。"

    assert said(text, "2019-03-04") == [("effective", "2019-03-19", ()), ("expiry", "2021-03-18", ())]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("《甲办法》第五条同时废止。", [("甲办法", "第五条")]),
        ("《甲办法》（甲字1号）第三条、第五条第二款自2014年5月1日起废止。", [("甲办法", "第三条、第五条第二款")]),
        ("《甲办法》第三至五条即行废止。", [("甲办法", "第三至五条")]),
        ("《甲办法》中关于补贴标准的规定同时废止。", [("甲办法", "关于补贴标准的规定")]),
        ("《甲办法》第三条和《乙办法》第二章同时废止。", [("甲办法", "第三条"), ("乙办法", "第二章")]),
        ("《甲办法》（甲字3号）中涉及网店登记的内容自本办法施行之日起不再执行。", [("甲办法", "涉及网店登记的内容")]),
        ("决定废止《甲办法》第三条。", [("甲办法", "第三条")]),
        ("决定废止《甲办法》、《乙办法》中有关租金的内容。", [("甲办法", ""), ("乙办法", "有关租金的内容")]),
        ("决定废止《甲办法》《乙办法》第三条。", [("甲办法", ""), ("乙办法", "第三条")]),
    ],
)
def test_what_is_repealed_in_part_is_not_repealed_as_a_whole(text: str, parts: list[tuple[str, str]]) -> None:
    found = read_statements(text, None)

    assert sorted((name, one.part) for one in found for name in one.names) == sorted(parts)
    assert {one.fact for one in found} == {"repeals"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("原《甲规定》更名为《乙办法》。", ("甲规定", "乙办法")),
        ("将《甲规定》名称修改为《乙办法》。", ("甲规定", "乙办法")),
        ("乙办法（原《甲规定》）", ("甲规定",)),
        ("本办法原名《甲规定》。", ("甲规定",)),
    ],
)
def test_an_old_title_is_read(text: str, names: tuple[str, ...]) -> None:
    assert [(one.fact, one.names) for one in read_statements(text, None)] == [("renames", names)]


def test_the_bracket_below_a_title_tells_when_a_rule_was_published() -> None:
    text = "甲市快递办法\n（2012年5月10日市政府会议通过 2012年5月15日市政府令第56号公布）\n第一条 本办法自公布之日起30日后施行。"

    day, start, end = issued(text) or ("", 0, 0)
    assert (day, text[start:end]) == ("2012-05-15", "（2012年5月10日市政府会议通过 2012年5月15日市政府令第56号公布）")
    one = dated(article(text))
    assert (one.date, one.effective_date) == ("2012-05-15", "2012-06-14")
    assert issued("甲办法\n（2012年5月10日市政府会议通过）") is None


@pytest.mark.parametrize(
    ("begin", "count", "unit", "day"),
    [
        ("2014-01-31", 1, "个月", "2014-02-28"),
        ("2014-02-27", 3, "日", "2014-03-02"),
        ("2014-02-27", 3, "个工作日", None),
        ("9998-12-31", 999, "天", None),
        ("9998-12-31", 99, "年", None),
    ],
)
def test_a_day_so_long_after_another(begin: str, count: int, unit: str, day: str | None) -> None:
    assert day_after(begin, count, unit) == day


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
    "text",
    [
        "《" * 50_000,
        "《甲》" * 20_000 + "废止",
        "□" * 50_000 + "废止",
        "自2013年1月1日起" * 5_000,
        "2013年1月1日" * 5_000 + "修",
        "《甲乙》第一条、" * 110 + "废止",
        "废止《甲乙》中" * 110,
        "□第三条废止",
    ],
)
def test_a_hostile_text_takes_no_long_time(text: str) -> None:
    assert len(read_statements("本办法" + text, None)) <= 1
