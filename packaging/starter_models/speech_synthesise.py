"""Make the sounds of the speech pack: shards of log-mel features with their transcripts.

    python speech_synthesise.py --work FOLDER [--shards 20] [--workers 1] [--first 0]
    python speech_synthesise.py --work FOLDER --held-out     # the test sounds as 16 kHz FLAC

A shard holds `ITEMS` utterances of both languages, drawn with its own seed from the texts that
exist when it is made; one that exists is kept. The trainer takes in whatever shards it finds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import speech_corpus as corpus
import torch
from speech_common import (
    FLITE_SHARE,
    FLITE_VOICES,
    HOP,
    KEPT_OUT_VOICE,
    SAMPLE_RATE,
    TEST_VOICES,
    TRAIN_VOICES,
    WINDOW_FRAMES,
    LogMel,
    Voice,
    write_json,
)
from speech_sound import Sound, non_speech, surrounded, trimmed
from speech_text import spoken
from speech_voices import Manner, Speaker, random_manner

ITEMS = 1000
SHARES = {"hand": 0.30, "grammar": 0.36, "numbers": 0.14, "tatoeba": 0.12}  # the rest has no speech
CUT_OFF_SHARE = 0.05


def lines_of_shard(shard: int) -> list[corpus.Line]:
    """The sentences of a shard, both languages, in random order."""
    choice = random.Random(7919 * shard + 1)
    each = {name: int(ITEMS * share / 2) for name, share in SHARES.items()}
    sources = {
        "grammar": corpus.from_grammar("train", each["grammar"], 1000 + shard),
        "hand": corpus.hand_written("train"),
        "tatoeba": corpus.tatoeba(),
    }
    numbered = corpus.from_grammar("train", 2 * each["numbers"], 500_000 + shard)
    sources["numbers"] = {
        language: [
            corpus.renumbered(line, choice)
            for line in corpus.with_numbers(sources["hand"][language] + numbered[language])
        ]
        for language in ("zh", "en")
    }
    lines: list[corpus.Line] = []
    for language in ("zh", "en"):
        missing = 0
        for name, by_language in sources.items():
            taken = corpus.picked(by_language[language], each[name] + missing, choice)
            missing = max(0, each[name] + missing - len(taken))
            lines += taken
    lines = [
        corpus.cut_off(line, choice) if choice.random() < CUT_OFF_SHARE else line for line in lines
    ]
    choice.shuffle(lines)
    return lines


def make_shard(task: tuple[Path, int]) -> str:
    """Write one shard: ``NNNN.npy`` (all frames, float16) and then ``NNNN.json`` (its items)."""
    folder, shard = task
    torch.set_num_threads(1)
    choice, rng = random.Random(shard + 1), np.random.default_rng(shard + 1)
    speaker, log_mel = _speaker(), LogMel()
    frames: list[np.ndarray] = []
    items: list[dict[str, object]] = []
    recent: list[Sound] = []

    def add(sound: Sound, language: str, text: str, phonemes: list[str], source: str) -> None:
        features = log_mel(sound).numpy().astype(np.float16)
        items.append(
            {
                "language": language,
                "text": text,
                "phonemes": phonemes,
                "frames": len(features),
                "source": source,
            }
        )
        frames.append(features)

    for line in lines_of_shard(shard):
        voice = _voice(line.language, choice)
        said = spoken(line.text, line.language, choice)
        sound = trimmed(speaker.say(said, voice, random_manner(choice)))
        if sound.size == 0:
            continue
        recent = [sound, *recent[:5]]
        sound = surrounded(sound, rng, recent[1:])
        if sound.size < WINDOW_FRAMES * HOP:
            add(sound, line.language, line.text, speaker.phonemes(said, voice), line.source)
    while len(items) < ITEMS:
        add(non_speech(rng, recent), choice.choice(("zh", "en")), "", [], "none")
    partial = folder / f"{shard:04}.partial.npy"
    np.save(partial, np.concatenate(frames))
    partial.replace(folder / f"{shard:04}.npy")
    write_json(folder / f"{shard:04}.json", items)
    return f"shard {shard}: {len(items)} items, {sum(map(len, frames)) * 0.02 / 60:.0f} min"


@cache
def _speaker() -> Speaker:
    return Speaker()


def _voice(language: str, choice: random.Random) -> Voice:
    if language == "en" and choice.random() < FLITE_SHARE:
        return choice.choice(FLITE_VOICES)
    return choice.choice(TRAIN_VOICES[language])


def make_held_out(work: Path, per_set: int) -> None:
    """Held-out sentences in held-out voices, lightly roomed and noised, as FLAC with an index."""
    speaker, rng, choice = Speaker(), np.random.default_rng(99), random.Random(99)
    for split in ("dev", "test"):
        folder = work / "held_out" / split
        folder.mkdir(parents=True, exist_ok=True)
        grammar_lines = corpus.from_grammar(split, per_set, 77)
        situations = corpus.hand_written(split)
        items: list[dict[str, str]] = []
        for language in ("zh", "en"):
            sets = {
                "templates": grammar_lines[language][:per_set],
                "situations": corpus.picked(
                    situations[language], min(per_set, len(situations[language])), choice
                ),
            }
            for name, lines in sets.items():
                for line in lines:
                    items.append(
                        _held_out_item(folder, len(items), name, line, speaker, rng, choice)
                    )
                    if split == "test" and language == "en" and len(items) % 2 == 0:
                        items.append(
                            _held_out_item(
                                folder,
                                len(items),
                                f"{name}-kept-out",
                                line,
                                speaker,
                                rng,
                                choice,
                                KEPT_OUT_VOICE,
                            )
                        )
        write_json(folder / "index.json", items)
        print(f"{split}: {len(items)} sounds in {folder}")


def _held_out_item(
    folder: Path,
    number: int,
    name: str,
    line: corpus.Line,
    speaker: Speaker,
    rng: np.random.Generator,
    choice: random.Random,
    voice: Voice | None = None,
) -> dict[str, str]:
    voice = voice or choice.choice(TEST_VOICES[line.language])
    said = spoken(line.text, line.language, choice)
    manner = Manner(choice.randint(145, 180), choice.randint(40, 60), choice.randint(40, 60))
    sound = trimmed(speaker.say(said, voice, manner))
    pauses = [np.zeros(int(rng.uniform(0.1, 0.3) * SAMPLE_RATE), np.float32) for _ in range(2)]
    sound = np.concatenate([pauses[0], sound, pauses[1]])
    sound = sound / (np.abs(sound).max() + 1e-9) * 10 ** (-rng.uniform(2, 14) / 20)
    sound = sound + rng.standard_normal(sound.size) * 10 ** (-rng.uniform(50, 70) / 20)
    file = f"{number:05}.flac"
    soundfile.write(folder / file, np.clip(sound, -1, 1), SAMPLE_RATE)
    return {
        "file": file,
        "set": name,
        "language": line.language,
        "text": line.text,
        "voice": f"{voice.engine}:{voice.name}",
    }


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--per-set", type=int, default=330)
    options = parser.parse_args()
    if options.held_out:
        make_held_out(options.work, options.per_set)
        return
    folder = options.work / "shards"
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [
        (folder, shard)
        for shard in range(options.first, options.first + options.shards)
        if not (folder / f"{shard:04}.json").exists()
    ]
    with multiprocessing.get_context("spawn").Pool(options.workers, maxtasksperchild=8) as pool:
        for report in pool.imap_unordered(make_shard, tasks):
            print(report, flush=True)


if __name__ == "__main__":
    main()
