"""A claim and the texts it cites to two things compared the other way round: which is more, ahead, faster."""

import re
from collections.abc import Sequence

MORE = "多|高|大|快|好|强|早|长|贵|重|广|深|密|厉害|懂|熟悉|了解|领先|受欢迎"
LESS = "少|低|小|慢|差|弱|晚|短|便宜|轻|落后|不足"
REACH = 14
"""Characters on either side that may name what is compared."""
SURE = 0.25
"""By how much the two must be liker crosswise than straight."""
_THAN = re.compile(
    rf"(?P<one>[^，,。；;：:]{{1,{REACH}}}?)(?:比|较)(?P<other>[^，,。；;：:]{{1,{REACH}}}?)(?:还|更|要|都|也|稍|略|明显)*(?P<way>{MORE}|{LESS})"
)
_OVER = re.compile(
    rf"(?P<one>[^，,。；;：:]{{1,{REACH}}}?)(?:明显|略微|远远?|大幅|已经?|甚至|稍稍?|将|会)*(?P<way>高于|超过|超出|大于|多于|领先|胜过|快于|好于|反超|赶超|压过|盖过|取代|强于|高出|低于|少于|小于|不如|不及|落后于?|慢于|输给|不敌)了?"
    rf"(?P<other>[^，,。；;：:]{{1,{REACH}}})"
)
_INTO = re.compile(
    rf"(?:从|由)(?P<other>[^，,。；;：:]{{1,{REACH}}}?)(?:变成|变为|换成|转向|改为|改成|变到|升至|升到|降至|降到|增至|增加到|减至|减少到|缩短到|下滑到|提高到|涨到|跌到)了?(?P<one>[^，,。；;：:]{{1,{REACH}}})"
)
"""What something became stands above what it was, as with 取代."""
_BEHIND = re.compile("低于|少于|小于|不如|不及|落后|慢于|输给|不敌")


def reversed_order(claim: str, texts: Sequence[str]) -> float:
    """1 where the claim puts one thing above another that a text puts above it, else 0.

    Args:
        claim: Normalised.
        texts: Normalised sentences that are cited.
    """
    theirs = [pair for text in texts for pair in _orders(text)]
    for more, less in _orders(claim):
        for above, below in theirs:
            straight, crossed = _alike(more, above) + _alike(less, below), _alike(more, below) + _alike(less, above)
            if crossed > straight + SURE:
                return 1.0
    return 0.0


def _orders(text: str) -> list[tuple[str, str]]:
    """The pairs that a text compares, what is more first."""
    found = []
    for match in _THAN.finditer(text):
        pair = (match["one"][-len(match["other"]) - 1 :], match["other"])
        found.append(pair if re.fullmatch(MORE, match["way"]) else pair[::-1])
    found.extend((match["one"], match["other"]) for match in _INTO.finditer(text))
    for match in _OVER.finditer(text):
        pair = (match["one"], match["other"])
        found.append(pair[::-1] if _BEHIND.match(match["way"]) else pair)
    return found


def _alike(one: str, other: str) -> float:
    """Share of characters that two wordings have in common, in [0, 1]."""
    mine, theirs = ({c for c in text if c.isalnum()} - set("的了是在有和与") for text in (one, other))
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0
