"""A library of three small documents with an embedder that counts what it embeds."""

from pathlib import Path

from ecqa.index.build import build_index
from ecqa.library import Done, Library
from ecqa.library.incoming import given
from tests.index.material import PairEmbedder

FUND = "专项资金办法\n市财政每年安排五千万元专项资金。\n资金用于扶持电子商务企业。\n（榕东日报2014年6月12日http://news.example.com/2014/0612/1.html）"
PARK = "产业园启动\n五维电子商务产业园在汕头启动。\n首期面积三万平方米。\n（2014年6月13日http://news.example.com/2014/0613/2.html）"
TAOBAO = "淘宝战略\n淘宝公布五个战略方向。\n无线是第一个方向。"


class Shelf:
    """A corpus folder, an index folder and the library over them."""

    def __init__(self, folder: Path, **texts: str) -> None:
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.corpus.mkdir()
        for name, text in (texts or {"fund": FUND, "taobao": TAOBAO}).items():
            (self.corpus / f"{name}.txt").write_text(text, "utf-8")
        self.embedder = PairEmbedder()
        build_index(self.corpus, self.index, self.embedder, "pairs")
        self.embedder.embedded = []

    @property
    def library(self) -> Library:
        return Library(self.corpus, self.index, self.embedder, "pairs", by="编辑甲", wait=0.3)

    def add(self, name: str, text: str, folder: str = "") -> Done:
        return self.library.add(given(name, text.encode()), folder)

    def update(self, name: str, text: str) -> Done:
        return self.library.update(name, given("x.txt", text.encode()))

    def files(self) -> set[str]:
        """Names of all corpus files, those that lie ready included."""
        return {path.relative_to(self.corpus).as_posix() for path in self.corpus.rglob("*") if path.is_file()}
