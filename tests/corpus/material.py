"""The two issues with their expected articles, cut by the expected titles (not by the parser), and issues made of them anew."""

import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ecqa.corpus import load_corpus

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).parents[2] / "corpus"
ISSUES = {"2013-01": CORPUS / "newsletters" / "2013-01.txt", "2014-06": DATA / "2014-06.txt"}

SECTIONS = ["政策之窗", "行业资讯", "会员风采", "他山之石", "热点聚焦", "大家谈", "数据", "一周快讯"]
TITLES = """电商企业迎来用工旺季
海淘新政下月实施 包裹税率下调
“村里的快递站”开张记
三问网店实名制
专家热议移动支付安全
中小卖家如何过冬？
市领导调研物流园区建设
全省网络零售额突破千亿元
品牌折扣网再获融资
从实体店到网店：一家鞋企的转身
微信卖货的门道
年货网购升温 生鲜成主角
《数据背后的生意经》
粤东首个跨境仓启用
直播之前，先练好客服
老字号触网记
工商总局拟规范网络团购
玩具出口遇冷 工厂转战天猫
快递涨价了，谁来埋单
电子发票试点扩围
《王志成：不做平台做品牌》
2013年十大网购投诉热点
为什么你的店铺没有回头客
48小时发货承诺难兑现？
首届网商论坛在广州举行
B2C平台争抢线下渠道""".splitlines()


@dataclass(frozen=True)
class Piece:
    """An article as the expected list has it."""

    title: str
    lines: tuple[str, ...]
    """Below the title, blank ones left out."""
    expected: dict[str, object]

    @property
    def facts(self) -> tuple[object, object, object]:
        return self.expected["date"], self.expected["source"], self.expected["urls"]


def expected(issue: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / f"{issue}.expected.jsonl").read_text("utf-8").splitlines()]


def pieces(issue: str) -> list[Piece]:
    """The articles of an issue, cut at the lines that are expected titles or expected sections."""
    rows = {str(row["title"]): row for row in expected(issue)}
    sections = {str(row["section"]) for row in rows.values()}
    cut: list[tuple[str, list[str]]] = []
    inside = False
    for line in (raw.strip() for raw in ISSUES[issue].read_text("utf-8").split("\n")):
        bracket = re.fullmatch(r"【\s*(.*?)\s*】", line)
        if bracket and bracket[1] in sections:
            inside = False
        elif line in rows:
            cut.append((line, []))
            inside = True
        elif line and inside:
            cut[-1][1].append(line)
    return [Piece(title, tuple(lines), rows[title]) for title, lines in cut]


def written(sections: list[tuple[str, list[Piece]]], blanks: random.Random | None) -> str:
    """The text of an issue: blank lines at random, or none at all."""
    lines = [line for name, articles in sections for line in (f"【{name}】", *(part for a in articles for part in (a.title, *a.lines)))]
    return "\n".join(line + "\n" * (blanks.choice((0, 0, 1, 2)) if blanks else 0) for line in lines)


def retitled(articles: list[Piece], rng: random.Random) -> list[Piece]:
    return [replace(piece, title=title) for piece, title in zip(articles, rng.sample(TITLES, len(articles)), strict=True)]


def body(text: str) -> str:
    """A text with its blanks left out."""
    return "".join(text.split())


def differences(sections: list[tuple[str, list[Piece]]], text: str, stem: str) -> list[str]:
    """Titles of the articles that do not come back exactly: section, title, body, date, source and addresses."""
    want = [(name, a.title, body("".join((a.title, *a.lines))), *a.facts) for name, articles in sections for a in articles]
    with TemporaryDirectory() as folder:
        Path(folder, f"{stem}.txt").write_text(text, "utf-8")
        found = load_corpus(Path(folder)).articles
    got = [(a.section, a.title, body(a.text), a.date, a.source, list(a.urls)) for a in found]
    wrong = [row[1] for row in want if row not in got] + [str(row[1]) for row in got if row not in want]
    return wrong or ([] if got == want else ["order"])
