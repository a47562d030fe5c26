"""Dates, sources, addresses and authors out of single lines; under 1 second."""

import pytest

from ecqa.corpus import dates, names
from ecqa.corpus.credits import host_names, read_credits
from ecqa.corpus.dates import Issue
from ecqa.corpus.newsletter import read_lines

JANUARY = Issue(2013, 1)
BODY = "这一段正文交代了事情的来龙去脉，字数足够成为一段完整的叙述。"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://www.dahuawang.com/strb/html/2013-01/17/content_392508.htm", "2013-01-17"),
        ("http://www.ebrun.com/20130116/65840.shtml", "2013-01-16"),
        ("http://www.iceo.com.cn/renwu/27/2013/0116/262842.shtml", "2013-01-16"),
        ("http://a.example/2013/1/6/x.html", "2013-01-06"),
        ("http://money.a.example/13/0116/10/x.html", "2013-01-16"),
        ("http://data.eguan.cn/qitashuju_152548.html", None),
        ("http://b2b.toocle.com/detail--6070436.html", None),
        ("http://a.example/20131345/1.html", None),
        ("http://a.example/18991231/1.html", None),
        ("http://a.example/2013-01/content_1.htm", None),
    ],
)
def test_full_dates_in_addresses(url: str, day: str | None) -> None:
    assert dates.in_url(url, JANUARY) == day


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("1月15日消息，中国互联网络信息中心今日发布", "2013-01-15"),
        ("1月9日消息  阿里巴巴研究中心", "2013-01-09"),
        ("【亿邦动力网讯】1月21日消息，2012年", "2013-01-21"),
        ("新华社北京1月3日电 记者", "2013-01-03"),
        ("本报1月8日讯", "2013-01-08"),
        ("2012年12月30日消息", "2012-12-30"),
        ("12月30日消息，", "2012-12-30"),
        ("1月14日下午，随着刘向民秘书长", None),
        ("1月3日电商企业", None),
        ("2月30日消息", None),
    ],
)
def test_days_of_openings(opening: str, day: str | None) -> None:
    assert dates.in_opening(opening, JANUARY) == day


def test_no_year_no_day() -> None:
    assert dates.in_opening("1月15日消息", Issue()) is None


@pytest.mark.parametrize(
    ("stem", "masthead", "issue"),
    [
        ("2013-01", "", Issue(2013, 1)),
        ("通讯201406", "", Issue(2014, 6)),
        ("2014年第6期", "2014年6月28日出版", Issue(2014, 6)),
        ("latest", "2014年第6期（总第19期）", Issue(2014, None)),
        ("latest", "二〇一四年六月", Issue(2014, 6)),
        ("latest", "会员通讯", Issue(None, None)),
    ],
)
def test_when_an_issue_came_out(stem: str, masthead: str, issue: Issue) -> None:
    assert dates.issue_of(stem, masthead) == issue


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("（大华网2012年1月13日http://www.dahuawang.com/strb/html/2013-01/13/content_391305.htm）", ["大华网"]),
        ("（本文转载自亿邦动力网:http://www.ebrun.com/20130116/65840.shtml）", ["亿邦动力网"]),
        ("(转载自http://www.ebrun.com/20130122/66317.shtml）", []),
        ("（以上内容部分摘自以下各大网站：", []),
        ("（摘自《榕东晚报》2014年6月10日 A07版）", ["榕东晚报"]),
        ("原载《商界》2013年第1期", ["商界"]),
        ("——转自微信公众号“店长夜话”", ["店长夜话"]),
        ("2014-06-05 08:42　来源：岭东商报　作者：沈砚秋", ["岭东商报"]),
        ("作者：沈砚秋 来源：岭东商报", ["岭东商报"]),
        ("（摘自南方日报、羊城晚报）", ["南方日报", "羊城晚报"]),
        ("大华网 www.dahuawang.com", ["大华网"]),
        ("（据新华社、人民网报道）", ["新华社", "人民网"]),
        ("（综合甲乙网消息）", ["甲乙网"]),
    ],
)
def test_names_of_sources(line: str, found: list[str]) -> None:
    assert names.source_names(line) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("作者：陈盾楠\xa0\xa0\xa0 摄影作者：胡晟源  日期： 2012-12-29", ["陈盾楠"]),
        ("（来源：《滨海时报》 文/赵贤钰）", ["赵贤钰"]),
        ("文/黄思远 图/陈某", ["黄思远"]),
        ("作者：林晓、王小明 编辑：李四", ["林晓", "王小明"]),
        ("(来源：虎嗅网 编选：中国电子商务研究中心)", []),
        ("记者综合报道", []),
        ("□ 周敏", ["周敏"]),
        ("（作者单位：某某学院）", []),
        ("记者 张三 北京报道", ["张三"]),
    ],
)
def test_authors_of_by_lines(line: str, found: list[str]) -> None:
    assert names.authors(line) == found


def test_authors_in_openings_only_where_they_sign() -> None:
    assert names.authors_in_text("本报讯 （记者郑梦婕 实习生杨佳勋）我市电子商务", "") == ["郑梦婕", "杨佳勋"]
    assert names.authors_in_text("本报讯 记者陈史报道：为加快重点", "") == ["陈史"]
    assert names.authors_in_text("(中国电子商务研究中心讯)近日，南都记者从台山经信局获悉，截至目前", "") == []
    assert names.authors_in_text("本报讯（记者从市局获悉）", "") == []
    assert names.authors_in_text("", "值得警惕。(来源：《滨海时报》 文/赵贤钰)") == ["赵贤钰"]


def test_addresses_end_before_brackets_and_punctuation() -> None:
    assert names.urls("(报告下载：http://www.100ec.cn/zt/2010bgdz/)，见https://a.example/x?y=1&z=2。") == [
        "http://www.100ec.cn/zt/2010bgdz/",
        "https://a.example/x?y=1&z=2",
    ]
    assert names.host("http://WWW.Ebrun.com:80/1") == "ebrun.com"
    assert names.host("http://[broken/1") == ""


def credits_of(text: str) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    said = read_credits(read_lines(text), JANUARY)
    return said.date, said.source, said.host, said.urls


def test_addresses_that_agree_come_before_the_printed_day() -> None:
    assert credits_of(f"{BODY}\n（大华网2012年1月13日http://d.example/2013-01/13/1.htm）") == (
        "2013-01-13",
        "大华网",
        "d.example",
        ("http://d.example/2013-01/13/1.htm",),
    )


def test_addresses_that_disagree_give_no_date_and_several_hosts_no_source() -> None:
    text = f"1月15日消息，{BODY}\n（综合自：\n1. 甲报 http://a.example/2013-01/13/1.htm\n2. http://b.example/20130114/1.html\n）"
    assert credits_of(text) == (None, None, None, ("http://a.example/2013-01/13/1.htm", "http://b.example/20130114/1.html"))


def test_an_address_in_the_text_is_no_source() -> None:
    assert credits_of(f"{BODY}到志趣网(http://www.bestb2b.com)上开展电子商务，{BODY}\n（转载自http://e.example/20130114/1.html）") == (
        "2013-01-14",
        None,
        "e.example",
        ("http://e.example/20130114/1.html",),
    )


def test_the_by_line_gives_the_day_when_no_source_line_does() -> None:
    assert credits_of(f"作者：林晓  日期： 2012-12-29\n{BODY}") == ("2012-12-29", None, None, ())


def test_the_bracket_that_ends_the_text_names_the_source_where_no_line_does() -> None:
    assert credits_of(f"{BODY}（来源：《滨海时报》 文/赵贤钰）")[1] == "滨海时报"
    assert credits_of(f"{BODY}（来源：《滨海时报》）\n（甲乙网http://e.example/1.html）")[1] == "甲乙网"


def test_a_host_takes_the_name_most_lines_give_it() -> None:
    pairs = [("a.example", "甲网"), ("a.example", "甲网"), ("a.example", "乙网"), ("b.example", "丙网"), ("b.example", "丁网")]
    assert host_names(pairs) == {"a.example": "甲网"}
