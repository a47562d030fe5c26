"""Changes documents again and again until it is killed; says what it is about to do and when it is done. Run by crash_library.py.

usage: python bench/crash_worker.py CORPUS INDEX OPERATION NAME VERSION SENTENCES
"""

import json
import sys
from pathlib import Path

from material import HashingEmbedder, corrected, document

from ecqa.corpus.isolated import isolated
from ecqa.index.build import build_index
from ecqa.library import Library, given


def main() -> int:
    """Does one thing, slowly announced."""
    corpus, index, did, name, version = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
    sentences = json.loads(Path(sys.argv[6]).read_text("utf-8"))
    embedder = HashingEmbedder(64)
    library = Library(corpus, index, embedder, embedder.name)
    print("begin", flush=True)
    if did == "index":
        with isolated() as reading:
            build_index(corpus, index, embedder, embedder.name, reading=reading)
    elif did == "remove":
        library.remove(name)
    elif did == "correct":
        library.correct(name, {name: {"title": corrected(version)}})
    else:
        incoming = given(f"{name}.txt", document(sentences, int(name[1:]), version).encode())
        if did == "add":
            library.add(incoming)
        else:
            library.update(name, incoming)
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
