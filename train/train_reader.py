"""Turn the shipped embedder into a Chinese reader: spans, evidence and a no-answer score; see reading_data.py for what it reads.

In:  the folder with cmrc_trial.json, drcd_dev.json, drcd_test.json, news_docs.jsonl and news_questions.jsonl; train/written;
     the encoder of src/ecqa/models/e5-small-zh, or a run to start from.
Out: RUN/checkpoint.pt (weights, optimiser, place), written every few minutes and at the end; a run that was stopped goes on from it.

On each token stand three logits: the answer starts here, ends here, and "this stands in a sentence that answers". On the
first token start and end mean "no answer here", and the third that the window holds an answer. The loss is the mean of
the two cross-entropies, plus the binary cross-entropy of the third on the passage and half of that on the first token.

usage: train_reader.py TRAINING RUN --steps 2000 [--from OTHER_RUN] [--public 1.0] [--news 1.0] [--rate 1e-4] [--decay]
"""

import argparse
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"

import torch
from reading_data import Data, Window, Windows, load
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

ENCODER = Path(__file__).resolve().parent.parent / "src/ecqa/models/e5-small-zh"
TOKENS = 3600
"""Of one step, padding included."""
FROZEN = 3
"""Layers at the bottom that stay as they are, with the embeddings."""
WARM = 60
"""Steps until the rate is full."""
SAVED_EVERY_S = 240


class ReaderModel(torch.nn.Module):
    """The encoder with three logits a token."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER, local_files_only=True).float()
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 3)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits of shape (windows, tokens, 3)."""
        return self.head(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)


def padded(batch: list[Window]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask of shape (windows, tokens)."""
    width = max(len(one.ids) for one in batch)
    ids = torch.full((len(batch), width), 1)
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        mask[row, : len(one.ids)] = 1
    return ids, mask


def loss_of(logits: torch.Tensor, mask: torch.Tensor, batch: list[Window]) -> torch.Tensor:
    """See the head of the file."""
    width = logits.shape[1]
    allowed = torch.zeros(len(batch), width, dtype=torch.bool)
    evidence, held = torch.zeros(len(batch), width), torch.zeros(len(batch))
    for row, one in enumerate(batch):
        allowed[row, one.inside] = True
        evidence[row, one.inside] = torch.tensor(one.evidence, dtype=torch.float)
        held[row] = float(any(one.evidence))
    spans = allowed.clone()
    spans[:, 0] = True
    loss = torch.zeros(())
    for place, name in enumerate(("start", "end")):
        target = torch.tensor([getattr(one, name) for one in batch])
        if (target >= 0).any():
            loss = loss + functional.cross_entropy(logits[:, :, place].masked_fill(~spans, -1e4), target, ignore_index=-1) / 2
    tokens = functional.binary_cross_entropy_with_logits(logits[:, :, 2], evidence, reduction="none") * allowed
    loss = loss + (tokens.sum(1) / allowed.sum(1).clamp(min=1)).mean()
    return loss + functional.binary_cross_entropy_with_logits(logits[:, 0, 2], held) / 2


def batches(data: Data, make: Windows, news_share: float, public: float, chance: random.Random) -> Iterator[list[Window]]:
    """Without end: windows of like length together; all questions of the own corpus, and of the others the shares asked for."""
    kept = [one for one in data.asked if not one.held_out]
    own, news, others = (
        [one for one in kept if one.own],
        [one for one in kept if not one.own and not one.public],
        [one for one in kept if one.public],
    )
    while True:
        near = [*own, *chance.sample(news, int(len(news) * news_share))]
        drawn = chance.sample(others, min(len(others), int(len(near) * public)))
        windows = [*make.epoch(near, near=1.0, far=0.5, altered=0.5), *make.epoch(drawn, near=0.35, far=0.35, altered=0.25)]
        chance.shuffle(windows)
        for at in range(0, len(windows), 400):
            block = sorted(windows[at : at + 400], key=lambda one: len(one.ids))
            cuts: list[list[Window]] = [[]]
            for one in block:
                if cuts[-1] and (len(cuts[-1]) + 1) * len(one.ids) > TOKENS:
                    cuts.append([])
                cuts[-1].append(one)
            chance.shuffle(cuts)
            yield from cuts


def main() -> int:
    """Trains for so many steps, or goes on where a stopped run stood."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--public", type=float, default=1.0, help="questions of the public sets for each of the others")
    parser.add_argument(
        "--news", type=float, default=1.0, help="share of the questions over news and newsletters that is drawn each time round"
    )
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--decay", action="store_true", help="let the rate fall to nothing over the steps")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.run.mkdir(parents=True, exist_ok=True)
    store = args.run / "checkpoint.pt"
    state = torch.load(store, weights_only=True) if store.exists() else None
    first = state["step"] if state else 0
    torch.manual_seed(first)
    model = ReaderModel()
    if state or args.start:
        model.load_state_dict(state["model"] if state else torch.load(args.start / "checkpoint.pt", weights_only=True)["model"])
    for part in (model.encoder.embeddings, *model.encoder.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    trained = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=args.rate, weight_decay=0.01)
    if state:
        optimiser.load_state_dict(state["optimiser"])
    data = load(args.training)
    tokenizer = AutoTokenizer.from_pretrained(ENCODER, local_files_only=True)
    stream = batches(data, Windows(data, tokenizer, first), args.news, args.public, random.Random(first))
    began = saved = time.time()
    shown, tokens = 0.0, 0
    for step in range(first, args.steps):
        batch = next(stream)
        warm = min(1.0, (step - first + 1) / WARM)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * warm * (max(0.02, 1 - step / args.steps) if args.decay else 1.0)
        ids, mask = padded(batch)
        loss = loss_of(model(ids, mask), mask, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        shown, tokens = shown + loss.item(), tokens + ids.numel()
        if (step + 1) % 25 == 0:
            print(
                f"{step + 1}/{args.steps} loss {shown / 25:.3f} {tokens / (time.time() - began):.0f} tokens/s {(time.time() - began) / 60:.1f} min",
                flush=True,
            )
            shown = 0.0
        if time.time() - saved > SAVED_EVERY_S or step + 1 == args.steps:
            written = store.with_suffix(".new")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}, written)
            written.replace(store)
            saved = time.time()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
