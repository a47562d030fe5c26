"""A training run's checkpoint, or the mean of several of one line of descent, to the folder that ecqa reads with; it trains nothing.

Only what was trained is written, in float16: the upper layers and the head. The embeddings and the lower layers are those of
the embedder that ships, beside which the reader lies; config.json names its folder and the SHA-256 of its weights.

The mean of weights is that of Wortsman et al., Model soups, ICML 2022.

usage: export_reader.py RUN... OUT      OUT: src/ecqa/models/reader-zh
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from train_reader import ENCODER, FROZEN, ReaderModel

LABELS = ("start", "end", "evidence")


def main(runs: Sequence[Path], out: Path) -> None:
    """Writes the folder."""
    trained = ReaderModel()
    stored = [torch.load(run / "checkpoint.pt", weights_only=True)["model"] for run in runs]
    trained.load_state_dict({name: torch.stack([one[name].float() for one in stored]).mean(0) for name in stored[0]})
    upper = tuple(f"encoder.layer.{number}." for number in range(FROZEN, trained.encoder.config.num_hidden_layers))
    weights = {f"bert.{name}": value for name, value in trained.encoder.state_dict().items() if name.startswith(upper)}
    weights |= {f"classifier.{name}": value for name, value in trained.head.state_dict().items()}
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in weights.items()}, out / "model.safetensors")
    config = json.loads((ENCODER / "config.json").read_text("utf-8")) | {
        "architectures": ["BertForTokenClassification"],
        "id2label": {str(number): label for number, label in enumerate(LABELS)},
        "label2id": {label: number for number, label in enumerate(LABELS)},
        "lower_layers": f"../{ENCODER.name}",
        "lower_layers_sha256": hashlib.sha256((ENCODER / "model.safetensors").read_bytes()).hexdigest(),
    }
    (out / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    *given, last = map(Path, sys.argv[1:])
    main(given, last)
