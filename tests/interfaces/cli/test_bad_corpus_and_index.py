"""What a corpus or an index that cannot be used gets: one line with what, where and what to do; and what `index` reports."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from ecqa.index.build import build_index
from ecqa.protocols import Vectors

NEW = {"id": "new", "title": "新资料", "text": "新资料\n市经信局举办电商培训班，名额一百人。"}


class OtherEmbedder:
    """A model of three dimensions that is not the one in the package."""

    def embed_documents(self, texts: list[str]) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        vector = np.frombuffer(hashlib.sha256(text.encode()).digest()[:3], np.uint8).astype(np.float32) + 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def test_an_update_says_what_changed(site, ecqa):
    assert ecqa("index")[1].startswith("资料没有变化，资料库保持原样：3 篇资料，")
    digest = next(Path("corpus/policies").iterdir())
    digest.write_text(digest.read_text("utf-8").replace("企业主导", "企业为主"), "utf-8")
    kept = Path("corpus/news.jsonl").read_text("utf-8").splitlines()[0]
    Path("corpus/news.jsonl").write_text(kept + "\n" + json.dumps(NEW) + "\n", "utf-8")
    code, out, err = ecqa("index")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("资料库已更新：3 篇资料，")
    assert lines[1:4] == ["新增 1 篇：new", f"修改 1 篇：{digest.stem}", "删除 1 篇：fund"]
    assert json.loads(ecqa("search", "电商培训班", "--k", "1", "--json")[1])["article_id"] == "new"


def test_what_fits_nothing_is_reported_with_file_and_line(site, ecqa):
    Path("corpus/training.md").write_text("---\ntitle: 培训班\ncolour: red\n---\n市经信局举办电商培训班。\n", "utf-8")
    code, out, err = ecqa("index")
    assert code == 0
    assert "新增 1 篇：training\n" in out
    assert err == "corpus/training.md:1: 资料说明里有不认识的名称，没有采用：colour\n"


def test_a_missing_or_empty_corpus_is_named(site, ecqa):
    assert ecqa("index", "--corpus", "absent") == (
        1,
        "",
        "找不到资料文件夹 absent；请建立它并放入 .txt、.md 或 .jsonl 文件，或用 --corpus 指定别的文件夹。\n",
    )
    Path("empty").mkdir()
    assert ecqa("index", "--corpus", "empty") == (1, "", "资料文件夹 empty 里没有可用的文件；请放入 .txt、.md 或 .jsonl 文件。\n")
    assert ecqa("index", "--corpus", "corpus/news.jsonl")[:2] == (1, "")


def test_gb18030_is_read(site, ecqa):
    Path("corpus/news.jsonl").write_bytes((json.dumps(NEW, ensure_ascii=False) + "\n").encode("gb18030"))
    assert ecqa("index")[0] == 0
    assert json.loads(ecqa("search", "培训班", "--k", "1", "--json")[1])["text"].endswith("市经信局举办电商培训班，名额一百人。")


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("bad.md", b"---\ntitle: x\nkind: [\n---\ntext\n", "bad.md"),
        ("bad.md", b"---\ntitle: x\ntext\n", "bad.md"),
        ("bad.md", "---\ntitle: x\ndate: 去年\n---\ntext\n".encode(), "bad.md"),
        ("bad.jsonl", b'{"id": "a", "title": "t", "text": "x"}\n{"id": \n', "bad.jsonl 第 2 行"),
        ("bad.txt", b"\xff\xff\xff\xff\x00\xfe", "bad.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_index_stays(site, ecqa, name, content, where):
    before = Path("index/CURRENT").read_bytes()
    (site / "corpus" / name).write_bytes(content)
    code, out, err = ecqa("index")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert f"corpus/{where}" in err or where in err
    assert Path("index/CURRENT").read_bytes() == before


def test_a_missing_index_is_named(site, ecqa):
    assert ecqa("ask", "产业园有多大？", "--index", "absent") == (1, "", "资料库还没有建好（absent）；请先运行 ecqa index。\n")


def test_an_index_of_another_model_is_refused_and_built_again(site, ecqa):
    build_index(Path("corpus"), Path("other"), OtherEmbedder(), "other-model")
    code, out, err = ecqa("ask", "产业园有多大？", "--index", "other")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith("资料库 other 是用向量模型 other-model 建立的，现在用的是 ")
    assert ecqa("index", "--index", "other")[0] == 0
    assert ecqa("ask", "产业园有多大？", "--index", "other")[0] == 0


@pytest.mark.parametrize("pattern", ["manifest.json", "articles.jsonl", "passages.jsonl", "dense.faiss", "bm25/**/*.npy"])
def test_one_changed_byte_is_noticed(site, ecqa, pattern):
    path = max(site.glob(f"index/generations/*/{pattern}"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    code, out, err = ecqa("ask", "产业园有多大？")
    assert (code, out) == (1, "")
    assert err == f"资料库文件 {path.relative_to(site)} 已损坏或缺失；请重新运行 ecqa index。\n"


def test_a_damaged_index_is_built_again(site, ecqa):
    path = next(site.glob("index/generations/*/dense.faiss"))
    path.write_bytes(path.read_bytes()[:-1])
    assert ecqa("index")[0] == 0
    assert ecqa("ask", "产业园有多大？")[0] == 0


def test_a_model_that_is_not_there_is_named(site, ecqa, monkeypatch):
    Path("no-model").mkdir()
    monkeypatch.setenv("ECQA_EMBEDDING_MODEL", "no-model")
    code, out, err = ecqa("ask", "产业园有多大？")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert err.startswith("向量模型 no-model 读取失败")


def test_an_index_that_cannot_be_written_is_named(site, ecqa):
    code, out, err = ecqa("index", "--index", "corpus/news.jsonl")
    assert (code, out) == (1, "")
    assert err == "写不了资料库 corpus/news.jsonl（File exists）；请检查磁盘空间和写入权限。\n"
