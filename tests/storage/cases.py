"""Answers to store, and the secrets of two browsers."""

from ecqa.schema import Answer, Citation

ANNA, BELA = "anna-" + "a" * 40, "bela-" + "b" * 40

CITED = Citation(1, "2013-01-03", "标题", "要闻", "2013-01-17", "大华网", "http://example.org/1", 10, 14, "五千万元", "abcdef123456")
ANSWERED = Answer(
    "每年多少钱？", "answered", "五千万元。[1]", (CITED,), mode="extractive", short_answer="五千万元", timings_ms={"total": 31.5}
)
REFUSED = Answer("房价多少？", "refused", "没有找到。", related=(CITED,), missing="关于房价的内容")
