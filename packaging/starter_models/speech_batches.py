"""Batches for the trainer: neighbours in length, changed a little each time they are seen."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from speech_common import N_MELS, WINDOW_FRAMES
from speech_tokens import written
from tokenizers import Tokenizer
from torch import Tensor

IGNORED = -100
FULL_WINDOW_SHARE = 0.04  # batches padded to the whole window, as other callers do


@dataclass(frozen=True)
class Item:
    """One utterance: its frames, token ids, phoneme ids and language."""

    features: np.ndarray[Any, np.dtype[np.float16]]
    tokens: tuple[int, ...]
    phonemes: tuple[int, ...]
    language: str


@dataclass(frozen=True)
class Batch:
    """What one training step needs. Lengths of phonemes and encoder positions are for CTC."""

    features: Tensor
    inputs: Tensor
    targets: Tensor
    phonemes: Tensor
    phoneme_lengths: Tensor
    position_lengths: Tensor


class Phonemes:
    """Numbers for phoneme names; 0 is CTC's blank, names past the room share the last number."""

    def __init__(self, path: Path, room: int) -> None:
        self._path, self._room = path, room
        self._ids: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}

    def ids(self, names: list[str]) -> tuple[int, ...]:
        """Ids of the names; new names get new ids."""
        for name in names:
            self._ids.setdefault(name, min(len(self._ids) + 1, self._room - 1))
        return tuple(self._ids[name] for name in names)

    def save(self) -> None:
        """Keep the numbering: the weights depend on it."""
        self._path.write_text(json.dumps(self._ids, ensure_ascii=False))


class Shards:
    """All items of the shards found so far, held in memory.

    Of shards before number `late` only consultation speech is kept, and of its grammar sentences
    every second one: the last part of a training goes over what the pack is for.
    """

    def __init__(self, work: Path, tokenizer: Tokenizer, phonemes: Phonemes, late: int = 0) -> None:
        self._late = late
        self._folder, self._tokenizer, self._phonemes = work / "shards", tokenizer, phonemes
        self._seen: set[str] = set()
        self.items: list[Item] = []

    def refresh(self) -> None:
        """Take in shards made since the last call."""
        for path in sorted(self._folder.glob("[0-9]*.json")):
            if path.stem not in self._seen:
                self._seen.add(path.stem)
                self._take(path)
        self._phonemes.save()

    def _take(self, path: Path) -> None:
        rows = json.loads(path.read_text(encoding="utf-8"))
        frames = np.load(path.with_suffix(".npy"))
        start = 0
        texts = [written(row["text"], row["language"]) for row in rows]
        for row, encoded in zip(rows, self._tokenizer.encode_batch(texts), strict=True):
            features = frames[start : start + row["frames"]]
            start += row["frames"]
            if len(encoded.ids) < 90 and (int(path.stem) >= self._late or self._kept(row)):
                self.items.append(
                    Item(
                        features,
                        tuple(encoded.ids),
                        self._phonemes.ids(row["phonemes"]),
                        row["language"],
                    )
                )

    @staticmethod
    def _kept(row: dict[str, Any]) -> bool:
        source = row["source"]
        return source != "tatoeba" and (source != "grammar" or row["frames"] % 2 == 0)


class Collator:
    """Makes a `Batch` of items: changes of spectrum, noise, masks, padding, token noise."""

    def __init__(
        self, tokenizer: Tokenizer, rng: np.random.Generator, token_noise: float = 0.1
    ) -> None:
        ids = {
            name: tokenizer.token_to_id(f"<|{name}|>") or 0
            for name in (
                "endoftext",
                "startoftranscript",
                "transcribe",
                "notimestamps",
                "nospeech",
                "zh",
                "en",
            )
        }
        self._ids, self._rng, self._token_noise = ids, rng, token_noise
        self._texts = ids["endoftext"] - 1
        self.augment = True

    def __call__(self, items: list[Item], frames: int) -> Batch:
        features = torch.zeros(len(items), frames, N_MELS)
        for row, item in enumerate(items):
            features[row, : len(item.features)] = torch.from_numpy(item.features)
        lengths = torch.tensor([len(item.features) for item in items])
        inside = torch.arange(frames)[None, :] < lengths[:, None]
        if self.augment:
            features = self._recoloured(features)
        features = self._normalised(features, inside)
        if self.augment:
            self._mask(features, lengths)
        features = features * inside[..., None]
        inputs, targets = self._text(items)
        return Batch(
            features,
            inputs,
            targets,
            torch.tensor([p for item in items for p in item.phonemes], dtype=torch.long),
            torch.tensor([len(item.phonemes) for item in items]),
            (lengths + 1) // 2,
        )

    def _recoloured(self, features: Tensor) -> Tensor:
        """A smooth random change of spectrum (a third of the items) and noise (a tenth)."""
        count, rng = len(features), self._rng
        knots = rng.normal(0, 0.22, (count, 7)) * (rng.random((count, 1)) < 0.35)
        curve = np.stack([np.interp(np.arange(N_MELS), np.linspace(0, 79, 7), k) for k in knots])
        features = features + torch.from_numpy(curve).float()[:, None]
        noisy = np.flatnonzero(rng.random(count) < 0.1)
        if noisy.size:
            part = features[noisy]
            loud = part.amax(dim=(1, 2)).numpy() - rng.uniform(2.2, 5.5, noisy.size)
            knots = loud[:, None] + rng.normal(0, 0.4, (noisy.size, 7))
            curve = np.stack(
                [np.interp(np.arange(N_MELS), np.linspace(0, 79, 7), k) for k in knots]
            )
            noise = torch.from_numpy(curve).float()[:, None] + 0.2 * torch.randn(part.shape)
            ten = math.log(10)
            features[noisy] = torch.logaddexp(part * ten, noise * ten) / ten
        return features

    @staticmethod
    def _normalised(features: Tensor, inside: Tensor) -> Tensor:
        top = features.masked_fill(~inside[..., None], -1e4).amax(dim=(1, 2), keepdim=True)
        return (torch.maximum(features, top - 8.0) + 4.0) / 4.0

    def _mask(self, features: Tensor, lengths: Tensor) -> None:
        rng = self._rng
        for row, length in enumerate(lengths.tolist()):
            if rng.random() < 0.7 or length < 40:
                continue
            fill = float(features[row, :length].mean())
            for _ in range(2):
                width, start = int(rng.integers(0, 10)), int(rng.integers(0, 70))
                features[row, :, start : start + width] = fill
                time, begin = int(rng.integers(0, 6)), int(rng.integers(0, length - 10))
                features[row, begin : begin + time] = fill

    def _text(self, items: list[Item]) -> tuple[Tensor, Tensor]:
        ids = self._ids
        longest = max(len(item.tokens) for item in items) + 4
        inputs = np.full((len(items), longest), ids["endoftext"])
        targets = np.full((len(items), longest), IGNORED)
        for row, item in enumerate(items):
            size = len(item.tokens)
            inputs[row, :4] = (
                ids["startoftranscript"],
                ids[item.language],
                ids["transcribe"],
                ids["notimestamps"],
            )
            inputs[row, 4 : 4 + size] = item.tokens
            targets[row, 0] = ids[item.language] if size else ids["nospeech"]
            targets[row, 3 : 4 + size] = (*item.tokens, ids["endoftext"])
        if self.augment:  # wrong earlier words, so that the decoder listens instead of reciting
            wrong = self._rng.random(inputs.shape) < self._token_noise
            wrong[:, :4] = False
            inputs = np.where(
                wrong & (inputs < self._texts),
                self._rng.integers(0, self._texts, inputs.shape),
                inputs,
            )
        return torch.from_numpy(inputs), torch.from_numpy(targets)


def batches(
    items: list[Item], frames_per_batch: int, rng: np.random.Generator
) -> Iterator[tuple[list[Item], int]]:
    """One pass over all items in batches of neighbours in length, with their padded length."""
    lengths = np.array([len(item.features) for item in items], dtype=np.float64)
    order = np.argsort(lengths * rng.uniform(0.93, 1.07, lengths.size))
    groups: list[list[int]] = []
    group: list[int] = []
    longest = 0.0
    for index in order:
        longest = max(longest, lengths[index])
        if group and longest * (len(group) + 1) > frames_per_batch:
            groups.append(group)
            group, longest = [], lengths[index]
        group.append(int(index))
    groups.append(group)
    for position in rng.permutation(len(groups)):
        chosen = [items[index] for index in groups[position]]
        frames = max(len(item.features) for item in chosen) + int(rng.integers(0, 30))
        if rng.random() < FULL_WINDOW_SHARE:
            frames = WINDOW_FRAMES
            chosen = chosen[: max(1, frames_per_batch // frames)]
        yield chosen, min(WINDOW_FRAMES, frames + frames % 2)
