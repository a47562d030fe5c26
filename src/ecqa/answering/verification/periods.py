"""A claim and the sentences it cites to a rate that is said for another period or base: 每天 for 每月, 同比 for 环比, 人均 for 户均."""

import re

_GROUPS = (
    {
        "天": r"每天|每日|日均|天天|一天",
        "周": r"每周|周均",
        "月": r"每月|每个月|月均|月度|月薪|按月|单月|月成交",
        "季": r"每季度?|季均",
        "年": r"每年|年均|年薪|按年|全年|年度|年销售|年产",
    },
    {"同比": r"同比|比上年|比去年|较上年|较去年|比上一年|比20\d\d年|较20\d\d年|比前一年", "环比": r"环比|比上月|较上月"},
    {"人均": r"人均|每人|每位", "户均": r"户均|每户|每家", "件均": r"每件|单件|件均|每单|单笔|客单"},
    {"重": r"每(?:公斤|千克|斤|吨)", "体": r"每立方", "面": r"每(?:平方|亩)"},
    {"总": r"累计|总计|合计", "单": r"平均|均价"},
)


def other_period(claim: str, text: str) -> str:
    """The wording of the first period or base of a claim of which the text has only others; empty for none."""
    for group in _GROUPS:
        ours = {name: found.group() for name, pattern in group.items() if (found := re.search(pattern, claim))}
        theirs = {name for name, pattern in group.items() if re.search(pattern, text)}
        if ours and theirs and not theirs & set(ours):
            return next(iter(ours.values()))
    return ""
