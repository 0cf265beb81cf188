"""Words a recogniser may expect: which are used, and whether the sound bears them out.

A prompt with a list of medicines makes Whisper models write medicines that nobody said. So a
hinted decode counts only where it adds an expected word that sounds like what the plain decode
wrote in its place, and even then the word is named as one that came with the hint only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from glossary.fuzzy import sound_of
from glossary.normalise import fold
from speech.types import Hypothesis

MOST_WORDS = 60
MIN_LIKENESS = 70.0
"""Of 100, between the sound of the word and the best piece of the plain text."""
MAX_LOSS = 0.15
"""So much may the mean log-probability of the hinted decode be below the plain one's."""

_HAN = re.compile(r"[㐀-鿿]")
_HAN_LANGUAGES = frozenset(("zh", "ja"))


def usable(words: Sequence[str], lang: str) -> tuple[str, ...]:
    """The words in a script of the language, at most `MOST_WORDS`."""
    fitting = [w for w in words if (_HAN.search(w) is not None) <= (lang in _HAN_LANGUAGES)]
    if lang == "zh":
        fitting = [word for word in fitting if _HAN.search(word)]
    return tuple(fitting[:MOST_WORDS])


def added(words: Sequence[str], hinted: str, plain: str) -> tuple[str, ...]:
    """The expected words that are in the hinted text and not in the plain one."""
    with_hint, without = fold(hinted)[0], fold(plain)[0]
    folded = ((word, fold(word)[0]) for word in words)
    return tuple(word for word, key in folded if key in with_hint and key not in without)


def confirmed(plain: Hypothesis, hinted: Hypothesis, words: Sequence[str]) -> bool:
    """Whether the hinted decode may stand: it is as sure, whole, and sounds like the plain one."""
    if hinted.truncated or hinted.avg_logprob < plain.avg_logprob - MAX_LOSS:
        return False
    return all(_sounds_like(word, plain.text, plain.language) for word in words)


def _sounds_like(word: str, text: str, lang: str) -> bool:
    from rapidfuzz import fuzz

    sound, heard = sound_of(word, lang), sound_of(text, lang)
    if not sound or len(heard) < len(sound) // 2:
        return False
    return bool(fuzz.partial_ratio(sound, heard) >= MIN_LIKENESS)
