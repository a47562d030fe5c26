"""Short names that texts introduce themselves."""

import pytest

from ecqa.index.abbreviations import both_ways, introduced


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("圆通速递和上海翔运国际货运有限公司（以下简称：翔运国际）联合申报", "翔运国际", "翔运国际货运有限公司"),
        (
            "新昌县成立了新的社会阶层人士联谊会网媒专业委员会(简称“新联会网媒专委会”)。",
            "新联会网媒专委会",
            "新的社会阶层人士联谊会网媒专业委员会",
        ),
        ("华东进出口商品交易会（下称简称华交会，每年一届）", "华交会", "华东进出口商品交易会"),
        ("据中国互联网络信息中心（CNNIC）发布的报告", "cnnic", "中国互联网络信息中心"),
        ("在CNNIC（中国互联网络信息中心）的报告里", "cnnic", "中国互联网络信息中心"),
        ("国际展览业协会(UFI)认证", "ufi", "国际展览业协会"),
    ],
)
def test_a_short_name_and_its_long_name_stand_for_each_other(text: str, short: str, long: str):
    assert introduced(text) == [(short, long)]
    assert both_ways(introduced(text)) == {short: (long,), long: (short,)}


@pytest.mark.parametrize(
    "text",
    [
        "汕头市五维电子商务有限公司（以下简称公司）",  # says too little
        "汕头市商务局（以下简称“我局”）",  # not made of the long name's characters
        "增长很快（GMV）",
        "（以下简称“办法”）",
        "马云（阿里巴巴）",
        "没有括号",
        "",
    ],
)
def test_what_introduces_no_name_gives_none(text: str):
    assert introduced(text) == []


def test_several_texts_may_give_one_short_name_several_long_ones():
    texts = ("国际数据公司（IDC）说", "互联网数据中心（IDC）建成", "国际数据公司（IDC）说")
    found = both_ways(pair for text in texts for pair in introduced(text))
    assert found["idc"] == ("国际数据公司", "互联网数据中心")
