"""Documents at the desk: handed over, looked at, corrected, published or discarded; what is refused, what outlasts a restart, and who did what."""

import csv
import fcntl
import io
import re
import shutil
import time
from html import unescape

import pytest
from fastapi.testclient import TestClient

from ecqa.config import Settings
from ecqa.corpus.overrides import read_overrides
from ecqa.factory import build, open_assistant, open_database, open_library
from ecqa.index.opened import current_generation
from ecqa.interfaces.server import application
from ecqa.interfaces.web.desk import access
from ecqa.library import Drafts, Library
from tests.interfaces.cli.conftest import DIGEST, write_corpus
from tests.interfaces.web.desk.conftest import ROOT, Site

CALL = "关于申报网商补贴的通知\n请于2014年6月30日前将材料报送协会，每家网商补贴八百元。\n联系人在协会三楼办公室。"
"""Each test hands over another version of it: what is there already is refused."""
HOSTILE = "<img src=x onerror=alert(1)>\u202e.txt"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small corpus and its index, which nobody changes."""
    folder = tmp_path_factory.mktemp("shelf")
    write_corpus(folder / "corpus")
    build(Settings(corpus=folder / "corpus", index=folder / "index"))
    return folder


@pytest.fixture(scope="module")
def opened(built, tmp_path_factory):
    """The server over a copy of them that may be changed."""
    folder = tmp_path_factory.mktemp("open")
    for name in ("corpus", "index"):
        shutil.copytree(built / name, folder / name)
    site = serve(folder)
    with TestClient(site.app):
        yield site
    site.storage.close()


@pytest.fixture
def shelf(opened):
    """The same without drafts."""
    yield opened
    for draft in Drafts(opened.settings.data / "uploads").all():
        Drafts(opened.settings.data / "uploads").drop(draft.id)


def serve(folder, assistant=None) -> Site:
    chosen = Settings(corpus=folder / "corpus", index=folder / "index", data=folder / "data", gold=ROOT / "none", questions_a_minute=1000)
    storage = open_database(chosen)
    assistant = assistant or open_assistant(chosen)
    site = Site(application(assistant, storage, chosen), storage, chosen)
    site.assistant = assistant
    return site


def send(client, *files, status=303, folder="", csrf=None):
    """Hands files over; where the browser is sent, or the page that says what is wrong."""
    parts = [("files", (name, data if isinstance(data, bytes) else data.encode(), "text/plain")) for name, data in files]
    fields = {"csrf": client.csrf if csrf is None else csrf, "folder": folder}
    answer = client.http.post("/desk/documents", data=fields, files=parts, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", answer.text)


def settled(client, path, status=200):
    """The page of a draft when nothing is under way with it."""
    for _ in range(600):
        if client.get(f"{path.split('?')[0]}/progress").json()["over"]:
            return unescape(client.page(path, follow_redirects=True))
        time.sleep(0.05)
    raise AssertionError("it is still under way")


def settled_after(client, path, **posted):
    """The same after a form of the draft was sent."""
    client.post(path, **posted)
    for _ in range(600):
        answer = client.http.get(path.rsplit("/", 1)[0], follow_redirects=True)
        if "data-waiting" not in answer.text:
            return unescape(answer.text)
        time.sleep(0.05)
    raise AssertionError("it is still under way")


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page).group(1)


def problem(page):
    return re.search(r'<p class="problem" role="alert">(.*?)</p>', page).group(1)


def publish(client, path):
    return settled_after(client, f"{path}/publish", seen=seen(settled(client, path)))


def corpus_files(site):
    return {path.relative_to(site.settings.corpus).as_posix() for path in site.settings.corpus.rglob("*") if path.is_file()}


def acts(site, subject):
    return [(one.person, one.act) for one in reversed(site.storage.audit.last()) if one.subject == subject]


def overrides(site):
    return read_overrides((site.settings.corpus / "overrides.toml").read_text("utf-8"))


def test_a_document_is_seen_corrected_and_published_and_the_running_server_answers_from_it(shelf):
    client, before = shelf.client("编辑甲"), corpus_files(shelf)
    generation = current_generation(shelf.settings.index)
    path = send(client, ("补贴.txt", CALL), folder="notices")
    page = settled(client, path)
    assert "发布后资料库会增加 notices/补贴.txt：1 篇。" in page
    assert CALL in page
    assert "第 1 行起" in page
    assert "1 篇没有日期" in page
    fields = {"place": "0", "title": "网商补贴申报通知", "was-title": "关于申报网商补贴的通知", "date": "2014-06-01", "was-date": ""}
    client.post(f"{path}/correct", **fields)
    page = settled(client, path)
    assert ('name="title" value="网商补贴申报通知"' in page, 'name="date" value="2014-06-01"' in page) == (True, True)
    assert (corpus_files(shelf), current_generation(shelf.settings.index)) == (before, generation)
    assert shelf.assistant.article("补贴") is None
    page = publish(client, path)
    assert "已发布，现在起按新的内容回答。" in page
    assert corpus_files(shelf) == before | {"notices/补贴.txt", "overrides.toml"}
    assert overrides(shelf)["补贴"] == {"title": "网商补贴申报通知", "date": "2014-06-01"}
    time.sleep(1.1)
    answer = shelf.assistant.ask("网商补贴每家多少元？")
    assert [(one.article_id, one.title, one.date) for one in answer.citations][:1] == [("补贴", "网商补贴申报通知", "2014-06-01")]
    assert acts(shelf, "notices/补贴.txt") == [("编辑甲", "document-upload"), ("编辑甲", "document-add")]
    assert "<td>编辑甲</td>" in page
    assert shelf.storage.audit.last()[0].detail == "补贴: date = 2014-06-01, title = 网商补贴申报通知"
    assert client.http.get(path, follow_redirects=False).headers["location"].startswith("/desk/document?file=notices")
    assert list((shelf.settings.data / "uploads").iterdir()) == []


def test_a_new_version_takes_the_place_of_the_old_one_and_says_so_before(shelf):
    client = shelf.client()
    publish(client, send(client, ("call.txt", CALL + "一")))
    path = send(client, ("call.txt", CALL.replace("八百", "九百")))
    page = settled(client, path)
    assert "资料库里已有 call.txt。发布后这份文件会代替它：现在 1 篇，以后 1 篇。" in page
    assert "代替并发布" in page
    publish(client, path)
    assert "九百元" in (shelf.settings.corpus / "call.txt").read_text("utf-8")
    assert [one["did"] for one in open_library(shelf.settings).history("call.txt")] == ["add", "update"]
    assert acts(shelf, "call.txt")[-1] == ("editor", "document-update")


def test_a_title_and_a_date_of_a_document_that_is_there_are_corrected(shelf):
    client = shelf.client("编辑乙")
    page = unescape(client.page("/desk/document?file=news.jsonl"))
    assert 'name="title" value="市财政连续三年扶持电商"' in page
    sent = {
        "file": "news.jsonl",
        "id": "fund",
        "title": "市财政扶持电商",
        "was-title": "市财政连续三年扶持电商",
        "date": "",
        "was-date": "2013-01-11",
    }
    where = client.post("/desk/document/correct", **sent)
    assert where == "/desk/document?file=news.jsonl&done=corrected#article-2"
    page = client.page(where)
    assert ("更正已保存。" in page, page.count("已更正")) == (True, 3)
    assert overrides(shelf)["fund"] == {"title": "市财政扶持电商", "date": ""}
    entry = shelf.storage.audit.last(1)[0]
    assert (entry.person, entry.act, entry.subject) == ("编辑乙", "document-correct", "news.jsonl")
    assert entry.detail == "fund: title 市财政连续三年扶持电商 → 市财政扶持电商; date 2013-01-11 → –"
    time.sleep(1.1)
    assert (shelf.assistant.article("fund").title, shelf.assistant.article("fund").date) == ("市财政扶持电商", None)
    back = {**sent, "title": "市财政连续三年扶持电商", "was-title": "市财政扶持电商", "date": "2013-01-11", "was-date": ""}
    client.post("/desk/document/correct", **back)
    assert "fund" not in overrides(shelf)
    generation = current_generation(shelf.settings.index)
    client.post("/desk/document/correct", **{**back, "was-title": back["title"], "was-date": back["date"]})
    assert current_generation(shelf.settings.index) == generation


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date", "2013-13-01", "日期“2013-13-01”不对；请写成 2013-01-17 这样的日期。"),
        ("title", "  ", "标题不能为空。"),
        ("kind", "", "种类不能为空。"),
        ("source", "长" * 301, "内容请控制在 300 字以内，现在是 301 字。"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_and_what_was_typed_stays(shelf, field, value, words):
    client, generation = shelf.client(), current_generation(shelf.settings.index)
    page = client.post(
        "/desk/document/correct", status=422, file="news.jsonl", id="fund", note="已打的字", **{field: value, f"was-{field}": "x"}
    )
    assert problem(page) == words
    assert 'name="note" value="已打的字"' in page
    assert current_generation(shelf.settings.index) == generation


def test_what_is_refused_is_said_in_one_line_and_the_rest_is_kept(shelf):
    client = shelf.client()
    files = (("a.exe", b"MZ"), ("空.txt", b""), ("b.txt", CALL + "二"), ("x" * 300 + ".pdf", b"%PDF-1.4"))
    page = unescape(send(client, *files, status=422))
    assert re.findall(r'<p class="problem" role="alert">(.*?)</p>', page)[0].startswith("a.exe 不是能读取的格式；可以读取 .docx")
    assert re.findall(r'<p class="problem" role="alert">(.*?)</p>', page)[1] == "空.txt 是空文件，没有收下。"
    assert "等待发布（2）" in page
    assert problem(send(client, ("", b""), status=422)) == "没有选择文件。"
    assert problem(unescape(send(client, ("a.txt", CALL), status=422, folder="../up"))) == "文件夹 ../up 不能用；请写资料文件夹之内的路径。"
    path = send(client, ("scan.pdf", (ROOT / "tests/corpus/data/formats/scanned.pdf").read_bytes()))
    page = settled(client, path)
    assert problem(page).startswith("scan.pdf 里没有读到文字，没有收录")
    assert "seen" not in page


def test_what_is_hostile_in_a_name_or_a_text_is_shown_as_it_is(shelf):
    client = shelf.client()
    path = send(client, (HOSTILE, f"<script>alert(1)</script>\n{CALL}八\u202e<svg onload=alert(2)>"))
    settled(client, path)
    for page in (client.page(path), client.page("/desk/documents")):
        assert not re.search(r"<img|<svg|<script>", page)
        assert "\u202e" not in page
    publish(client, path)
    for page in (client.page("/desk/log"), client.page("/desk/documents")):
        assert "&lt;img src=x onerror=alert(1)&gt;" in page or "img-src=x" in page
        assert "<img" not in page


def test_a_draft_outlasts_a_restart_also_one_that_was_being_read(built, opened, tmp_path):
    for name in ("corpus", "index"):
        shutil.copytree(built / name, tmp_path / name)
    first = serve(tmp_path, opened.assistant)
    client = first.client()
    read, unread = send(client, ("call.txt", CALL)), send(client, ("other.txt", CALL + "另外一件。"))
    settled(client, read)
    settled(client, unread)
    client.post(f"{read}/correct", place="0", title="改过的标题", **{"was-title": "x"})
    first.storage.close()
    (tmp_path / "data" / "uploads" / unread.rsplit("/", 1)[1] / "content.jsonl").unlink()  # as where the reading was cut off
    second = serve(tmp_path, opened.assistant)
    client = second.client()
    assert 'value="改过的标题"' in settled(client, read)
    assert "另外一件。" in settled(client, unread)
    second.storage.close()


def test_who_holds_the_lock_is_said_and_the_draft_stays(shelf, monkeypatch):
    monkeypatch.setattr(Library.__init__, "__kwdefaults__", {"by": "", "wait": 0.1, "changed": lambda: None})
    client = shelf.client()
    path = send(client, ("locked.txt", CALL + "三"))
    page = settled(client, path)
    with (shelf.settings.index / "LOCK").open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b"pid 4711, 2026-01-01T00:00:00\n")
        file.flush()
        after = settled_after(client, f"{path}/publish", seen=seen(page))
        held = client.post("/desk/document/correct", status=422, file="news.jsonl", id="fund", title="新", **{"was-title": "旧"})
    for told in (after, held):
        assert "（pid 4711, 2026-01-01T00:00:00）；请等它结束后再运行。" in problem(told)
    assert "locked.txt" not in corpus_files(shelf)
    assert "已发布" in publish(client, path)


def test_what_changed_since_it_was_looked_at_is_not_published(shelf):
    client, other = shelf.client(), shelf.client("other")
    path = send(client, ("seen.txt", CALL + "四"))
    old = seen(settled(client, path))
    other.post(f"{path}/correct", place="0", title="另一个标题", **{"was-title": "x"})
    page = settled_after(client, f"{path}/publish", seen=old)
    assert problem(page) == "您查看之后有了变化，没有发布；请看过现在的内容再发布。"
    assert "seen.txt" not in corpus_files(shelf)
    assert "已发布" in publish(client, path)


def test_a_name_that_is_taken_is_changed_and_corrections_stay(shelf):
    client = shelf.client()
    path = send(client, (f"{DIGEST}.txt", CALL + "五"))
    page = settled(client, path)
    assert f"{DIGEST}.md" in problem(page)
    client.post(f"{path}/correct", place="0", date="2014-06-01", **{"was-date": ""})
    page = settled_after(client, f"{path}/move", name="新 名字", folder="notices")
    assert "发布后资料库会增加 notices/新-名字.txt：1 篇。" in page
    assert 'value="2014-06-01"' in page
    assert problem(client.post(f"{path}/move", status=422, name="a", folder=".hidden")).startswith("文件夹 .hidden 不能用")


def test_what_is_there_already_under_another_name_is_marked(shelf):
    client = shelf.client()
    text = (shelf.settings.corpus / "policies" / f"{DIGEST}.md").read_text("utf-8").split("---", 2)[2]
    page = settled(client, send(client, ("copy.txt", text)))
    assert re.search(
        r'已有相近内容</span>.*?与已有的资料内容相同或相近： <a href="/desk/document\?file=policies/' + DIGEST, page, re.DOTALL
    )


def test_a_draft_is_discarded(shelf):
    client = shelf.client()
    path = send(client, ("drop.txt", CALL + "六"))
    settled(client, path)
    assert client.post(f"{path}/drop") == "/desk/documents?done=dropped"
    client.get(path, status=404)
    assert acts(shelf, "drop.txt") == [("editor", "document-upload"), ("editor", "document-drop")]
    assert list((shelf.settings.data / "uploads").iterdir()) == []


def test_a_newsletter_is_shown_split_with_its_warnings_by_line(shelf):
    client = shelf.client()
    path = send(client, ("2014-06.txt", (ROOT / "tests/corpus/data/2014-06.txt").read_bytes()))
    page = settled(client, path)
    assert len(re.findall(r'<details class="card article"', page)) == int(re.search(r"拆分结果（(\d+) 篇）", page).group(1)) > 3
    assert re.search(r'<tr><td class="number">1</td><td>刊头，留在第一篇文章的前面：', page)
    titles = re.findall(r'name="title" value="([^"]*)"', page)
    lines = [int(line) for line in re.findall(r"第 (\d+) 行起", page)]
    text = (ROOT / "tests/corpus/data/2014-06.txt").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert all(title in text[line - 1] for title, line in list(zip(titles, lines, strict=True))[1:])


def test_only_who_is_logged_in_may_and_only_by_a_form_of_the_session(shelf, monkeypatch):
    client, other = shelf.client(), shelf.client("other")
    path = send(client, ("mine.txt", CALL + "七"))
    settled(client, path)
    for page in (
        "documents",
        "document?file=news.jsonl",
        path.removeprefix("/desk/"),
        "log",
        "log.csv",
        f"{path.removeprefix('/desk/')}/progress",
    ):
        answer = shelf.anybody().get(f"/desk/{page}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/login")
    for form in ("document/correct", *(f"{path.removeprefix('/desk/')}/{act}" for act in ("correct", "move", "publish", "drop"))):
        assert shelf.anybody().post(f"/desk/{form}", follow_redirects=False).headers["location"] == "/desk/login"
        for csrf in ("", other.csrf):
            assert client.http.post(f"/desk/{form}", data={"csrf": csrf}, follow_redirects=False).status_code == 403
    for csrf in ("", other.csrf):
        send(client, ("b.txt", CALL), status=403, csrf=csrf)
    stranger = {"data": {"csrf": client.csrf}, "files": {"files": ("b.txt", b"x")}}
    assert client.http.post("/desk/documents", headers={"sec-fetch-site": "cross-site"}, **stranger).status_code == 403
    assert client.http.post("/desk/documents", data={"csrf": client.csrf}).status_code == 415
    monkeypatch.setattr(access, "BODY", 1000)
    send(client, ("b.txt", "x" * 2000), status=413)
    body = b"".join([b"--b\r\n", b"x" * 2000])
    chunks = client.http.post("/desk/documents", headers={"content-type": "multipart/form-data; boundary=b"}, content=iter([body]))
    assert chunks.status_code == 413
    assert len(list((shelf.settings.data / "uploads").iterdir())) == 1


@pytest.mark.parametrize("path", ["drafts/x", "drafts/" + "0" * 32, "document?file=nothing", "document?file=fund", "document"])
def test_an_address_that_leads_nowhere_says_so(shelf, path):
    assert "没有这个页面" in shelf.client().get(f"/desk/{path}", status=404).text


def test_the_log_is_read_by_person_and_act_and_kept_as_a_table(shelf):
    anna, bela = shelf.client("anna"), shelf.client("bela")
    for number in range(101):
        shelf.storage.audit.note("anna", "document-correct", f"=file{number}.txt", "<b>x</b>")
    bela.post("/desk/corpus/rebuild")
    page = unescape(anna.page("/desk/log"))
    assert page.index("重建资料库</td>") < page.index("=file100.txt")
    assert "=file1.txt" not in page
    older = re.search(r"/desk/log\?person=&act=&before=\d+", page).group()
    assert "=file0.txt" in anna.page(older)
    only = unescape(anna.page("/desk/log?person=bela&act=rebuild"))
    assert ("=file" in only, only.count("<tr>")) == (False, 2)
    rows = list(csv.DictReader(io.StringIO(anna.get("/desk/log.csv?act=document&person=anna").text.removeprefix("\ufeff"))))
    assert (len(rows), rows[0]["person"], rows[0]["document"], rows[0]["detail"]) == (101, "anna", "'=file100.txt", "<b>x</b>")
    assert "<b>x" not in anna.page("/desk/log?person=anna")
