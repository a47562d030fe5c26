"""Arrays and strings to one file and back, mapped from it instead of read, so that processes share them and what is not used costs nothing.

The file is of the safetensors format; older ones of numpy's are mapped too. It knows nothing of what the arrays mean.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, overload
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import xxhash
from numpy.typing import NDArray
from safetensors.numpy import save

Arrays = dict[str, NDArray[Any]]
HEADER = 1_024
"""Bytes that hold the head of an array in an .npz file, which is some 130 bytes long."""
_TYPES = {"I64": "<i8", "U64": "<u8", "I32": "<i4", "U8": "|u1"}


class Strings(Sequence[str]):
    """Strings in one array of UTF-8; each is decoded when it is asked for.

    Args:
        data: Shape (bytes,), uint8; a lone surrogate stands in the three bytes that UTF-8 would have for it.
        bounds: Where each string begins, and the last one ends, shape (n + 1,), int64.
    """

    def __init__(self, data: NDArray[np.uint8], bounds: NDArray[np.int64]) -> None:
        self.data = data
        self.bounds = bounds

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Strings":
        """Puts strings together."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends([len(one) for one in encoded]))

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """One string, or some."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.data[self.bounds[at] : self.bounds[at + 1]].tobytes().decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self.bounds) - 1


def ends(lengths: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Where each of several things that follow one another begins, and the last one ends, shape (n + 1,)."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def hashed(text: str) -> int:
    """A number of 64 bits by which a string is looked up; two strings may have one."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes arrays into one file."""
    path.write_bytes(save({name: np.ascontiguousarray(one) for name, one in arrays.items()}))


def map_arrays(path: Path) -> Arrays:
    """Maps what `write_arrays` wrote.

    Raises:
        OSError: The file is missing.
        ValueError, KeyError, TypeError: It is no such file.
    """
    mapped = np.memmap(path, np.uint8, "r")
    first = 8 + int.from_bytes(mapped[:8].tobytes(), "little")
    header: dict[str, Any] = json.loads(mapped[8:first].tobytes())
    return {
        name: np.ndarray(one["shape"], _TYPES[one["dtype"]], mapped.data, first + one["data_offsets"][0])
        for name, one in header.items()
        if name != "__metadata__"
    }


def map_members(path: Path) -> Arrays:
    """Maps the arrays of an .npz file, which numpy itself only reads; they stand in it as they are, not compressed.

    Source: the ZIP format: 30 bytes before a member, the lengths of its name and of what follows the name in the last four of them.

    Raises:
        OSError: The file is missing.
        ValueError: It is no such file.
    """
    try:
        with ZipFile(path) as file:
            members = file.infolist()
    except BadZipFile as problem:
        raise ValueError(f"{path} is no such file") from problem
    mapped = np.memmap(path, np.uint8, "r")
    return {one.filename.removesuffix(".npy"): _member(mapped, one) for one in members}


def _member(mapped: NDArray[np.uint8], member: ZipInfo) -> NDArray[Any]:
    if member.compress_type != ZIP_STORED:
        raise ValueError(f"{member.filename} is compressed")
    before = mapped[member.header_offset : member.header_offset + 30].tobytes()
    start = member.header_offset + 30 + int.from_bytes(before[26:28], "little") + int.from_bytes(before[28:30], "little")
    stream = BytesIO(mapped[start : start + HEADER].tobytes())
    np.lib.format.read_magic(stream)
    shape, fortran, kind = np.lib.format.read_array_header_1_0(stream)
    return np.ndarray(shape, kind, mapped.data, start + stream.tell(), order="F" if fortran else "C")
