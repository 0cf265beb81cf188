"""How often turns of each level of confidence are wrong, and where a pack's limits should stand.

    python speech_synthesise.py --work FOLDER --held-out
    python confidence_calibrate.py --work FOLDER [--pack FOLDER] [--limit 900]

The recogniser, the doubts and the levels are the application's own. A
turn counts as wrong when its words differ from what was said (punctuation and spaces aside), as
badly wrong when a number differs or more than 15 % of the characters do. The limits are chosen on
the sounds of ``dev``, the levels are counted on those of ``test``; voices and sentences of neither
were trained on. Two limits of the mean token log-probability come out:

* ``min_avg_logprob``: the lowest above which at most 3 % of the turns are badly wrong;
* ``very_low_avg_logprob``: the highest below which at least a third of them are.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import jiwer
import soundfile
from speech_common import PACK_FOLDER, SAMPLE_RATE, read_json
from speech_text import bare

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from speech.plausibility import PlausibilityLimits, doubts
from speech.resample import to_int16
from speech.types import Hints, Hypothesis
from speech.whisper_recogniser import WhisperRecogniser
from translation.confidence import Evidence, assess
from translation.confusables import confusables

HINTS = Hints({"zh": 0.5, "en": 0.5})
SURE_BAD, DOUBT_BAD = 0.03, 1 / 3
FEWEST = 20
"""Turns on one side of a limit, or its share says nothing."""
_NUMBER = re.compile(r"\d+(?:[.:/]\d+)*")


@dataclass(frozen=True)
class Heard:
    """One sound: what was said in which language, and what was heard."""

    said: str
    language: str
    length_ms: int
    hypothesis: Hypothesis

    @property
    def wrong(self) -> bool:
        """A word is another one."""
        return bare(self.said, self.language) != bare(self.hypothesis.text, self.language)

    @property
    def badly_wrong(self) -> bool:
        """A number is another one, or much of the text is."""
        if sorted(_NUMBER.findall(self.said)) != sorted(_NUMBER.findall(self.hypothesis.text)):
            return True
        said = bare(self.said, self.language) or "-"
        return float(jiwer.cer(said, bare(self.hypothesis.text, self.language))) > 0.15


def listen(recogniser: WhisperRecogniser, folder: Path, limit: int) -> list[Heard]:
    """Recognise up to ``limit`` sounds of a split, without the kept-out synthesiser's."""
    items = [item for item in read_json(folder / "index.json") if "kept-out" not in item["set"]]
    random.Random(1).shuffle(items)
    heard = []
    for item in items[: limit or None]:
        sound, _ = soundfile.read(folder / item["file"], dtype="float32")
        length_ms = len(sound) * 1000 // SAMPLE_RATE
        if length_ms >= recogniser.window_ms:
            continue
        hypothesis = recogniser.recognise(to_int16(sound), HINTS)
        heard.append(Heard(item["text"], item["language"], length_ms, hypothesis))
    return heard


def limits_from(heard: list[Heard]) -> tuple[float, float]:
    """The two limits: of turns that are not sure, and of turns that are not to be trusted.

    Plus and minus infinity where no limit does.
    """
    scored = sorted((one.hypothesis.avg_logprob, one.badly_wrong) for one in heard)
    total, below = sum(bad for _, bad in scored), 0
    low, very_low = math.inf, -math.inf
    for count, (score, bad) in enumerate(scored):
        above = len(scored) - count
        if low == math.inf and above >= FEWEST and total - below <= SURE_BAD * above:
            low = score
        below += bad
        if count + 1 >= FEWEST and below >= DOUBT_BAD * (count + 1):
            very_low = score
    return low, very_low


def level(one: Heard, limits: PlausibilityLimits) -> str:
    """The level that the application gives to the recognition of a turn."""
    reasons = tuple(doubt.value for doubt in doubts(one.hypothesis, one.length_ms, limits))
    unsure = confusables(one.hypothesis.text, one.hypothesis.language)
    return assess(Evidence(reasons, confusables=unsure)).level.value


def print_levels(heard: list[Heard], limits: PlausibilityLimits) -> None:
    """One line a level: turns, and the shares of wrong and badly wrong ones."""
    groups: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        groups[level(one, limits)].append(one)
    counts = Counter({name: len(group) for name, group in groups.items()})
    for name in ("sure", "check", "doubt"):
        group = groups[name]
        if group:
            wrong = sum(one.wrong for one in group) / len(group)
            badly = sum(one.badly_wrong for one in group) / len(group)
            print(f"{name:6} {counts[name]:5} turns, wrong {wrong:6.1%}, badly {badly:6.1%}")


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pack", type=Path, default=PACK_FOLDER)
    parser.add_argument("--limit", type=int, default=0, help="sounds a split; 0: all")
    options = parser.parse_args()
    manifest = read_json(options.pack / "manifest.json")
    recogniser = WhisperRecogniser(options.pack, threads=1, fitted_window=True)
    folder = options.work / "held_out"
    low, very_low = limits_from(listen(recogniser, folder / "dev", options.limit))
    print(f"min_avg_logprob {low:.3f}, very_low_avg_logprob {very_low:.3f}")
    limits = PlausibilityLimits(low, very_low, max_no_speech_prob=manifest["no_speech_above"])
    print_levels(listen(recogniser, folder / "test", options.limit), limits)


if __name__ == "__main__":
    main()
