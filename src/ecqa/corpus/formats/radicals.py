"""Radicals that PDF writers put in place of the characters that look the same (⽉ for 月, ⻓ for 长), to the characters."""

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺟⺠⺝⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻑⻒⺡⺶⺾⻌⻏⻖",
        "母民月竹肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟長镸氵羊艹辶阝阝",
        strict=True,
    )
)
"""Source: Unicode, EquivalentUnifiedIdeograph.txt; those of CJK Radicals Supplement that NFKC leaves as they are and that occur in text."""


def unified(text: str) -> str:
    """The text with radicals as characters, and ligatures (ﬁ) as letters; its length may change."""
    return "".join(_character(c) for c in text)


def _character(c: str) -> str:
    if "\u2e80" <= c <= "\u2eff":
        return _SUPPLEMENT.get(c) or unicodedata.normalize("NFKC", c)
    if "\u2f00" <= c <= "\u2fdf" or "\uf900" <= c <= "\ufaff" or "\ufb00" <= c <= "\ufb06":
        return unicodedata.normalize("NFKC", c)
    return c
