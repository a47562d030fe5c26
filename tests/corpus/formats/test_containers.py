"""Archives and letters: names, encodings, attachments, and what they are refused for."""

import io
import zipfile
from email.message import EmailMessage

import pytest

from ecqa.corpus.formats.containers import checked_members
from ecqa.corpus.readers import read_file
from ecqa.errors import CorpusError


def packed(members: dict[str, bytes], **options: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refused(data: bytes, limit: int = 1_000_000) -> str:
    with pytest.raises(CorpusError) as problem:
        checked_members(data, "a.zip", limit)
    return problem.value.key


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "a\\..\\b.txt", "new\nline.txt"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert refused(packed({name: b"x"})) == "archive-name"


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    assert refused(packed({"a.txt": b"0" * 900_000, "b.txt": b"0" * 900_000})) == "archive-too-large"
    many_times = packed({"a.txt": b"0" * 50_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert len(many_times) < 60_000
    assert refused(many_times, 200_000_000) == "archive-too-large"
    assert refused(packed({f"{n}.txt": b"" for n in range(2_001)})) == "archive-too-many"


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = packed({"a.txt": b"0123456789"})
    at = data.rindex(b"PK\x01\x02") + 24
    assert refused(data[:at] + (3).to_bytes(4, "little") + data[at + 4 :]) in ("archive-broken", "archive-too-large")


def test_a_damaged_archive_is_one_line() -> None:
    data = packed({"a.txt": b"x" * 1000})
    assert refused(data[:-30]) == "archive-broken"
    assert refused(b"") == "archive-broken"


def test_an_archive_with_a_password_says_so() -> None:
    data = bytearray(packed({"a.txt": b"x"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "archive-encrypted"


def test_archives_inside_archives_end() -> None:
    data = packed({"a.txt": "甲。".encode()})
    for _ in range(3):
        data = packed({"inner.zip": data})
    with pytest.raises(CorpusError) as problem:
        read_file(data, "deep.zip")
    assert problem.value.key == "archive-nested"


def test_members_of_other_formats_are_told() -> None:
    content = read_file(packed({"a.exe": b"MZ", "b c.txt": "标题\n正文。".encode()}), "x.zip")
    assert [(one.article.id, one.article.title) for one in content.found] == [("x-b-c", "标题")]
    assert [(notice.key, notice.excerpt) for notice in content.notices] == [("member-skipped", "a.exe")]


def letter(**more: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "关于申报补贴的通知"
    message["Date"] = "Mon, 09 Jun 2014 09:30:00 +0800"
    message.set_content("各会员：\n\n请于2014年6月30日前提交申报材料。\n")
    return message


def test_a_letter_has_its_subject_for_a_title_and_its_day_for_a_date() -> None:
    (one,) = read_file(letter().as_bytes(), "mail.eml").found
    assert (one.article.title, one.article.date, one.article.kind) == ("关于申报补贴的通知", "2014-06-09", "notice")
    assert one.article.text == "关于申报补贴的通知\n各会员：\n请于2014年6月30日前提交申报材料。"


def test_what_is_attached_to_a_letter_is_read_too() -> None:
    message = letter()
    message.add_attachment(
        "附件标题\n附件正文。".encode("gb18030"), maintype="application", subtype="octet-stream", filename="../附件 1.txt"
    )
    first, second = read_file(message.as_bytes(), "mail.eml").found
    assert (first.article.id, second.article.id, second.article.path) == ("mail", "mail-附件-1", "mail.eml/附件 1.txt")
    assert second.article.text == "附件标题\n附件正文。"


def test_a_letter_in_a_letter_without_end_is_refused() -> None:
    data = letter().as_bytes()
    for _ in range(12):
        data = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + data
    with pytest.raises(CorpusError) as problem:
        read_file(data, "deep.eml")
    assert problem.value.key == "mail-nested"
