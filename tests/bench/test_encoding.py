"""The measure of encoding and reading in a short form: every engine does the same, and what is said of it is a ratio in one round."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
QUESTION = {"id": 1, "question": "专项资金有多少？", "answers": [{"text": "5000万元", "answer_start": 0}]}


@pytest.mark.slow
def test_engines_take_turns_and_are_compared_with_the_yardstick(real_index: Path, tmp_path: Path) -> None:
    squad = {
        "data": [
            {"paragraphs": [{"context": "5000万元专项资金扶持电子商务。", "qas": [QUESTION]}, {"context": "周末多云转晴。", "qas": []}]}
        ]
    }
    (tmp_path / "few.json").write_text(json.dumps(squad))
    options = [
        "--rounds",
        "1",
        "--texts",
        "2",
        "--questions",
        "1",
        "--engines",
        "ours,sentence-transformers",
        "--squad",
        tmp_path / "few.json",
    ]
    command = [sys.executable, "bench/encoding.py", *options, "--index", real_index, "--out", tmp_path / "out.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "out.json").read_text())
    ours, theirs = told["engines"]["ours"], told["engines"]["sentence-transformers"]
    for name in ("passages_a_second_150", "passages_a_second_300", "query_ms", "six_passages_ms"):
        assert ours[name]["least"] == ours[name]["median"] == ours[name]["most"] > 0
        assert theirs[f"{name}_to_yardstick"]["median"] == 1
        assert ours[f"{name}_to_yardstick"]["median"] > 0
    ratio = ours["passages_a_second_150"]["median"] / theirs["passages_a_second_150"]["median"]
    assert ours["passages_a_second_150_to_yardstick"]["median"] == pytest.approx(ratio, rel=0.05)
    ratio = theirs["query_ms"]["median"] / ours["query_ms"]["median"]
    assert ours["query_ms_to_yardstick"]["median"] == pytest.approx(ratio, rel=0.05)
    assert told["public"] == {"set": "few", "paragraphs": 2, "questions": 1, "recall@5": {"ours": 1.0, "sentence-transformers": 1.0}}


@pytest.mark.slow
def test_the_yardsticks_run_the_same_model(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "bench/engines.py", "export", tmp_path], cwd=ROOT, capture_output=True, check=True)
    texts = ["市财政每年安排5000万元专项资金。", "天气"]
    vectors = {}
    for name in ("ours", "onnxruntime", "onnxruntime-int8"):
        orders = [{"texts": texts, "kind": "document", "out": str(tmp_path / name)}, {"question": "多少？", "passages": [["题", texts[0]]]}]
        command = [sys.executable, "bench/engines.py", name, tmp_path]
        lines = "\n".join(json.dumps(order) for order in orders)
        done = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=True)
        replies = [json.loads(line) for line in done.stdout.splitlines()]
        assert replies[0] == {"seconds": []}
        assert 0 < replies[1]["seconds"][0] < 60
        vectors[name] = np.load(tmp_path / f"{name}.npy")
    np.testing.assert_allclose(vectors["ours"], vectors["onnxruntime"], atol=1e-5)
    assert 0.95 < (vectors["ours"] * vectors["onnxruntime-int8"]).sum(axis=1).min() < 0.9999
