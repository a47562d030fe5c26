"""Feeds one parser with what atheris makes of the fixtures, guided by coverage, until time is up; a failure is kept as a file beside the tests.

usage: python bench/fuzz.py SUFFIX [--seconds 120]       or --all, which runs every parser in a process of its own

A parser may find articles, or refuse with a CorpusError. Anything else it raises, more than TIMEOUT seconds, or a character of a plain
text that is in no article is a failure. tests/corpus/formats/test_fuzz.py reads the kept failures again.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ecqa.corpus", "ecqa.text", "docx", "pdfplumber"]):
    from ecqa.corpus.readers import read_file
    from ecqa.errors import CorpusError

FIXTURES = Path(__file__).parents[1] / "tests" / "corpus" / "data" / "formats"
FAILURES = Path(__file__).parents[1] / "tests" / "corpus" / "data" / "failures"
SEEDS = {
    ".txt": ["../2014-06.txt"],
    ".md": [],
    ".jsonl": ["../2014-06.expected.jsonl"],
    ".html": ["issue.html", "issue-office.html"],
    ".docx": ["issue.docx"],
    ".pdf": ["issue-office.pdf", "scanned.pdf"],
    ".eml": ["issue.eml"],
    ".mhtml": ["issue.mhtml"],
    ".zip": ["issue.zip"],
}
DOCUMENT = "word/document.xml"
TIMEOUT = 20
LARGEST = 200_000
MARKDOWN = "---\ntitle: 办法\ndate: 2014-06-01\nurls: [http://a.example]\n---\n# 办法\n\n第一条 甲。\n第二条 乙。\n第三条 丙。\n".encode()


def main() -> int:
    """Runs one parser, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suffix", nargs="?", choices=sorted(SEEDS))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=int, default=120)
    args = parser.parse_args()
    if args.all:
        command = [sys.executable, __file__, "--seconds", str(args.seconds)]
        codes = {suffix: subprocess.run([*command, suffix], check=False).returncode for suffix in sorted(SEEDS)}
        print({suffix: "failed" if code else "fine" for suffix, code in codes.items()})
        return int(any(codes.values()))
    fuzz(args.suffix, args.seconds)
    return 0


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

    with tempfile.TemporaryDirectory() as scratch:
        for n, name in enumerate(SEEDS[suffix]):
            (Path(scratch) / str(n)).write_bytes((FIXTURES / name).read_bytes()[:LARGEST])
        if suffix == ".docx":
            (Path(scratch) / "0").write_bytes(zipfile.ZipFile(io.BytesIO(package)).read(DOCUMENT))
        if suffix == ".md":
            (Path(scratch) / "md").write_bytes(MARKDOWN)
        FAILURES.mkdir(exist_ok=True)
        options = [f"-max_total_time={seconds}", f"-timeout={TIMEOUT}", f"-max_len={LARGEST}", "-rss_limit_mb=3000"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={FAILURES}/{suffix[1:]}-", scratch], one)
        atheris.Fuzz()


def repacked(package: bytes, document: bytes) -> bytes:
    """A Word document with another main part: in a damaged archive no mutation would get past the checksum."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, document if name == DOCUMENT else old.read(name))
    return stream.getvalue()


if __name__ == "__main__":
    sys.exit(main())
