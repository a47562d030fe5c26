"""A folder with a small corpus and its index, built once by the command itself."""

import json
import shutil
from pathlib import Path

import pytest

from ecqa.interfaces.cli.main import run

ROOT = Path(__file__).parents[3]
DIGEST = "shantou-ecommerce-promotion-measures-digest"
NEWS = [
    {
        "id": "park",
        "title": "五维电子商务产业园启动",
        "text": "五维电子商务产业园启动\n1月16日，汕头五维电子商务产业园正式启动。项目分两期，共20万平方米，一期有6.6万平方米的厂房、办公楼。",
        "section": "汕头市政经环境",
        "kind": "news",
        "date": "2013-01-17",
        "source": "大华网",
        "urls": ["http://example.org/park"],
    },
    {
        "id": "fund",
        "title": "市财政连续三年扶持电商",
        "text": "市财政连续三年扶持电商\n去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。\x1b[31m该政策由市经信局落实。",
        "section": "汕头市政经环境",
        "kind": "news",
        "date": "2013-01-11",
        "source": "汕头日报",
    },
]


def write_corpus(folder: Path) -> None:
    (folder / "policies").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "policies" / f"{DIGEST}.md", folder / "policies")
    (folder / "news.jsonl").write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in NEWS), "utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_corpus(folder / "corpus")
    assert run(["index", "--corpus", str(folder / "corpus"), "--index", str(folder / "index")]) == 0
    return folder


@pytest.fixture
def site(built, tmp_path, monkeypatch):
    """The working folder: a copy of the corpus and the index that a test may change."""
    shutil.copytree(built / "corpus", tmp_path / "corpus")
    shutil.copytree(built / "index", tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    for name in ("LANG", "CORPUS", "INDEX", "EMBEDDING_MODEL", "HOST", "PORT"):
        monkeypatch.delenv(f"ECQA_{name}", raising=False)
    return tmp_path


@pytest.fixture
def ecqa(capfd):
    """Runs one command in this process; gives its exit code and what came out of both streams."""

    def command(*arguments):
        capfd.readouterr()
        code = run([str(each) for each in arguments])
        streams = capfd.readouterr()
        return code, streams.out, streams.err

    return command
