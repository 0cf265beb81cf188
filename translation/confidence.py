"""How far to trust a turn: evidence of recognition and translation in, one level out. Pure.

The weights stand in ``confidence.toml``; `translation.confusables` finds the numbers that are
easily misheard.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from translation.types import Finding, Span

FINDING = "finding"
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
    "translation_unsure", "incomplete", "back_translation", "confusable:15>50" (with the number
    understood and its double, if it has one), "finding:dose" (with the kind). ``digits`` are the
    numbers that are easily misheard, to be shown large.
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
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Confusable:
    """A number of the text that may have been another one, both as they are shown: "3.4", "1/4".

    ``instead`` is "" where what was perhaps said is no number: "двенадцать пять" for 25.
    """

    understood: str
    instead: str
    span: Span


def assess(evidence: Evidence) -> Confidence:
    """The level that the evidence adds up to."""
    digits = dict.fromkeys(found.understood for found in evidence.confusables)
    return _weighed(_reasons(evidence), tuple(digits))


def back_differs(confidence: Confidence) -> Confidence:
    """The level of a turn whose back-translation says something else."""
    return _weighed([*confidence.reasons, BACK_TRANSLATION], confidence.digits)


def is_finding(reason: str) -> bool:
    """Does the reason say what the checks found, which is told in full in its own place?"""
    return reason.partition(":")[0] == FINDING


def _weighed(reasons: Iterable[str], digits: tuple[str, ...]) -> Confidence:
    table = _table()
    weights: dict[str, int] = table["weights"]
    weighed = sorted(
        ((weights.get(reason.partition(":")[0], 1), reason) for reason in dict.fromkeys(reasons)),
        key=lambda pair: -pair[0],
    )
    # Several confusable numbers are one reason to check, not a reason to disbelieve all.
    points = sum({reason.partition(":")[0]: weight for weight, reason in weighed}.values())
    level = Sureness.CHECK if weighed else Sureness.SURE
    if points >= table["doubt"]:
        level = Sureness.DOUBT
    return Confidence(level, tuple(reason for _, reason in weighed), digits)


def _reasons(evidence: Evidence) -> list[str]:
    reasons = list(dict.fromkeys(evidence.recognition))
    if not evidence.complete:
        reasons.append("incomplete")
    if evidence.unsure:
        reasons.append("translation_unsure")
    for found in evidence.confusables:
        double = f">{found.instead}" if found.instead else ""
        reasons.append(f"confusable:{found.understood}{double}")
    reasons += [f"{FINDING}:{finding.kind.value}" for finding in evidence.findings]
    return reasons


@functools.cache
def _table() -> dict[str, Any]:
    path = resources.files("translation").joinpath("confidence.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
