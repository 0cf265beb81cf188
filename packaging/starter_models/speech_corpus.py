"""The texts of the speech pack: hand-written pairs, grammar sentences, short Tatoeba sentences."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from speech_common import DEV_SITUATIONS, HERE, TEST_SITUATIONS

CORPUS = HERE / "corpus"
OPEN_DATA = HERE.parent.parent.parent / "shared" / "data"
_ZH_LINE = re.compile(r"[\u4e00-\u9fff，。？！、]{4,24}")
_EN_LINE = re.compile(r"[A-Za-z',.?! ]{8,90}")
_ZH_NUMBER = re.compile(r"[一二两三四五六七八九十百千万零半]")
_ZH_FIXED = re.compile(
    "一点|一下|一直|一样|一起|一定|一些|一般|万一|第一|十分|一切|再一次|一会|一边"
)
_EN_NUMBER = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|first|second|third)\b",
    re.IGNORECASE,
)
_NAMES = re.compile("汤姆|玛丽|玛丽亚|汤母|約翰|约翰")


@dataclass(frozen=True)
class Line:
    """One sentence to say. `source` tells where it comes from, for held-out figures."""

    language: str
    text: str
    source: str


def hand_written(split: str) -> dict[str, list[Line]]:
    """Hand-written sentences by language; a situation belongs to one split as a whole."""
    lines: dict[str, list[Line]] = {"zh": [], "en": []}
    for path in sorted(CORPUS.glob("*.tsv")):
        if _split_of(path.stem) != split:
            continue
        for row in path.read_text(encoding="utf-8").splitlines():
            parts = row.split("\t")
            if row.startswith("#") or len(parts) != 3:
                continue
            for language, text in zip(("zh", "en"), parts[1:], strict=True):
                lines[language].append(Line(language, text.strip(), path.stem))
    return lines


def _split_of(situation: str) -> str:
    if situation in TEST_SITUATIONS:
        return "test"
    return "dev" if situation in DEV_SITUATIONS else "train"


def from_grammar(split: str, count: int, seed: int) -> dict[str, list[Line]]:
    """Sentences of the slot grammar by language; none while it has no templates yet."""
    topics = [path for path in (HERE / "templates").glob("*.toml") if "slots" not in path.name]
    if not topics:
        return {"zh": [], "en": []}
    import grammar

    pairs = list(grammar.sample(split, 2 * count, seed))
    choice = random.Random(seed)
    choice.shuffle(pairs)  # the two languages get different sentences
    half = len(pairs) // 2
    return {
        "zh": [Line("zh", pair.zh, "grammar") for pair in pairs[:half]],
        "en": [Line("en", pair.en, "grammar") for pair in pairs[half:]],
    }


@cache
def tatoeba() -> dict[str, list[Line]]:
    """Short open sentences without quantities, Chinese in simplified characters."""
    from opencc import OpenCC

    simplify = OpenCC("t2s").convert
    found: dict[str, dict[str, None]] = {"zh": {}, "en": {}}
    for path in sorted((OPEN_DATA / "tatoeba").glob("cmn-eng*.tsv")):
        for row in path.read_text(encoding="utf-8-sig").splitlines():
            parts = row.split("\t")
            if len(parts) < 2:
                continue
            zh, en = simplify(parts[1]).strip(), parts[0].strip().replace("’", "'")
            if (
                _ZH_LINE.fullmatch(zh)
                and not _NAMES.search(zh)
                and not _ZH_NUMBER.search(_ZH_FIXED.sub("", zh))
            ):
                found["zh"][zh] = None
            if (
                _EN_LINE.fullmatch(en)
                and len(en.split()) <= 14
                and en[-1] in ".?!"
                and not re.search(r"\b(Tom|Mary)\b", en)
                and not _EN_NUMBER.search(en)
            ):
                found["en"][en] = None
    return {
        language: [Line(language, text, "tatoeba") for text in texts]
        for language, texts in found.items()
    }


def cut_off(line: Line, choice: random.Random) -> Line:
    """The beginning of a sentence, as a live partial hears it: no final punctuation."""
    if line.language == "en":
        words = line.text.split()
        kept = " ".join(words[: choice.randint(2, max(2, len(words) - 1))])
        if re.search(r"\d$", kept):  # a cut number with its unit missing would be read otherwise
            return line
        return Line("en", kept.rstrip(",.?!"), line.source)
    places = [
        place
        for place in range(3, len(line.text) - 1)
        if not re.match(r"[\d./]", line.text[place]) and not line.text[place - 1].isdigit()
    ]
    if not places:
        return line
    return Line("zh", line.text[: choice.choice(places)].rstrip("，。？！、"), line.source)


# Round amounts as doses, counts and readings have them.
_ROUND = (100, 120, 125, 150, 160, 180, 200, 240, 250, 300, 325, 350, 400, 450, 500, 550, 600, 650)
_ROUND_HIGH = (700, 750, 800, 850, 900, 1000, 1200, 1500, 1800, 2000, 2500, 3000, 5000, 10000)
_WHOLE = re.compile(r"(?<![\d./:,\-])\d{1,5}(?![\d./:,%\-]|st\b|nd\b|rd\b|th\b|年)")


def renumbered(line: Line, choice: random.Random) -> Line:
    """The sentence with other whole numbers, three in five of them from one hundred on.

    What is written in a corpus has few large numbers, and a model that hears one in two hundred
    sentences with a round hundred writes 50 for 500.
    """

    def other(match: re.Match[str]) -> str:
        kind = choice.random()
        if kind < 0.4:
            return str(choice.choice(_ROUND + _ROUND_HIGH))
        if kind < 0.6:
            return str(choice.randint(100, 999))
        if kind < 0.7:
            return str(choice.randint(2, 9) * 10)
        return str(choice.randint(2, 99))

    return Line(line.language, _WHOLE.sub(other, line.text), "numbers")


def with_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines that `renumbered` can change."""
    return [line for line in lines if _WHOLE.search(line.text)]


def picked(lines: Sequence[Line], count: int, choice: random.Random) -> list[Line]:
    """`count` lines, none twice before all were taken once."""
    taken: list[Line] = []
    while lines and len(taken) < count:
        taken += choice.sample(lines, min(len(lines), count - len(taken)))
    return taken


def training_files() -> list[Path]:
    """The hand-written files whose situations belong to training."""
    return [path for path in sorted(CORPUS.glob("*.tsv")) if _split_of(path.stem) == "train"]
