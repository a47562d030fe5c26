"""Feeds one parser with what atheris makes of the fixtures, guided by coverage, until time is up; a failure is kept as a file beside the tests.

usage: python bench/fuzz.py SUFFIX [--seconds 120]       or --all [--only SUFFIX], which runs parsers in processes of their own and notes the result

A parser may find articles, or refuse with a CorpusError. Anything else it raises, more than TIMEOUT seconds, or a line of a .txt or .md file
that is in no article (section lines of a newsletter and front matter apart) is a failure. tests/corpus/formats/test_fuzz.py reads the kept
failures again. What was run is noted in bench/results/fuzz.json: for each parser how many inputs, and whether it failed.
"""

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ecqa.corpus", "ecqa.text", "docx", "pdfplumber"]):
    from ecqa.corpus import newsletter
    from ecqa.corpus.files import decode
    from ecqa.corpus.found import FileContent
    from ecqa.corpus.readers import read_file
    from ecqa.errors import CorpusError

FIXTURES = Path(__file__).parents[1] / "tests" / "corpus" / "data" / "formats"
FAILURES = Path(__file__).parents[1] / "tests" / "corpus" / "data" / "failures"
RESULTS = Path(__file__).parent / "results" / "fuzz.json"
SEEDS = {
    ".txt": ["../2014-06.txt"],
    ".md": [],
    ".jsonl": ["../2014-06.expected.jsonl"],
    ".html": ["issue.html", "issue-office.html"],
    ".docx": ["issue.docx"],
    ".pdf": ["scanned.pdf"],
    ".eml": ["issue.eml"],
    ".mhtml": ["issue.mhtml"],
    ".zip": ["issue.zip"],
}
DOCUMENT = "word/document.xml"
TIMEOUT = 20
LARGEST = 200_000
MARKDOWN = "---\ntitle: 办法\ndate: 2014-06-01\nurls: [http://a.example]\n---\n# 办法\n\n第一条 甲。\n第二条 乙。\n第三条 丙。\n".encode()
PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 92>> stream
BT /F 12 Tf 20 250 Td (First line) Tj 0 -20 Td (Second) Tj ET 20 20 100 50 re S 20 45 m 120 45 l S
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R/Size 6>>
%%EOF
"""
"""One page with two lines and a ruled box: small enough for many tries a second."""


def main() -> int:
    """Runs one parser, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suffix", nargs="?", choices=sorted(SEEDS))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", choices=sorted(SEEDS))
    parser.add_argument("--seconds", type=int, default=120)
    args = parser.parse_args()
    if args.all:
        return run_all([args.only] if args.only else sorted(SEEDS), args.seconds)
    fuzz(args.suffix, args.seconds)
    return 0


def run_all(suffixes: list[str], seconds: int) -> int:
    """Parsers in processes of their own, one after another; 1 where one failed. What was noted of others stays."""
    figures: dict[str, dict[str, object]] = json.loads(RESULTS.read_text("utf-8"))["parsers"] if RESULTS.is_file() else {}
    for suffix in suffixes:
        run = subprocess.run(
            [sys.executable, __file__, "--seconds", str(seconds), suffix], check=False, capture_output=True, text=True, errors="replace"
        )
        done = re.findall(r"^Done (\d+) runs|^stat::number_of_executed_units: *(\d+)|^#(\d+)\t", run.stderr, re.MULTILINE)
        figures[suffix] = {"inputs": max((int(n) for several in done for n in several if n), default=0), "failed": run.returncode != 0}
        print(suffix, figures[suffix], flush=True)
        if run.returncode:
            print(run.stderr[-3000:], flush=True)
    figures = dict(sorted(figures.items()))
    record = {"date": datetime.now(UTC).date().isoformat(), "seconds_each": seconds, "parsers": figures}
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8", newline="\n")
    return int(any(figures[suffix]["failed"] for suffix in suffixes))


def fuzz(suffix: str, seconds: int) -> None:
    """Fuzzes one parser; ends the process."""
    package = (FIXTURES / "issue.docx").read_bytes()

    def one(data: bytes) -> None:
        try:
            content = read_file(repacked(package, data) if suffix == ".docx" else data, f"2014-06{suffix}")
        except CorpusError:
            return
        for found in content.found:
            found.article.text.encode("utf-8")
        if suffix in (".txt", ".md"):
            lost = lost_lines(data, content, suffix)
            assert not lost, lost[:3]

    with tempfile.TemporaryDirectory() as scratch:
        for n, name in enumerate(SEEDS[suffix]):
            (Path(scratch) / str(n)).write_bytes((FIXTURES / name).read_bytes()[:LARGEST])
        if suffix == ".docx":
            (Path(scratch) / "0").write_bytes(zipfile.ZipFile(io.BytesIO(package)).read(DOCUMENT))
        if suffix == ".md":
            (Path(scratch) / "md").write_bytes(MARKDOWN)
        if suffix == ".pdf":
            (Path(scratch) / "pdf").write_bytes(PDF)
        FAILURES.mkdir(exist_ok=True)
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={TIMEOUT}",
            f"-report_slow_units={TIMEOUT}",
            f"-max_len={LARGEST}",
            "-rss_limit_mb=3000",
        ]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={FAILURES}/{suffix[1:]}-", scratch], one)
        atheris.Fuzz()


def lost_lines(data: bytes, content: FileContent, suffix: str) -> list[str]:
    """Lines of a text that are in no article, where they are neither section lines nor front matter."""
    text = decode(data, f"2014-06{suffix}")
    articles = [one.article for one in content.found]
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in articles)
    spans = [(one.start, one.start + len(one.text)) for one in articles]
    if suffix == ".md":
        spans.append((0, articles[0].start if articles else len(text)))
    elif len(articles) > 1 or any(one.id != "2014-06" for one in articles):
        spans += [(line.start, line.end) for line in newsletter.parse(newsletter.read_lines(text), "x.txt").sections]
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return [c for c, known in zip(text, covered, strict=True) if not known and newsletter.read_lines(c)]


def repacked(package: bytes, document: bytes) -> bytes:
    """A Word document with another main part: in a damaged archive no mutation would get past the checksum."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, document if name == DOCUMENT else old.read(name))
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main())
