"""A claim and the sentences it cites to the quantifiers that differ: all for some, first for second, at least for at most."""

import re
from collections.abc import Sequence
from functools import cache

_CLASSES = {
    "all": r"所有|全部|全体|一律|家家|人人|统统|悉数|无一例外|无一|凡是?|任何|每一?[个家位名]|各[个家地]|没有一家不|没有一家|一个不留|均(?!价|毛|折|单|每|为|有)|全都|始终|永远|永久|时刻|无论|不论|一概(?!念)|完全|个个|通通|一律|清一色|百分之百|全数|整个",
    "most": r"绝大多数|绝大部分|大多数?|大部分|多数(?!量)|大半",
    "some": r"(?<![大多小少])部分|一些|有些|有的|若干|某些|某个?|之一|其中一",
    "many": r"不少|许多|众多|好些|大量|大批|纷纷|很多",
    "few": r"极个别|个别|少数|极少|少部分|很少|寥寥|偶尔|没几",
    "only": r"唯一|仅仅?|只有|只能|只在|独家|惟一|专门|只(?=[剩对向为针])",
    "first": r"首次|首度|第一次|头一[次回届]|首届|首任|首个|首家|首创|第一个|第一家|第一任|最早|首先|率先",
    "again": r"再次|再度|又一次|重新|又(?=[一在])|第[二三四五六七八九][次届回任]|连续[两三四五六七八九多]",
    "least": r"至少|不少于|不低于|起码|最少",
    "main": r"主要|为主|重点|大体",
    "maybe": r"可能|或许|也许|有望|预计|预期|料将|似乎|据估计",
    "surely": r"一定|必然|必定|肯定|绝对|毫无疑问|势必",
    "planned": r"拟|计划|打算|准备|将会?|力争|争取|即将|未来|今后|有意|目标|待批|待定|正在研究",
    "done": r"已经?(?=[^久])|均已|业已|早已|完成了",
    "must": r"必须|应当|务必|须|强制|必需|一律",
    "may": r"可以|鼓励|自愿|允许|建议|可(?=[在向由选通按])|不妨",
    "both": r"都(?!市|会|城|没|不|是|能|可)",
    "one_of": r"之一",
    "most_at": r"至多|最多|不超过|不多于|封顶|以内",
}
_AGAINST = frozenset(
    frozenset(pair)
    for pair in (
        *(("all", other) for other in ("some", "most", "few", "many", "only", "main")),
        *(("only", other) for other in ("many", "most", "main", "one_of")),
        ("most", "few"), ("most", "some"), ("many", "few"), ("some", "few"), ("first", "again"), ("least", "most_at"),
        ("both", "some"), ("both", "few"), ("maybe", "surely"), ("planned", "done"), ("must", "may"),
    )
)  # fmt: skip
_STRONG = ("all", "only", "first", "again", "few", "most", "surely")
"""What a claim must not add of its own."""

_COUNTED = re.compile(r"(?:[、和与几两二三四五六七八九十]|有的|有些|\d)[^，,。；;]{0,12}都")
"""What 都 gathers by name or number, and is not all of its kind."""


def quantifiers(text: str) -> dict[str, str]:
    """The kinds of quantifier in a normalised text, each with its first wording."""
    found = {name: match.group() for name, pattern in _patterns().items() if (match := pattern.search(text))}
    if "both" in found and _COUNTED.search(text):
        del found["both"]
    return found


def differing(claim: str, texts: Sequence[str]) -> tuple[float, str]:
    """How strongly the quantifiers of a claim differ from those of what it cites, and the wording that does.

    Returns:
        1 where the text has the contrary one and not the claim's; .6 where the claim adds a strong one; .5 where the text's is lost and the claim has
        another; 0 for no difference.
    """
    ours = quantifiers(claim)
    theirs = quantifiers("\n".join(texts))
    for name, wording in ours.items():
        if name in theirs:
            continue
        if any(frozenset((name, other)) in _AGAINST for other in theirs):
            return 1.0, wording
    for name, wording in ours.items():
        if name in _STRONG and name not in theirs:
            return 0.6, wording
    return 0.0, ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _CLASSES.items()}
