"""Damaged and hostile files: a parser finds articles or refuses with one line, and what was put into a document comes out of it.

`make fuzz` looks for more with atheris, guided by coverage, two minutes a parser; what it finds is kept in data/failures and read here again.
"""

import html
import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecqa.corpus.files import SIZE_LIMITS
from ecqa.corpus.found import FileContent
from ecqa.corpus.readers import read_file
from ecqa.errors import CorpusError

DATA = Path(__file__).parents[1] / "data"
FIXTURES = {path.name: path.read_bytes() for path in sorted((DATA / "formats").iterdir()) if path.suffix in SIZE_LIMITS}
FAILURES = sorted((DATA / "failures").iterdir()) if (DATA / "failures").is_dir() else []
SECONDS = 20.0
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def read(data: bytes, name: str) -> FileContent | None:
    """What a file holds; None where it is refused. Ids, texts and places are sound."""
    begun = time.process_time()
    try:
        content = read_file(data, name)
    except CorpusError:
        content = None
    assert time.process_time() - begun < SECONDS
    for one in content.found if content else []:
        one.article.text.encode("utf-8")
        assert one.article.text.strip()
        assert all(0 <= place.start < len(one.article.text) and place.number >= 1 for place in one.article.places)
    return content


@pytest.mark.parametrize("path", FAILURES, ids=lambda path: path.name)
def test_what_once_failed_fails_no_more(path: Path) -> None:
    suffix = path.name.split("-")[0]
    read(repacked(FIXTURES["issue.docx"], path.read_bytes()) if suffix == "docx" else path.read_bytes(), f"2014-06.{suffix}")


def repacked(package: bytes, document: bytes) -> bytes:
    """A Word document with another main part, as bench/fuzz.py makes them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return stream.getvalue()


@settings(QUICK, max_examples=25)
@given(st.binary(max_size=300), st.integers(0, 8000), st.integers(0, 200))
def test_damaged_main_part_of_a_word_document(put: bytes, at: int, gone: int) -> None:
    whole = zipfile.ZipFile(io.BytesIO(FIXTURES["issue.docx"])).read("word/document.xml")
    read(repacked(FIXTURES["issue.docx"], whole[:at] + put + whole[at + gone :]), "a.docx")


@pytest.mark.parametrize("suffix", sorted(SIZE_LIMITS))
@QUICK
@given(st.binary(max_size=2000))
def test_any_bytes(suffix: str, data: bytes) -> None:
    read(data, f"2014-06{suffix}")


@pytest.mark.parametrize("name", [name for name in FIXTURES if not name.startswith("issue-chromium.pdf")])
@settings(QUICK, max_examples=12)
@given(data=st.data())
def test_damaged_fixtures(name: str, data: st.DataObject) -> None:
    content = bytearray(FIXTURES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "double", "zero"])):
            case "flip":
                content[at] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del content[at : at + data.draw(st.integers(1, 500))]
            case "double":
                content[at:at] = content[at : at + data.draw(st.integers(1, 500))]
            case "zero":
                content[at : at + 40] = bytes(len(content[at : at + 40]))
        content = content or bytearray(b"\0")
    read(bytes(content), name)


def squeezed(text: str) -> str:
    return "".join(text.split())


@QUICK
@given(st.lists(TEXT, min_size=1, max_size=8), st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=2, max_size=4))
def test_no_character_of_a_page_is_lost(paragraphs: list[str], rows: list[list[str]]) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    page = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs) + f"<table>{cells}</table>"
    content = read(page.encode(), "a.html")
    assert content is not None
    whole = squeezed("".join(one.article.text for one in content.found))
    assert [one for one in [*paragraphs, *(cell for row in rows for cell in row)] if squeezed(one) not in whole] == []


@QUICK
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_no_character_of_a_document_or_letter_is_lost(paragraphs: list[str]) -> None:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    stream = io.BytesIO()
    document.save(stream)
    letter = EmailMessage()
    letter.set_content("\n\n".join(paragraphs), cte="base64")
    for data, name in ((stream.getvalue(), "a.docx"), (letter.as_bytes(), "a.eml")):
        content = read(data, name)
        assert content is not None
        whole = squeezed("".join(one.article.text for one in content.found))
        assert [one for one in paragraphs if squeezed(one) not in whole] == []
