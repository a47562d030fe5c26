"""A PDF of too many pages, with a password, or a damaged one is refused in one line; a small one is read line by line."""

import pytest

from ecqa.corpus.formats.pdf import PAGES_LIMIT
from ecqa.corpus.readers import read_file
from ecqa.errors import CorpusError

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"
LOCKED = b"<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -44>>"


def pdf(pages: int, trailer: bytes = b"") -> bytes:
    """A document whose pages say the same two lines."""
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(pages))
    text = b"BT /F 12 Tf 20 250 Td (Subsidies are paid in June.) Tj 0 -20 Td (Second line.) Tj ET"
    objects = [
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
        b"2 0 obj <</Type/Pages/Count %d/Kids[%s]>> endobj" % (pages, kids),
        b"3 0 obj <</Length %d>> stream\n%s\nendstream endobj" % (len(text), text),
        b"4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
        *(b"%d 0 obj %s endobj" % (number + 5, PAGE) for number in range(pages)),
    ]
    return b"%PDF-1.4\n" + b"\n".join(objects) + b"\ntrailer <</Root 1 0 R" + trailer + b">>\n%%EOF\n"


def test_a_small_document_is_read() -> None:
    (found,) = read_file(pdf(1), "a.pdf").found

    assert "Subsidies are paid in June." in found.article.text
    assert found.article.places[0].number == 1


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (pdf(PAGES_LIMIT + 1), "pdf-too-long"),
        (pdf(1, b"/Encrypt " + LOCKED + b"/ID[<00><00>]"), "pdf-password"),
        (b"%PDF-1.4\nno document at all", "pdf-broken"),
    ],
)
def test_what_is_no_readable_document_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(CorpusError) as refused:
        read_file(data, "a.pdf")

    assert refused.value.key == key
