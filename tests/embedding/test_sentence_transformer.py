import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer, BertModel

from ecqa.config import Settings
from ecqa.embedding import SHIPPED_MODEL, BertEmbedder, SentenceTransformerEmbedder
from ecqa.embedding.fingerprint import model_name
from ecqa.errors import ModelError
from ecqa.factory import open_embedder
from ecqa.messages import LANGUAGES, Messages

FUND = "市财政每年安排5000万元专项资金，扶持电子商务发展。"
PARK = "五维电子商务产业园在汕头启动，首期面积三万平方米。"
WEATHER = "周末多云转晴，适合出游。"


@pytest.fixture(scope="module", params=[SentenceTransformerEmbedder, BertEmbedder])
def embedder(request: pytest.FixtureRequest) -> SentenceTransformerEmbedder | BertEmbedder:
    """Both ways to run the shipped model, through the same tests."""
    made: SentenceTransformerEmbedder | BertEmbedder = request.param()
    return made


def by_hand(prompt: str, text: str) -> np.ndarray:
    """Mean of the last layer over all tokens, in float32, at length 1: the model card's recipe without the library."""
    tokens = AutoTokenizer.from_pretrained(SHIPPED_MODEL)(prompt + text, return_tensors="pt", truncation=True, max_length=512)
    model = BertModel.from_pretrained(SHIPPED_MODEL, dtype=torch.float32).eval()
    with torch.no_grad():
        mean = model(tokens["input_ids"], attention_mask=tokens["attention_mask"]).last_hidden_state[0].mean(0).numpy()
    return mean / np.linalg.norm(mean)


def test_vectors_are_the_models_by_hand(embedder: SentenceTransformerEmbedder | BertEmbedder):
    for text in (FUND, PARK * 40):
        np.testing.assert_allclose(embedder.embed_documents([WEATHER, text])[1], by_hand("passage: ", text), atol=1e-5)
    np.testing.assert_allclose(embedder.embed_query(FUND), by_hand("query: ", FUND), atol=1e-5)


def test_shapes_types_and_length(embedder: SentenceTransformerEmbedder | BertEmbedder):
    vectors = embedder.embed_documents([FUND, "", WEATHER])
    assert (vectors.shape, vectors.dtype, embedder.dim) == ((3, 384), np.float32, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (embedder.embed_query(FUND).shape, embedder.embed_query(FUND).dtype) == ((384,), np.float32)
    assert embedder.embed_documents([]).shape == (0, 384)


def test_the_passage_that_answers_is_nearest(embedder: SentenceTransformerEmbedder | BertEmbedder):
    passages = embedder.embed_documents([WEATHER, PARK, FUND])
    assert (passages @ embedder.embed_query("汕头市财政每年拿多少钱支持电商？")).argmax() == 2
    assert (passages @ embedder.embed_query("产业园有多大？")).argmax() == 1


def test_many_texts_keep_their_order(embedder: SentenceTransformerEmbedder | BertEmbedder):
    texts = [PARK[: 3 + 7 * i % 23] for i in range(12)]
    together = embedder.embed_documents(texts)
    alone = np.stack([embedder.embed_documents([text])[0] for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０１３年，４２％", "2013年,42%"),
        ("汕头\n电商", "汕头 电商"),
        ("汕头\t\r\n  电商", "汕头 电商"),
        ("电\u0007商", "电商"),
        ("电商\ud800", "电商?"),
    ],
)
def test_forms_of_one_text_have_one_vector(embedder: SentenceTransformerEmbedder | BertEmbedder, one: str, other: str):
    np.testing.assert_allclose(embedder.embed_query(one), embedder.embed_query(other), atol=1e-6)


def test_the_vocabulary_holds_what_the_corpus_is_written_in():
    tokenizer = AutoTokenizer.from_pretrained(SHIPPED_MODEL)
    assert len(tokenizer) == 37_361
    written = "汕头市财政每年5000万元（42.1%）支持電子商務：Taobao、iPhone、B2C，“淘寶網”《办法》第一条；￥300／㎡…"
    assert tokenizer.unk_token_id not in tokenizer(written)["input_ids"]


def test_threads_share_one_model(embedder: SentenceTransformerEmbedder | BertEmbedder):
    texts = [PARK[:n] for n in range(4, 12)]
    expected = [embedder.embed_query(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(embedder.embed_query, texts * 2))
    np.testing.assert_allclose(np.stack(found), np.stack(expected * 2), atol=1e-6)


def test_the_name_follows_the_weights_not_the_card(embedder: SentenceTransformerEmbedder | BertEmbedder, tmp_path: Path):
    copy = Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "e5-small-zh"))
    assert embedder.name == model_name(copy) == model_name(SHIPPED_MODEL)
    assert embedder.name.startswith("e5-small-zh@")
    (copy / "README.md").write_text("another card")
    assert model_name(copy) == embedder.name
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    assert model_name(copy) != embedder.name
    assert model_name("BAAI/bge-small-zh-v1.5") == "BAAI/bge-small-zh-v1.5"


@pytest.mark.parametrize("made", [SentenceTransformerEmbedder, BertEmbedder])
def test_loading_can_wait_for_the_first_text(tmp_path: Path, made: type[SentenceTransformerEmbedder] | type[BertEmbedder]):
    waiting = made(tmp_path, load=False)
    assert waiting.name.startswith(f"{tmp_path.name}@")
    with pytest.raises(ModelError, match="model-damaged"):
        waiting.embed_query(FUND)


def refusal(model: Path) -> ModelError:
    with pytest.raises(ModelError) as refused:
        open_embedder(Settings(embedding_model=str(model)))
    for lang in LANGUAGES:
        assert str(model) in Messages(lang).error(refused.value)
    return refused.value


def test_a_folder_without_a_model_is_refused(tmp_path: Path):
    assert (refusal(tmp_path).key, refusal(tmp_path).values) == ("model-damaged", {"model": str(tmp_path)})


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json", "modules.json"])
def test_a_cut_file_of_a_model_is_refused(tmp_path: Path, file: str):
    copy = Path(shutil.copytree(SHIPPED_MODEL, tmp_path / "model"))
    whole = (copy / file).read_bytes()
    (copy / file).write_bytes(whole[: len(whole) // 2])
    assert refusal(copy).key == "model-damaged"


OFFLINE = """
import socket, sys
def refuse(*_, **__):
    print("looked at the network"); raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = refuse
from ecqa.embedding import {made}
import os
os.environ.pop("HF_HUB_OFFLINE", None); os.environ.pop("TRANSFORMERS_OFFLINE", None)
assert {made}().embed_query("电商").shape == (384,)
"""
MISSING = """
from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.errors import ModelError
try:
    SentenceTransformerEmbedder("no-such-owner/no-such-model")
except ModelError as problem:
    assert problem.key == "model-missing", problem
    print(problem.values["model"])
"""


def run(code: str, **environment: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout, done.stderr


@pytest.mark.parametrize("made", ["SentenceTransformerEmbedder", "BertEmbedder"])
def test_the_shipped_model_loads_silently_and_never_looks_at_the_network(tmp_path: Path, made: str):
    assert run(OFFLINE.replace("{made}", made), HOME=str(tmp_path)) == ("", "")


def test_a_name_that_is_nowhere_is_refused(tmp_path: Path):
    assert run(MISSING, HOME=str(tmp_path), HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1") == ("no-such-owner/no-such-model\n", "")
