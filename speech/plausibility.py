"""Is a hypothesis plausible for the audio it came from? Reasons to doubt it, never a deletion.

Deleting "known hallucinations" deletes a patient's "thank you"; so what is doubtful is named and
shown as doubtful, and only what cannot be speech at all (more words than a mouth can say, a loop)
is refused.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from speech.types import Hypothesis

_HAN = re.compile(r"[㐀-鿿぀-ヿ가-힯]")
_WORD = re.compile(r"[^\W\d_㐀-鿿぀-ヿ가-힯]+")
_DIGIT = re.compile(r"\d")


class Doubt(StrEnum):
    """Why a hypothesis should not be trusted. The names appear in events and records."""

    LOW_CONFIDENCE = "low_confidence"
    VERY_LOW_CONFIDENCE = "very_low_confidence"
    LANGUAGE_UNSURE = "language_unsure"
    NO_SPEECH_LIKELY = "no_speech_likely"
    TRUNCATED = "truncated"
    REPETITION = "repetition"
    TOO_MANY_WORDS = "too_many_words"
    CUT = "cut"
    HINT_ONLY = "hint_only"


REFUSED = frozenset({Doubt.REPETITION, Doubt.TOO_MANY_WORDS})
"""Doubts with which a hypothesis is not shown as speech at all: the turn is unprocessed."""


@dataclass(frozen=True, slots=True)
class PlausibilityLimits:
    """Limits; the defaults are wide so that fast, clear speech never trips them.

    ``min_avg_logprob`` and ``very_low_avg_logprob`` are mean log-probabilities of a token. They
    mean different things in different models: a pack's manifest carries what was measured for it.
    """

    min_avg_logprob: float = -0.8
    very_low_avg_logprob: float = -1.5
    max_no_speech_prob: float = 0.6
    min_language_prob: float = 0.7
    max_syllables_per_second: float = 14.0
    min_repeats: int = 4
    max_compression_ratio: float = 2.8


def doubts(
    hypothesis: Hypothesis,
    speech_ms: int,
    limits: PlausibilityLimits | None = None,
    *,
    cut: bool = False,
) -> tuple[Doubt, ...]:
    """Reasons to doubt ``hypothesis`` of ``speech_ms`` of speech; empty when there are none.

    ``cut`` says that the utterance was cut for its length, so it may end in mid-word.
    """
    limits = limits or PlausibilityLimits()
    found: list[Doubt] = []
    if hypothesis.avg_logprob < limits.very_low_avg_logprob:
        found.append(Doubt.VERY_LOW_CONFIDENCE)
    elif hypothesis.avg_logprob < limits.min_avg_logprob:
        found.append(Doubt.LOW_CONFIDENCE)
    if hypothesis.no_speech_prob > limits.max_no_speech_prob:
        found.append(Doubt.NO_SPEECH_LIKELY)
    probs = hypothesis.language_probs
    if len(probs) > 1 and probs.get(hypothesis.language, 0.0) < limits.min_language_prob:
        found.append(Doubt.LANGUAGE_UNSURE)
    if hypothesis.truncated:
        found.append(Doubt.TRUNCATED)
    if repeats(hypothesis.text, limits):
        found.append(Doubt.REPETITION)
    if syllables(hypothesis.text) > limits.max_syllables_per_second * max(speech_ms, 500) / 1000:
        found.append(Doubt.TOO_MANY_WORDS)
    if cut:
        found.append(Doubt.CUT)
    if hypothesis.hint_only:
        found.append(Doubt.HINT_ONLY)
    return tuple(found)


def is_silence(hypothesis: Hypothesis, limits: PlausibilityLimits | None = None) -> bool:
    """True when the recogniser itself says that there were no words.

    Either it wrote none, or it thinks that nobody spoke and does not believe its own text: on a
    cough or a door Whisper models write a sentence that nobody said. One sign alone is not
    enough: a quiet "thank you" may look like silence, and an odd voice like low confidence.
    """
    limits = limits or PlausibilityLimits()
    if not hypothesis.text:
        return True
    nobody = hypothesis.no_speech_prob > limits.max_no_speech_prob
    return nobody and hypothesis.avg_logprob < limits.min_avg_logprob


def syllables(text: str) -> float:
    """A rough count of spoken syllables: 1 per Han sign or digit, about 1 per 3 letters."""
    letters = sum(max(1, round(len(word) / 3)) for word in _WORD.findall(text))
    return len(_HAN.findall(text)) + letters + len(_DIGIT.findall(text))


def repeats(text: str, limits: PlausibilityLimits) -> bool:
    """True when the text is a loop: one phrase over and over, or absurdly compressible."""
    units = re.findall(r"[㐀-鿿]|[^\s㐀-鿿]+", text.lower())
    for size in range(1, len(units) // limits.min_repeats + 1):
        run = 1
        for at in range(size, len(units) - size + 1, size):
            if units[at : at + size] == units[at - size : at]:
                run += 1
                # "no, no, no, no" is something people say: a single word needs a longer run.
                if run >= limits.min_repeats * (2 if size == 1 else 1):
                    return True
            else:
                run = 1
    data = text.encode()
    return len(data) > 80 and len(data) / len(zlib.compress(data)) > limits.max_compression_ratio
