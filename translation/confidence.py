"""How far to trust a turn: evidence of recognition and translation in, one level out. Pure.

The weights stand in ``confidence.toml``, the numbers that are easily misheard in
``confusables.toml``.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from translation.types import Span

BACK_TRANSLATION = "back_translation"


class Sureness(StrEnum):
    """The levels, as they are shown: sure, check, don't trust."""

    SURE = "sure"
    CHECK = "check"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Confidence:
    """A level with its reasons.

    ``reasons`` are stable keys, the weightiest first: "low_confidence", "very_low_confidence",
    "no_speech_likely", "language_unsure", "repetition", "too_many_words", "truncated", "cut",
    "translation_unsure", "incomplete", "back_translation", "confusable:15/50" (with the number
    understood and its double). ``digits`` are the numbers that are easily misheard, to be shown
    large.
    """

    level: Sureness = Sureness.SURE
    reasons: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a turn.

    ``recognition`` are the recogniser's own doubts (`speech.plausibility.Doubt` values).
    ``unsure`` says that the translator scored below its limit.
    """

    recognition: tuple[str, ...] = ()
    complete: bool = True
    unsure: bool = False
    confusables: tuple[Confusable, ...] = ()


@dataclass(frozen=True, slots=True)
class Confusable:
    """A number of the text that may have been another one."""

    understood: int
    instead: int
    span: Span


def assess(evidence: Evidence) -> Confidence:
    """The level that the evidence adds up to."""
    digits = dict.fromkeys(str(found.understood) for found in evidence.confusables)
    return _weighed(_reasons(evidence), tuple(digits))


def back_differs(confidence: Confidence) -> Confidence:
    """The level of a turn whose back-translation says something else."""
    return _weighed([*confidence.reasons, BACK_TRANSLATION], confidence.digits)


def _weighed(reasons: Iterable[str], digits: tuple[str, ...]) -> Confidence:
    table = _table("confidence")
    weights: dict[str, int] = table["weights"]
    weighed = sorted(
        ((weights.get(reason.partition(":")[0], 1), reason) for reason in dict.fromkeys(reasons)),
        key=lambda pair: -pair[0],
    )
    # Several confusable numbers are one reason to check, not a reason to disbelieve all.
    points = sum({reason.partition(":")[0]: weight for weight, reason in weighed}.values())
    level = Sureness.SURE
    if points >= table["doubt"]:
        level = Sureness.DOUBT
    elif points >= table["check"]:
        level = Sureness.CHECK
    return Confidence(level, tuple(reason for _, reason in weighed), digits)


def _reasons(evidence: Evidence) -> list[str]:
    reasons = list(dict.fromkeys(evidence.recognition))
    if not evidence.complete:
        reasons.append("incomplete")
    if evidence.unsure:
        reasons.append("translation_unsure")
    reasons += dict.fromkeys(
        f"confusable:{found.understood}/{found.instead}" for found in evidence.confusables
    )
    return reasons


def confusables(text: str, lang: str, within: Iterable[Span] = ()) -> tuple[Confusable, ...]:
    """Numbers of a spoken text that are easily heard as another one.

    Found as digits or spelled; not inside a longer number, a decimal, or a span of ``within``
    (terms that hold a numeral: 十二指肠).
    """
    reader = _reader(lang)
    if reader is None:
        return ()
    blocked = [*within, *(m.span() for m in reader.ignore.finditer(text))]
    found: list[Confusable] = []
    for match in reader.numbers.finditer(text):
        value = reader.value(match)
        start, end = match.span()
        inside = any(a < end and start < b for a, b in blocked)
        if not inside and value in reader.doubles:
            found.append(Confusable(value, reader.doubles[value], (start, end)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A language's numbers that can be confused."""

    numbers: re.Pattern[str]
    ignore: re.Pattern[str]
    words: dict[str, int]
    doubles: dict[int, int]

    def value(self, match: re.Match[str]) -> int:
        """The number that was read."""
        text = match.group()
        if text[0].isdigit():
            return int("".join(str(unicodedata.digit(sign)) for sign in text))
        return self.words[text.lower()]


@functools.cache
def _reader(lang: str) -> _Reader | None:
    table: dict[str, Any] | None = _table("confusables").get(lang)
    if table is None:
        return None
    words: dict[str, int] = table["words"]
    doubles: dict[int, int] = {}
    for one, other in table["pairs"]:
        doubles.setdefault(one, other)
        doubles.setdefault(other, one)
    spelled = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if "counters" in table:
        # Without spaces a numeral is a number only with its counter, and never a part of one.
        signs = table["signs"]
        counters = "|".join(map(re.escape, table["counters"].split()))
        spelled = f"(?<![{signs}])(?:{spelled})(?=(?:{counters}))"
    else:
        spelled = rf"(?<![\w-])(?:{spelled})(?![\w-])"
    digits = r"(?<![\d.,:/])\d{1,3}(?![\d/:]|[.,]\d)"
    ignore = "|".join(table.get("ignore", ())) or r"(?!)"
    return _Reader(
        re.compile(f"{spelled}|{digits}", re.IGNORECASE), re.compile(ignore, re.I), words, doubles
    )


@functools.cache
def _table(name: str) -> dict[str, Any]:
    path = resources.files("translation").joinpath(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
