"""How far to trust a turn: evidence of recognition and translation in, one level out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sureness(StrEnum):
    """The levels, as they are shown: sure, check, don't trust."""

    SURE = "sure"
    CHECK = "check"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Confidence:
    """A level with its reasons.

    ``reasons`` are stable keys, the weightiest first: "low_confidence", "no_speech",
    "language_unsure", "repetition", "too_fast", "cut", "translation_unsure", "incomplete",
    "back_translation", "confusable:15/50" (with the number understood and its double).
    ``digits`` are the numbers that are easily misheard, to be shown large.
    """

    level: Sureness = Sureness.SURE
    reasons: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
