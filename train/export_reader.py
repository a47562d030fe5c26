"""A training run's checkpoint to the folder that ecqa reads with: float16 weights, configuration and tokenizer; it trains nothing.

usage: export_reader.py RUN [OUT]      OUT: src/ecqa/models/reader-zh
"""

import sys
from pathlib import Path

import torch
from train_reader import ENCODER, ReaderModel
from transformers import AutoConfig, AutoTokenizer, BertForTokenClassification


def main(run: Path, out: Path) -> None:
    """Writes the folder."""
    trained = ReaderModel()
    trained.load_state_dict(torch.load(run / "checkpoint.pt", weights_only=True)["model"])
    labels = {0: "start", 1: "end", 2: "evidence"}
    config = AutoConfig.from_pretrained(
        ENCODER, local_files_only=True, num_labels=3, id2label=labels, label2id={v: k for k, v in labels.items()}
    )
    model = BertForTokenClassification(config)
    encoder = {name: value for name, value in trained.encoder.state_dict().items() if not name.startswith("pooler")}
    missing, unexpected = model.bert.load_state_dict(encoder, strict=False)
    if missing or unexpected:
        raise SystemExit(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    model.classifier.load_state_dict(trained.head.state_dict())
    model.half().save_pretrained(out)
    AutoTokenizer.from_pretrained(ENCODER, local_files_only=True).save_pretrained(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ENCODER.parent / "reader-zh")
