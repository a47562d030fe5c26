"""Builds an index again and again, from two corpora in turn, until it is killed; says so after every build.

usage: python -m tests.index.writer CORPUS CORPUS INDEX
"""

import itertools
import sys
from pathlib import Path

from ecqa.index.build import build_index
from tests.index.material import PairEmbedder

if __name__ == "__main__":
    one, other, index = map(Path, sys.argv[1:])
    for corpus in itertools.cycle([one, other]):
        build_index(corpus, index, PairEmbedder(), PairEmbedder.name)
        print("built", flush=True)  # noqa: T201 - the test waits for it
