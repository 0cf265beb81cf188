"""Train the speech model on the shards found in the working folder.

    python speech_train.py --work FOLDER --minutes 100

`--minutes` is the whole training time, over all runs: the learning rate falls to zero towards it.
A run may be cut off at any moment: the next one goes on from the last checkpoint (every 3 minutes)
and takes in new shards, as every pass over the data does. With a GPU the larger shape is trained.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from muon import Muon
from speech_batches import IGNORED, Batch, Collator, Phonemes, Shards, batches
from speech_common import Sizes
from speech_model import Recogniser
from speech_tokens import load_or_build, vocabulary_list
from torch.nn import functional as nnf

PHONEME_ROOM = 320
CTC_SHARE = 0.4
GUIDE_SHARE = 1.0
GUIDE_WIDTH = 0.12  # of the sound's length
CHECKPOINT_SECONDS = 180
AVERAGE_STEPS = 5
AVERAGE = 0.97
LARGER = Sizes(width=384, encoder_layers=6, decoder_layers=3, feed_forward=1536, heads=6)


def astray(model: Recogniser, batch: Batch) -> Any:
    """How far the guided half of the cross-attention looks from the text's place in time.

    Text runs through the sound nearly evenly, so the weight far from the diagonal is penalised
    (Tachibana et al. 2017): the decoder learns to listen several times sooner.
    """
    wanted = batch.targets != IGNORED
    wanted[:, 0] = False
    sizes = wanted.sum(1)
    steps = (wanted.cumsum(1) - 0.5) / sizes[:, None].clamp(min=1)
    positions = torch.arange(batch.features.shape[1] // 2)[None] / batch.position_lengths[:, None]
    distance = (positions[:, None, :] - steps[:, :, None]) / GUIDE_WIDTH
    penalty = (1 - torch.exp(-0.5 * distance**2)) * (wanted & (sizes > 2)[:, None])[..., None]
    penalty = penalty.to(model.embedding.weight.device)[:, None]
    layers = model.guided_weights()
    heads = sum(weights.shape[1] for weights in layers)
    total = torch.stack([(weights * penalty).sum() for weights in layers]).sum()
    return total / (heads * wanted.sum())


def losses(model: Recogniser, batch: Batch) -> tuple[Any, Any, Any]:
    """Cross-entropy of the text, CTC loss per phoneme, share of right text tokens."""
    device = model.embedding.weight.device
    with torch.autocast(device.type, torch.bfloat16):
        encoded = model.encode(batch.features.to(device))
        phoneme_scores = model.phoneme_layer(encoded).float()
        states = model.decode(batch.inputs.to(device), encoded)
        wanted = (batch.targets != IGNORED).to(device)
        scores = model.logits(states[wanted]).float()
    targets = batch.targets.to(device)[wanted]
    text_loss = nnf.cross_entropy(scores, targets, label_smoothing=0.05)
    right = (scores.detach().argmax(-1) == targets).float().mean()
    spoken = torch.nonzero(batch.phoneme_lengths > 0).flatten()
    if not len(spoken) or not phoneme_scores.requires_grad:  # only noise, or a frozen encoder
        return text_loss, phoneme_scores.sum() * 0.0, right
    log_probabilities = nnf.log_softmax(phoneme_scores, -1).transpose(0, 1)[:, spoken]
    ctc = nnf.ctc_loss(
        log_probabilities,
        batch.phonemes.to(device),
        batch.position_lengths[spoken],
        batch.phoneme_lengths[spoken],
        reduction="sum",
        zero_infinity=True,
    )
    return text_loss, ctc / max(1, len(batch.phonemes)), right


class Training:
    """Model, optimisers, their average and the clock; saved and restored as one."""

    def __init__(self, work: Path, minutes: float, sizes: Sizes, tokens: int) -> None:
        self.work, self.minutes = work, minutes
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.manual_seed(1)
        self.model = Recogniser(sizes, tokens, PHONEME_ROOM).to(self.device)
        matrices = [
            weight
            for name, weight in self.model.named_parameters()
            if weight.ndim == 2 and name.startswith(("encoder.", "decoder."))
        ]
        chosen = {id(weight) for weight in matrices}
        others = [weight for weight in self.model.parameters() if id(weight) not in chosen]
        self.optimisers: list[torch.optim.Optimizer] = [
            Muon(matrices, 0.02),
            torch.optim.AdamW(others, 2e-3, betas=(0.9, 0.98), weight_decay=0.0, foreach=True),
        ]
        self.rates = [
            group["lr"] for optimiser in self.optimisers for group in optimiser.param_groups
        ]
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.steps = 0
        self.seconds = 0.0
        self.utterances = 0

    @property
    def path(self) -> Path:
        """The checkpoint."""
        return self.work / "checkpoint.pt"

    def restore(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if not self.path.exists():
            return
        saved = torch.load(self.path, map_location=self.device)
        self.model.load_state_dict(saved["model"])
        self.average = saved["average"]
        for optimiser, state in zip(self.optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.steps, self.seconds = saved["steps"], saved["seconds"]
        self.utterances = saved["utterances"]

    def freeze_encoder(self) -> None:
        """Train the decoder alone from here on: twice as fast, once the phonemes are right."""
        for name, weight in self.model.named_parameters():
            if name.startswith(("conv", "encoder", "phoneme")):
                weight.requires_grad_(False)

    def save(self) -> None:
        """Write the checkpoint in one step."""
        partial = self.path.with_suffix(".partial")
        torch.save(
            {
                "model": self.model.state_dict(),
                "average": self.average,
                "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
                "steps": self.steps,
                "seconds": self.seconds,
                "utterances": self.utterances,
                "sizes": asdict(self.model.sizes),
            },
            partial,
        )
        partial.replace(self.path)

    def rate_factor(self) -> float:
        """Warm-up, level, and from 45 % of the time a straight fall to nearly nothing."""
        rest = 1.0 - self.seconds / 60 / self.minutes
        return max(0.01, min(1.0, (self.steps + 1) / 150, rest / 0.55))

    def step(self, batch: Batch) -> tuple[float, float, float, float]:
        """One update; the text loss, CTC loss and token accuracy before it."""
        started = time.perf_counter()
        self.model.train()
        text_loss, ctc, right = losses(self.model, batch)
        guide = astray(self.model, batch)
        (((1 - CTC_SHARE) * text_loss + CTC_SHARE * ctc) + GUIDE_SHARE * guide).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0, foreach=True)
        factor = self.rate_factor()
        for optimiser, rate in zip(self.optimisers, self.rates, strict=True):
            optimiser.param_groups[0]["lr"] = rate * factor
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.steps += 1
        self.utterances += len(batch.features)
        if self.steps % AVERAGE_STEPS == 0:
            keep = min(AVERAGE, self.steps / (self.steps + 100))
            values = self.model.state_dict()
            torch._foreach_lerp_(
                [self.average[name] for name in values], list(values.values()), 1 - keep
            )
        self.seconds += time.perf_counter() - started
        return float(text_loss.detach()), float(ctc.detach()), float(right), float(guide.detach())


def run(training: Training, shards: Shards, collator: Collator, frames: int) -> None:
    """Train until the time is up."""
    rng = np.random.default_rng(training.steps + 5)
    saved_at, seen_at, sums, count = time.monotonic(), time.monotonic(), np.zeros(4), 0
    utterances = training.utterances
    while training.seconds < training.minutes * 60:
        shards.refresh()
        print(f"pass over {len(shards.items)} items", flush=True)
        for items, length in batches(shards.items, frames, rng):
            sums += training.step(collator(items, length))
            count += 1
            if count == 50:
                now = time.monotonic()
                rate = (training.utterances - utterances) / (now - seen_at)
                text_loss, ctc, right, guide = sums / count
                print(
                    f"{training.seconds / 60:6.1f} min step {training.steps} "
                    f"text {text_loss:.3f} ctc {ctc:.3f} right {right:.3f} guide {guide:.3f} "
                    f"rate {training.rate_factor():.2f} "
                    f"{rate:.0f} utt/s seen {training.utterances}",
                    flush=True,
                )
                sums, count, seen_at, utterances = np.zeros(4), 0, now, training.utterances
            if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
                training.save()
                saved_at = time.monotonic()
            if training.seconds >= training.minutes * 60:
                break
    training.save()


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--frames", type=int, default=13_000, help="padded frames of a batch")
    parser.add_argument("--freeze", action="store_true", help="train the decoder only")
    parser.add_argument("--late", type=int, default=0, help="see speech_batches.Shards")
    options = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = load_or_build(options.work)
    trained_tokens = vocabulary_list(tokenizer).index("<|notimestamps|>") + 1
    sizes = LARGER if torch.cuda.is_available() else Sizes()
    training = Training(options.work, options.minutes, sizes, trained_tokens)
    training.restore()
    if options.freeze:
        training.freeze_encoder()
    shards = Shards(
        options.work,
        tokenizer,
        Phonemes(options.work / "phonemes.json", PHONEME_ROOM),
        options.late,
    )
    collator = Collator(tokenizer, np.random.default_rng(training.steps))
    run(training, shards, collator, options.frames)


if __name__ == "__main__":
    main()
