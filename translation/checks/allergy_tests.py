"""Skin tests: a positive one is an allergy, a negative one is none."""

from __future__ import annotations

import functools

from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.negation import READERS
from translation.checks.opposite import sides
from translation.checks.polarity_table import BACKWARDS
from translation.checks.tables import entries, load
from translation.checks.text import touch
from translation.types import Finding, FindingKind

_PAIR = "positive_negative"
_BESIDE, _BEHIND = 6, 3
"""Signs between a "positive" and the denial of it: before it, in Korean and Japanese behind it."""


def skin_test(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``allergy.lost:skin_test`` for a positive test that became negative, or ``added``."""
    if in_both(_tests, source, target, source_lang, target_lang) is None:
        return []
    here, there = _result(source, source_lang), _result(target, target_lang)
    if here is None or there is None or here.name == there.name:
        return []
    became = "lost" if here.name.endswith("a") else "added"
    return [Finding(FindingKind.ALLERGY, f"allergy.{became}:skin_test", here.span, there.span)]


def _tests(text: str, lang: str) -> tuple[Hit, ...]:
    return _lexicon(lang).find(text)


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    return Lexicon(lang, {"test": entries(load("allergy_words")["skin_test"].get(lang, ""))})


def _result(text: str, lang: str) -> Hit | None:
    """The one result of the text; None when there is none, or several, or a denied one."""
    found = sides(text, lang).get(_PAIR, [])
    if len({hit.name for hit in found}) != 1:
        return None
    start, end = found[0].span
    first, last = (end, end + _BEHIND) if lang in BACKWARDS else (start - _BESIDE, start)
    denied = any(
        cue.demand and first <= (cue.span[0] if lang in BACKWARDS else cue.span[1]) <= last
        for cue in READERS[lang](text)
        if not touch(cue.span, found[0].span)
    )
    return None if denied else found[0]
