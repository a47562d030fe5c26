"""The verbs over documents, from the first file to a backup, with the real model."""

import json
from pathlib import Path

FORMATS = Path(__file__).parents[2] / "corpus" / "data" / "formats"
NOTICE = "关于申报2014年度补贴的通知\n各会员单位：\n请于2014年6月30日前将材料报送协会。"


def test_a_document_from_its_first_day_to_its_last(ecqa, site):
    code, out, err = ecqa("add", FORMATS / "issue.docx", "--folder", "newsletters")
    assert (code, out.splitlines()) == (
        0,
        [
            "已添加 newsletters/issue.docx：3 篇。",
            "  issue-01  榕东跨境电商产业园月底开园  news  2014-06-12",
            "  issue-02  协会公布网商培训补贴标准  news  2014-06-09",
            "  issue-03  五月全省快递业务量首破两亿件  news  2014-06-11",
        ],
    )
    assert "newsletters/issue.docx:1: 刊头" in err
    code, out, _ = ecqa("ask", "榕东跨境电商产业园什么时候开园？")
    assert code == 0
    assert "6月28日" in out

    code, out, _ = ecqa("add", FORMATS / "issue-office.pdf")
    assert code == 0
    assert "    内容相同或相近，另见 issue-01" in out.splitlines()
    code, out, _ = ecqa("show", "issue-office-02")
    assert out.splitlines()[0] == "协会公布网商培训补贴标准"
    assert "原文件第 1–2 页" in out.splitlines()
    assert ecqa("remove", "issue-office")[1] == "已删除 issue-office.pdf；用 ecqa restore 可以恢复。\n"

    Path("note.txt").write_text(NOTICE, "utf-8")
    assert ecqa("add", "note.txt")[0] == 0
    Path("new.txt").write_text(NOTICE.replace("30日", "15日"), "utf-8")
    assert ecqa("update", "note", "new.txt")[1].startswith("已更新 note.txt：1 篇。\n")
    assert "期限 2014-06-15：“请于2014年6月15日前将材料报送协会。”" in ecqa("show", "note")[1]
    history = [json.loads(line) for line in ecqa("history", "note", "--json")[1].splitlines()]
    assert [one["did"] for one in history] == ["add", "update"]
    assert ecqa("history", "note")[1].splitlines()[0].split()[1] == "添加"
    assert ecqa("restore", "note", "--version", history[0]["digest"][:8])[0] == 0
    assert Path("corpus/note.txt").read_text("utf-8") == NOTICE

    files = [json.loads(line)["file"] for line in ecqa("list", "--json")[1].splitlines()]
    assert files == [
        "news.jsonl",
        "newsletters/issue.docx",
        "note.txt",
        f"policies/{Path(next(iter(Path('corpus/policies').iterdir()))).name}",
    ]
    assert "  issue-02  协会公布网商培训补贴标准  news  2014-06-09" in ecqa("list")[1].splitlines()


def test_the_index_is_examined_repaired_and_moved(ecqa, site):
    assert ecqa("doctor") == (0, "资料库完好，没有发现问题。\n", "")
    Path("corpus/late.txt").write_text("迟到的资料\n正文在这里。", "utf-8")
    code, out, err = ecqa("doctor")
    assert (code, out) == (1, "还有 1 个问题；用 ecqa doctor --repair 修复能够修复的。\n")
    assert err == "资料文件 late.txt 还没有收录，请运行 ecqa index。\n"
    code, _, err = ecqa("doctor", "--repair")
    assert (code, err) == (0, "已修复：资料文件 late.txt 还没有收录，请运行 ecqa index。\n")
    code, out, _ = ecqa("export", "all.tar")
    assert code == 0
    assert ecqa("import", "all.tar", "--corpus", "c", "--index", "i")[0] == 0
    assert ecqa("doctor", "--corpus", "c", "--index", "i")[0] == 0
    assert ecqa("import", "all.tar", "--corpus", "c", "--index", "i")[2].startswith("c 已有内容，没有恢复；")


def test_what_cannot_be_done_is_one_line(ecqa, site):
    assert ecqa("remove", "nothing") == (1, "", "资料库里没有“nothing”；请用 ecqa list 查看全部资料的名称。\n")
    assert ecqa("add", "http://127.0.0.1:9/x.html") == (1, "", "地址 http://127.0.0.1:9/x.html 指向本机或内部网络，没有读取。\n")
    assert ecqa("add", "file:///etc/passwd") == (1, "", "地址 file:///etc/passwd 不能用；请写以 http:// 或 https:// 开头的完整地址。\n")
    code, out, err = ecqa("add", FORMATS / "scanned.pdf")
    assert (code, out) == (1, "")
    assert err == "scanned.pdf 里没有读到文字，没有收录（pdf-no-text）；扫描的 PDF 请先做文字识别（OCR）。\n"
