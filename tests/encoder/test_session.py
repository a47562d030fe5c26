"""A small BERT drawn by chance, run by onnxruntime, against transformers; what is run together."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from transformers import BertConfig, BertForTokenClassification, BertModel

from ecqa.encoder import Encoder, cores, is_bert, read_bert
from ecqa.encoder.session import TOGETHER, _runs

CONFIG = BertConfig(
    vocab_size=50,
    hidden_size=24,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=40,
    max_position_embeddings=32,
    num_labels=3,
)
ROWS = [[0, 7, 2], [1], [0, 9, 8, 2], [5, 6, 7], list(range(32)), [0, 9, 8, 3], [49] * 32]


@pytest.fixture(scope="module", params=[BertModel, BertForTokenClassification])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[torch.nn.Module, Path]:
    torch.manual_seed(0)
    model = request.param(CONFIG).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    folder = tmp_path_factory.mktemp("bert")
    model.save_pretrained(folder)
    return model, folder


def test_every_value_is_that_of_transformers(made: tuple[torch.nn.Module, Path]):
    model, folder = made
    assert is_bert(folder)
    found = Encoder(read_bert(folder), threads=2).run(ROWS)
    for row, values in zip(ROWS, found, strict=True):
        with torch.inference_mode():
            expected = model(torch.tensor([row]))[0][0].numpy()
        assert values.dtype == np.float32
        np.testing.assert_allclose(values, expected, atol=1e-4)


def test_half_precision_weights_are_widened(made: tuple[torch.nn.Module, Path], tmp_path: Path):
    model, _ = made
    halved = type(model)(CONFIG).eval()
    halved.load_state_dict(model.state_dict())
    halved.half().save_pretrained(tmp_path)
    with torch.inference_mode():
        expected = halved.float()(torch.tensor([ROWS[4]]))[0][0].numpy()
    np.testing.assert_allclose(Encoder(read_bert(tmp_path), 1).run([ROWS[4]])[0], expected, atol=1e-4)


def test_several_threads_share_one_model(made: tuple[torch.nn.Module, Path]):
    encoder = Encoder(read_bert(made[1]), threads=2)
    expected = encoder.run(ROWS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: encoder.run(ROWS), range(8)):
            for one, other in zip(found, expected, strict=True):
                np.testing.assert_array_equal(one, other)


def test_without_rows_there_is_nothing(made: tuple[torch.nn.Module, Path]):
    assert Encoder(read_bert(made[1]), 1).run([]) == []


def test_a_weight_that_is_missing_or_of_another_shape_is_an_error(made: tuple[torch.nn.Module, Path]):
    bert = read_bert(made[1])
    name = "encoder.layer.1.output.dense.weight"
    kept = bert.tensors.pop(name)
    with pytest.raises(ValueError, match="do not fit"):
        Encoder(bert, 1)
    bert.tensors[name] = kept[:, :-1]
    with pytest.raises(ValueError, match="do not fit"):
        Encoder(bert, 1).run([[1, 2]])


def test_only_rows_of_one_length_are_run_together():
    lengths = [3, 1, 3, 400, 400, 400, 1, 5000]
    assert _runs(lengths) == [[7], [3, 4], [5], [0, 2], [1, 6]]
    assert TOGETHER == 1024
    assert _runs([]) == []


@pytest.mark.parametrize(
    ("content", "most"), [("100000 100000", 1), ("150000 100000", 2), ("max 100000", 99), ("", 99), ("5 0", 99), ("1000 100000", 1)]
)
def test_cores_follow_the_limit_of_a_container(tmp_path: Path, content: str, most: int):
    (tmp_path / "cpu.max").write_text(content)
    allowed = cores(tmp_path / "nowhere")
    assert allowed >= 1
    assert cores(tmp_path / "cpu.max") == min(allowed, most)


@pytest.mark.parametrize("content", ["[]", "{", "{}", json.dumps({"model_type": "bert", "is_decoder": True})])
def test_another_configuration_is_no_bert_of_ours(tmp_path: Path, content: str):
    (tmp_path / "config.json").write_text(content)
    assert not is_bert(tmp_path)


def test_damaged_weights_are_an_error(made: tuple[torch.nn.Module, Path], tmp_path: Path):
    for file in made[1].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: 5000 if file.suffix == ".safetensors" else None])
    with pytest.raises(ValueError, match="damaged"):
        read_bert(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "model.safetensors").write_bytes((made[1] / "model.safetensors").read_bytes())
    with pytest.raises(ValueError, match="num_hidden_layers"):
        read_bert(tmp_path)


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_weights_are_read_as_safetensors_reads_them(made: tuple[torch.nn.Module, Path], tmp_path: Path, dtype: torch.dtype):
    type(made[0])(CONFIG).to(dtype).save_pretrained(tmp_path)
    expected = load_file(tmp_path / "model.safetensors")
    found = read_bert(tmp_path).tensors
    assert set(found) == {name.removeprefix("bert.") for name in expected}
    for name, tensor in expected.items():
        ours = found[name.removeprefix("bert.")]
        assert ours.dtype == tensor.dtype
        np.testing.assert_array_equal(ours, tensor)
        assert not ours.flags.writeable


def test_weights_in_another_precision_are_not_run_here(made: tuple[torch.nn.Module, Path], tmp_path: Path):
    type(made[0])(CONFIG).to(torch.bfloat16).save_pretrained(tmp_path)
    assert not is_bert(tmp_path)
    with pytest.raises(ValueError, match="damaged"):
        read_bert(tmp_path)
