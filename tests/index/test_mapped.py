"""Arrays and strings that are mapped from a file are those that were written, and nothing of them is copied."""

from pathlib import Path

import numpy as np
import pytest

from ecqa.index.mapped import Strings, ends, map_arrays, map_members, write_arrays
from ecqa.index.terms import TermCounts, load_terms, save_terms

ARRAYS = {
    "bounds": np.array([0, 3, 2**40], np.int64),
    "hashes": np.array([1, 2**64 - 1], np.uint64),
    "rows": np.array([-1, 7], np.int32),
    "data": np.frombuffer("题é".encode(), np.uint8),
    "none": np.zeros(0, np.int64),
}
NAMES = ("甲", "b\u2028", "\ud800", "", "éé")


def test_strings_come_back_whatever_they_hold():
    strings = Strings.of(NAMES)
    assert list(strings) == list(NAMES)
    assert strings[1:3] == list(NAMES[1:3])
    assert (len(strings), len(Strings.of(()))) == (5, 0)
    for outside in (5, -1):
        with pytest.raises(IndexError):
            strings[outside]


def test_ends_are_sums():
    assert ends([2, 0, 3]).tolist() == [0, 2, 2, 5]
    assert ends([]).tolist() == [0]


def test_arrays_of_both_formats_come_back_mapped(tmp_path: Path):
    write_arrays(tmp_path / "a.safetensors", ARRAYS)
    np.savez(tmp_path / "a.npz", allow_pickle=False, **ARRAYS)
    for found in (map_arrays(tmp_path / "a.safetensors"), map_members(tmp_path / "a.npz")):
        assert found.keys() == ARRAYS.keys()
        for name, array in ARRAYS.items():
            assert (found[name].dtype, found[name].tolist()) == (array.dtype, array.tolist())
            assert not found[name].flags.writeable
            assert not found[name].flags.owndata


def test_what_is_no_such_file_is_refused(tmp_path: Path):
    (tmp_path / "a.npz").write_bytes(b"no archive")
    np.savez_compressed(tmp_path / "b.npz", rows=ARRAYS["rows"])
    for name in ("a.npz", "b.npz"):
        with pytest.raises(ValueError, match=r"no such file|compressed"):
            map_members(tmp_path / name)


def test_term_counts_come_back(tmp_path: Path):
    counts = TermCounts.of(([[0, 1, 1], [], [1, 2]], {"电商": 0, "汕头": 1, "\ud800": 2}))
    save_terms(tmp_path / "terms.npz", {"words": counts})
    again = load_terms(tmp_path / "terms.npz")["words"]
    assert again.vocabulary == counts.vocabulary
    assert [[part.tolist() for part in again.postings(term)] for term in ("汕头", "\ud800", "没有")] == [
        [[0, 2], [2, 1]],
        [[2], [1]],
        [[], []],
    ]
    assert again.lengths.tolist() == [3, 0, 2]
