"""Turns a reading-comprehension file in SQuAD form into a retrieval set: a corpus folder, queries and qrels; it evaluates nothing.

Every paragraph becomes an article, every question a query whose one relevant article is its paragraph. A paragraph's title is its number,
so that no title gives the answer away. The data stays out of the project: CMRC 2018 is CC BY-SA 4.0, DRCD is CC BY-SA 3.0.

usage: python eval/make_public_sets.py FILE.json OUT_FOLDER
       ecqa index --corpus OUT_FOLDER/corpus --index OUT_FOLDER/index
       ecqa evaluate --qrels OUT_FOLDER/qrels.txt --queries OUT_FOLDER/queries.tsv --corpus OUT_FOLDER/corpus --index OUT_FOLDER/index
"""

import json
import sys
from pathlib import Path


def main(source: Path, out: Path) -> int:
    """Writes corpus/paragraphs.jsonl, queries.tsv and qrels.txt under `out`."""
    paragraphs: dict[str, str] = {}
    queries: list[str] = []
    qrels: list[str] = []
    for entry in json.loads(source.read_text("utf-8"))["data"]:
        for paragraph in entry["paragraphs"]:
            name = paragraphs.setdefault(paragraph["context"], f"p{len(paragraphs) + 1:05d}")
            for question in paragraph["qas"]:
                text = " ".join(question["question"].split())
                if not text:  # CMRC's trial set has one
                    continue
                number = len(queries) + 1
                queries.append(f"q{number:05d}\t{text}\n")
                qrels.append(f"q{number:05d} 0 {name} 1\n")
    rows = [json.dumps({"id": name, "title": name, "text": text}, ensure_ascii=False) + "\n" for text, name in paragraphs.items()]
    (out / "corpus").mkdir(parents=True, exist_ok=True)
    for name, lines in (("corpus/paragraphs.jsonl", rows), ("queries.tsv", queries), ("qrels.txt", qrels)):
        (out / name).write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(paragraphs)} paragraphs, {len(queries)} questions")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
