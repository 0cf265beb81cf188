"""The demonstration's recording: doctor on channel 0, patient on channel 1, with its timing.

    python speech_demo_audio.py [--script assets/demo/consultation.json]

The script is ``{"turns": [{"party": "doctor" | "patient", "text": ..., "pause_ms": ...}]}`` (or the
list alone); `pause_ms` is the silence after the turn. Beside it come ``consultation.flac`` (16 kHz,
16 bit) and ``consultation.timing.json`` with the start and end of each turn in milliseconds. The
voices are `DEMO_VOICES`, which training never heard; they and their manner were chosen by listening
to the demonstration itself with the pack, so its figures are no measure of the pack.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from speech_common import (
    DEMO_VOICES,
    HERE,
    SAMPLE_RATE,
    WINDOW_SECONDS,
    read_json,
    write_json,
)
from speech_sound import Sound, trimmed
from speech_text import spoken
from speech_voices import Manner, Speaker

SCRIPT = HERE.parent.parent / "assets" / "demo" / "consultation.json"
PARTY_LANGUAGE = {"doctor": "zh", "patient": "en"}
MANNERS = {"doctor": Manner(155, 60, 50), "patient": Manner(145, 40, 50)}
CHANNEL = {"doctor": 0, "patient": 1}
PEAK = 0.6  # of full scale: nothing is ever clipped
ROOM_TONE = 10 ** (-72 / 20)
LEAD_MS = 700


@dataclass(frozen=True)
class Placed:
    """A turn's sound and where it starts in the recording."""

    party: str
    text: str
    start_ms: int
    sound: Sound


def placed_turns(turns: list[dict[str, Any]]) -> tuple[list[Placed], int]:
    """All turns one after another, and the recording's length in milliseconds.

    Raises ValueError if a turn is longer than the recogniser's window.
    """
    speaker, choice = Speaker(), random.Random(3)
    placed: list[Placed] = []
    now_ms = LEAD_MS
    for turn in turns:
        party, text = turn["party"], turn["text"]
        language = PARTY_LANGUAGE[party]
        sound = trimmed(
            speaker.say(spoken(text, language, choice), DEMO_VOICES[language], MANNERS[party])
        )
        length_ms = 1000 * sound.size // SAMPLE_RATE
        if length_ms > 1000 * WINDOW_SECONDS - 600:
            raise ValueError(f"too long for one window ({length_ms} ms): {text}")
        placed.append(Placed(party, text, now_ms, sound * (PEAK / float(np.abs(sound).max()))))
        now_ms += length_ms + int(turn.get("pause_ms", 1000))
    return placed, now_ms + LEAD_MS


def recording(placed: list[Placed], length_ms: int) -> Sound:
    """Samples x 2 channels with a light room tone everywhere."""
    rng = np.random.default_rng(11)
    channels = rng.standard_normal((length_ms * SAMPLE_RATE // 1000, 2)) * ROOM_TONE
    for turn in placed:
        start = turn.start_ms * SAMPLE_RATE // 1000
        channels[start : start + turn.sound.size, CHANNEL[turn.party]] += turn.sound
    if np.abs(channels).max() >= 1.0:
        raise ValueError("the recording would be clipped")
    return channels.astype(np.float32)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--script", type=Path, default=SCRIPT)
    path: Path = parser.parse_args().script
    script = read_json(path)
    placed, length_ms = placed_turns(script["turns"] if isinstance(script, dict) else script)
    partial = path.with_name(path.stem + ".partial.flac")
    soundfile.write(partial, recording(placed, length_ms), SAMPLE_RATE, subtype="PCM_16")
    partial.replace(path.with_suffix(".flac"))
    write_json(
        path.with_name(path.stem + ".timing.json"),
        {
            "sample_rate": SAMPLE_RATE,
            "length_ms": length_ms,
            "voices": {
                party: DEMO_VOICES[language].name for party, language in PARTY_LANGUAGE.items()
            },
            "turns": [
                {
                    "party": turn.party,
                    "text": turn.text,
                    "start_ms": turn.start_ms,
                    "end_ms": turn.start_ms + 1000 * turn.sound.size // SAMPLE_RATE,
                }
                for turn in placed
            ],
        },
    )
    print(f"{path.with_suffix('.flac')}: {length_ms / 1000:.1f} s, {len(placed)} turns")


if __name__ == "__main__":
    main()
