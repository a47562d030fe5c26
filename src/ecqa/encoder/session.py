"""Rows of token ids to the states or logits of their tokens, with onnxruntime on the processor; it knows no text."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.encoder.graph import OUTPUT, graph_of
from ecqa.encoder.weights import Bert

Row = Sequence[int]
Values = NDArray[np.float32]

_LIMIT = Path("/sys/fs/cgroup/cpu.max")
TOGETHER = 1024
"""Tokens that are run at once: enough rows of one length to keep a core at its best."""


class Encoder:
    """A loaded model; safe to use from several threads.

    Only rows of one length are run together, so that nothing is padded. Each run takes one core, and as many go on at once as
    there are threads: threads inside a run wait for each other, which costs much where something else has a core.

    Args:
        bert: The weights.
        threads: Runs at once for one call.

    Raises:
        ValueError: A weight is missing or of another shape.
    """

    def __init__(self, bert: Bert, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415 - only a model needs it
        from onnx import helper  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors alone
        # what goes beyond joins additions and normalisations into an operator that takes six times as long
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        try:
            model, self._tensors = graph_of(bert)
            over = onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type
            values = [over(tensor, helper.np_dtype_to_tensor_dtype(tensor.dtype)) for tensor in self._tensors.values()]
            options.add_external_initializers(list(self._tensors), values)
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as problem:  # onnxruntime's errors have no common base but this
            raise ValueError(f"weights that do not fit: {problem}") from problem
        self._pool = ThreadPoolExecutor(max(1, threads), thread_name_prefix="encoder")

    def run(self, rows: Sequence[Row]) -> list[Values]:
        """What the model makes of each token.

        Args:
            rows: Token ids, special tokens included; any number of rows, none empty, none longer than the model can take.

        Returns:
            For each row, in the order given, float32 of shape (len(row), width).
        """
        runs = _runs([len(row) for row in rows])
        done: list[Values | None] = [None] * len(rows)

        def one(places: list[int]) -> None:
            ids = np.array([rows[place] for place in places], np.int64)
            values: Values = self._session.run([OUTPUT], {"ids": ids})[0]
            for place, value in zip(places, values, strict=True):
                done[place] = value

        if len(runs) == 1:
            one(runs[0])
        else:
            list(self._pool.map(one, runs))
        return [value for value in done if value is not None]


def cores(limit: Path = _LIMIT) -> int:
    """Processor cores that this process may use, by its affinity and by the limit of its container; parts of one count as one.

    Args:
        limit: File with the container's limit: microseconds of processor time, or "max", and the microseconds that they are for.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        time, each = limit.read_text("ascii").split()
        return max(1, min(allowed, -(-int(time) // int(each))))
    except (OSError, ValueError, ZeroDivisionError):  # no container, or one without a limit
        return allowed


def _runs(lengths: Sequence[int]) -> list[list[int]]:
    """Places of the rows that are run together: of one length, of at most `TOGETHER` tokens; the longest first."""
    places: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        places.setdefault(length, []).append(place)
    runs: list[list[int]] = []
    for length in sorted(places, reverse=True):
        most = max(1, TOGETHER // length)
        runs.extend(places[length][at : at + most] for at in range(0, len(places[length]), most))
    return runs
