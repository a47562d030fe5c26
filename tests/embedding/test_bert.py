"""The embedder's weights run by onnxruntime: the vectors of sentence-transformers, and which models it takes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ecqa.config import Settings
from ecqa.embedding import SHIPPED_MODEL, BertEmbedder, SentenceTransformerEmbedder
from ecqa.factory import open_embedder

ODD = [
    "",
    " ",
    "  前后  ",
    "\n\t",
    "<s>标记</s>",
    "<pad>",
    "a" * 2000,
    "电" * 700,
    "🙂" * 20,
    "\x00\x01",
    "\ud800电",
    "１２３％",
    "e\u0301",
    "query: ",
]


@pytest.fixture(scope="module")
def embedder() -> BertEmbedder:
    return BertEmbedder()


def test_every_vector_is_that_of_sentence_transformers(embedder: BertEmbedder):
    theirs = SentenceTransformerEmbedder(threads=1)
    assert embedder.name == theirs.name
    np.testing.assert_allclose(embedder.embed_documents(ODD), theirs.embed_documents(ODD), atol=1e-5)
    for text in ODD[:6]:
        np.testing.assert_allclose(embedder.embed_query(text), theirs.embed_query(text), atol=1e-5)


def test_the_vector_of_a_question_asked_again_is_kept(embedder: BertEmbedder):
    first = embedder.embed_query("电商有多少？")
    assert embedder.embed_query("电商有多少？") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1


def changed(folder: Path, file: str, **values: object) -> Path:
    """A copy of the shipped model's settings, without its weights, with some of them changed."""
    shutil.copytree(SHIPPED_MODEL, folder, ignore=shutil.ignore_patterns("*.safetensors", "tokenizer.json"))
    (folder / file).write_text(json.dumps(json.loads((folder / file).read_text()) | values))
    return folder


@pytest.mark.parametrize(
    ("file", "values", "fits"),
    [
        ("config.json", {}, True),
        ("config.json", {"model_type": "xlm-roberta"}, False),
        ("config.json", {"hidden_act": "gelu_new"}, False),
        ("config.json", {"position_embedding_type": "relative_key"}, False),
        ("1_Pooling/config.json", {"pooling_mode": "cls"}, False),
        ("1_Pooling/config.json", {"include_prompt": False}, False),
        ("config_sentence_transformers.json", {"prompts": {}}, False),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}, False),
        ("sentence_bert_config.json", {"max_seq_length": 128}, False),
        ("sentence_bert_config.json", {"do_lower_case": True}, False),
    ],
)
def test_only_models_of_the_shipped_form_fit(tmp_path: Path, file: str, values: dict[str, object], fits: bool):
    assert BertEmbedder.fits(changed(tmp_path / "model", file, **values)) is fits


def test_a_folder_without_a_model_does_not_fit(tmp_path: Path):
    assert not BertEmbedder.fits(tmp_path)
    assert not BertEmbedder.fits(tmp_path / "nowhere")


def test_the_factory_takes_sentence_transformers_for_what_does_not_fit(tmp_path: Path):
    other = changed(tmp_path / "model", "1_Pooling/config.json", pooling_mode="cls")
    assert isinstance(open_embedder(Settings(), load=False), BertEmbedder)
    assert isinstance(open_embedder(Settings(embedding_model=str(other)), load=False), SentenceTransformerEmbedder)
    assert isinstance(open_embedder(Settings(embedding_model="BAAI/bge-small-zh-v1.5"), load=False), SentenceTransformerEmbedder)


ANSWERED = """
import sys
from pathlib import Path
from ecqa.embedding import BertEmbedder
from ecqa.protocols import ToRead
from ecqa.reading import BertReader
BertEmbedder().embed_query("电商")
BertReader().read("电商？", [ToRead("电商")])
print(sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""


def test_neither_needs_torch():
    done = subprocess.run([sys.executable, "-c", ANSWERED], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
