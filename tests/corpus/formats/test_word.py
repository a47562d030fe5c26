"""Word documents made with python-docx: numbers, merged cells, boxes, notes, changes; and packages that are none."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ecqa.corpus.formats.word import read_word
from ecqa.errors import CorpusError

W = nsdecls("w")


def made(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lines(document: "docx.document.Document") -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in read_word(made(document), "a.docx").blocks]


def repacked(data: bytes, **parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream.getvalue()


def test_headings_lists_and_tables() -> None:
    document = docx.Document()
    document.add_heading("标题", 1)
    document.add_paragraph("第一行\n第二行")
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    table = document.add_table(3, 3)
    for cell, text in zip(table._cells, ["项目", "标准", "部门", "培训", "300元", "协会", "", "800元", ""], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("尾。")
    assert lines(document) == [
        ("标题", 1),
        ("第一行", 0),
        ("第二行", 0),
        ("1. 甲", 0),
        ("2. 乙", 0),
        ("• 丙", 0),
        ("项目：培训；标准：300元；部门：协会。", 0),
        ("项目：培训；标准：800元。", 0),
        ("尾。", 0),
    ]


def test_clauses_numbered_by_word_get_their_numbers() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="41"/><w:numFmt w:val="chineseCounting"/>'
            '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
        )
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text in ("甲。", "乙。"):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))
    assert lines(document) == [("第四十一条 甲。", 0), ("第四十二条 乙。", 0)]


def test_insertions_and_boxes_are_read_and_deletions_and_field_codes_are_not() -> None:
    document = docx.Document()
    inside = (
        f"<w:p {W}><w:r><w:t>原</w:t></w:r><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:instrText>INCLUDETEXT file:///etc/passwd</w:instrText></w:r>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    document.element.body.insert(0, parse_xml(inside))
    assert lines(document) == [("原增", 0), ("框", 0)]


def test_macros_and_links_to_files_are_told_and_not_followed() -> None:
    document = docx.Document()
    document.add_paragraph("文。")
    document.part.relate_to(
        "file:///C:/secret.docx", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/subDocument", True
    )
    found = read_word(repacked(made(document), word__vbaProject_bin=b"\xd0\xcf"), "a.docx")
    assert [(notice.key, notice.excerpt) for notice in found.notices] == [("docx-macro", ""), ("docx-links", "1")]
    assert [block.text for block in found.blocks] == ["文。"]


def test_a_package_with_entities_or_without_a_document_is_refused() -> None:
    whole = made(docx.Document())
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for data, key in (
        (repacked(whole, customXml__item9_xml=bomb), "docx-entities"),
        (b"PK\x03\x04 nothing", "archive-broken"),
        (whole[: len(whole) // 2], "archive-broken"),
    ):
        with pytest.raises(CorpusError) as refused:
            read_word(data, "a.docx")
        assert refused.value.key == key
