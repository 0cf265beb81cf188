"""Step 2: train, resuming from the last checkpoint if there is one.

`python translation_train.py --work DIR --steps N [--threads 1]`

Checkpoints (`DIR/checkpoint.pt`, replaced atomically every three minutes) hold the model, its
moving average, the optimiser and the place in the data, so a run may be cut off at any moment.
The learning rate warms up, falls with the inverse square root of the step and goes linearly to
zero over the last third of `--steps`. Each epoch's examples are drawn anew while the one before
trains, so corpus files that were added meanwhile come in by themselves.
"""

import json
import math
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import torch
from muon import Muon
from torch import Tensor
from translation_common import (
    DEV_SITUATIONS,
    EOS,
    HERE,
    PAD,
    SEED,
    ModelConfig,
    Pair,
    Tokenizer,
    grammar_pairs,
    handwritten,
    read_pairs,
    work_argument,
    write_atomic,
)
from translation_epoch import directed, encode
from translation_model import Translator

BATCH_TOKENS = 2000
PEAK_RATE, MUON_RATE, WARMUP, SMOOTHING, AVERAGE = 1.5e-3, 0.01, 800, 0.1, 0.9985
CHECKPOINT_S, DEV_STEPS, LOG_STEPS = 180.0, 500, 50

Batch = tuple[Tensor, Tensor]


def rate(step: int, steps: int) -> float:
    """Share of the peak learning rate at `step` (from 1) of `steps`."""
    inverse = min(step / WARMUP, math.sqrt(WARMUP / step))
    tail = min(1.0, (steps - step + 1) / (steps / 3))
    return inverse * max(tail, 0.01)


def padded(rows: list[numpy.ndarray], width: int) -> Tensor:
    """Rows as one int64 tensor of `width` columns filled up with PAD."""
    result = numpy.full((len(rows), width), PAD, dtype=numpy.int64)
    for i, row in enumerate(rows):
        result[i, : len(row)] = row
    return torch.from_numpy(result)


def width_class(length: int) -> int:
    """`length` rounded up so that few shapes occur: each new shape costs kernel compilation."""
    step = 2 if length <= 32 else 4 if length <= 48 else 16
    return -(-length // step) * step


def batches(sources: list[numpy.ndarray], targets: list[numpy.ndarray], seed: int) -> list[Batch]:
    """Batches of like lengths with about BATCH_TOKENS ids a side, in random order.

    Targets of one width class together (one wider: the first id is not predicted), sorted by the
    source's length within it.
    """
    rng = random.Random(seed)
    groups: dict[int, list[int]] = {}
    for i in rng.sample(range(len(sources)), len(sources)):
        groups.setdefault(width_class(len(targets[i]) - 1), []).append(i)
    result: list[Batch] = []
    for width, rows in sorted(groups.items()):
        rows.sort(key=lambda i: len(sources[i]))
        while rows:
            longest = max(width, width_class(len(sources[rows[-1]])))
            size = max(8, BATCH_TOKENS // longest // 8 * 8)
            result.append(_batch(rows[-size:], sources, targets))
            del rows[-size:]
    rng.shuffle(result)
    return result


def _batch(rows: list[int], sources: list[numpy.ndarray], targets: list[numpy.ndarray]) -> Batch:
    a, b = [sources[i] for i in rows], [targets[i] for i in rows]
    wide = width_class(max(map(len, b)) - 1) + 1
    return padded(a, width_class(max(map(len, a)))), padded(b, wide)


class Epochs:
    """Epoch files, the next one built by a child process while the present one is used."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, epoch: int) -> None:
        """Begin building an epoch's file."""
        if not self._path(epoch).exists():
            script = HERE / "translation_epoch.py"
            arguments = ["--work", str(self._work), "--epoch", str(epoch)]
            self._child = subprocess.Popen([sys.executable, str(script), *arguments])

    def load(self, epoch: int) -> list[Batch]:
        """Batches of an epoch; waits for its file and begins the next one."""
        if self._child is None:
            self.start(epoch)
        if self._child is not None and self._child.wait() != 0:
            raise RuntimeError(f"building epoch {epoch} failed")
        self._child = None
        self.start(epoch + 1)
        with numpy.load(self._path(epoch)) as data:
            sources = numpy.split(data["source"], data["source_ends"][:-1])
            targets = numpy.split(data["target"], data["target_ends"][:-1])
        self._path(epoch - 1).unlink(missing_ok=True)
        return batches(sources, targets, SEED + epoch)

    def _path(self, epoch: int) -> Path:
        return self._work / "epochs" / f"{epoch}.npz"


class Average:
    """Exponential moving average of the parameters: what the pack is made from."""

    def __init__(self, model: Translator) -> None:
        self.values = [p.detach().clone() for p in model.parameters()]

    def update(self, model: Translator, step: int) -> None:
        keep = min(AVERAGE, (1 + step) / (20 + step))
        with torch.no_grad():
            torch._foreach_lerp_(self.values, list(model.parameters()), 1 - keep)


class DevSets:
    """Small fixed held-out sets whose cross-entropy is logged while training."""

    def __init__(self, work: Path, tokenizer: Tokenizer) -> None:
        sets: dict[str, list[Pair]] = {
            "grammar": list(grammar_pairs("dev", 150, 7)),
            "handwritten": handwritten(DEV_SITUATIONS),
            "tatoeba": read_pairs(work / "tatoeba_dev.tsv")[:200],
        }
        self._sets: dict[str, list[Batch]] = {}
        for name, pairs in sets.items():
            for lang in ("zh", "en"):
                if pairs:
                    rows = encode(tokenizer, [directed(p, lang) for p in pairs])
                    arrays = [[numpy.array(r) for r in side] for side in rows]
                    self._sets[f"{name}_from_{lang}"] = batches(arrays[0], arrays[1], 0)

    @torch.no_grad()
    def measure(self, model: Translator, average: Average) -> dict[str, float]:
        """Cross-entropy per token of the averaged model, each set."""
        own = [p.detach().clone() for p in model.parameters()]
        load_values(model, average.values)
        model.eval()
        result = {}
        for name, rows in self._sets.items():
            total, count = 0.0, 0
            for source, target in rows:
                with torch.autocast("cpu", torch.bfloat16):
                    total += float(model.loss(source, target, 0.0)[1])
                count += int((target[:, 1:] != PAD).sum())
            result[name] = round(total / count, 3)
        load_values(model, own)
        model.train()
        return result


def load_values(model: Translator, values: list[Tensor]) -> None:
    """Copy parameter values into the model."""
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values, strict=True):
            parameter.copy_(value)


def optimisers_of(model: Translator) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, Adam for everything else."""
    matrices, others = [], []
    for name, parameter in model.named_parameters():
        inside = parameter.dim() == 2 and "embedding" not in name
        (matrices if inside else others).append(parameter)
    adam = torch.optim.Adam(others, lr=PEAK_RATE, betas=(0.9, 0.98), fused=True)
    return [Muon(matrices, MUON_RATE), adam]


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that an interruption leaves the one before."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def log(work: Path, entry: dict[str, Any]) -> None:
    """One JSON line to the screen and to `train.log`."""
    line = json.dumps({"at": time.strftime("%H:%M:%S"), **entry})
    print(line, flush=True)
    with (work / "train.log").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def stream(epochs: Epochs, epoch: int, done: int) -> Iterator[tuple[int, int, Batch]]:
    """(epoch, index, batch) for ever, from a place on."""
    while True:
        for index, batch in enumerate(epochs.load(epoch)):
            if index >= done:
                yield epoch, index, batch
        epoch, done = epoch + 1, 0


def train(work: Path, steps: int) -> None:
    """Run until `steps` optimiser steps have been made in all."""
    tokenizer = Tokenizer(work / "spm.model")
    config = ModelConfig(vocabulary=len(tokenizer))
    torch.manual_seed(SEED)
    model = Translator(config)
    for i, piece in enumerate(tokenizer.pieces()):
        if i <= EOS or piece.isdecimal() or piece in ".:/":  # numbers are always seen whole
            model.get_buffer("may_hide")[i] = False
    average = Average(model)
    optimisers = optimisers_of(model)
    place = {"step": 0, "epoch": 0, "batch": 0}
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        if "optimisers" in state:  # the first 9,500 steps of the committed pack were Adam's alone
            for optimiser, saved in zip(optimisers, state["optimisers"], strict=True):
                optimiser.load_state_dict(saved)
        average.values = state["average"]
        place = state["place"]
    dev = DevSets(work, tokenizer)
    write_atomic(work / "model.json", json.dumps(config.__dict__).encode())
    log(work, {"resume": place, "parameters": sum(p.numel() for p in model.parameters())})
    model.train()
    saved, began, tokens, losses = time.time(), time.time(), 0, 0.0
    step, stop = place["step"], Stop()
    for epoch, index, (source, target) in stream(Epochs(work), place["epoch"], place["batch"]):
        if step >= steps:
            break
        step += 1
        if step % 100 == 0:
            model.pool.refresh()
        count = int((target[:, 1:] != PAD).sum())
        with torch.autocast("cpu", torch.bfloat16):
            loss, entropy = model.loss(source, target, SMOOTHING)
        (loss / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser, peak in zip(optimisers, (MUON_RATE, PEAK_RATE), strict=True):
            optimiser.param_groups[0]["lr"] = peak * rate(step, steps)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        average.update(model, step)
        tokens, losses = tokens + count, losses + float(entropy)
        if step % LOG_STEPS == 0:
            speed = tokens / (time.time() - began)
            entry = {"step": step, "epoch": epoch, "nll": round(losses / tokens, 3)}
            pace = {"tokens_per_s": round(speed), "rate": round(rate(step, steps), 4)}
            log(work, {**entry, "tokens": tokens, **pace})
            began, tokens, losses = time.time(), 0, 0.0
        if step % DEV_STEPS == 0 or step == steps:
            log(work, {"step": step, "dev": dev.measure(model, average)})
            began = time.time()
        if time.time() - saved > CHECKPOINT_S or step == steps or stop.asked:
            place = {"step": step, "epoch": epoch, "batch": index + 1}
            states = [optimiser.state_dict() for optimiser in optimisers]
            parts = {"model": model.state_dict(), "optimisers": states}
            save(checkpoint, {**parts, "average": average.values, "place": place})
            saved = time.time()
        if stop.asked:
            break


class Stop:
    """Set by SIGTERM: save after this step and leave."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked = True


def main() -> None:
    parser = work_argument("Train the translation model.")
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "20000")  # read at its first use
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)  # rare pieces leave denormal numbers, which are slow
    train(options.work, options.steps)


if __name__ == "__main__":
    main()
