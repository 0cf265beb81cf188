"""Omission: an empty or far too short target."""

from __future__ import annotations

import re

from translation.checks.text import sentence_spans
from translation.types import Finding, FindingKind

_DENSE = r"\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f"
"""Scripts whose characters are counted one by one."""
_WORD = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+(?:[.,][0-9]+)*")

WORDS_PER_UNIT = {"zh": 1.55, "en": 1.0}
"""How many units (a character of Chinese, a word elsewhere) say as much as one English word."""
SHORT_RATIO = {"zh": 0.27, "en": 0.45}
"""A target with less content than this share of the source is too short."""
FEWER_RATIO = {"zh": 0.45, "en": 0.75}
"""The same for a target with fewer sentences than the source. Both were measured on joined
pairs of the hand-written corpus: at these marks at most one correct pair in a thousand falls."""
_SHORT_FROM = 8.0
"""Below this much content a ratio says nothing."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``omission.empty``, ``omission.short`` and ``omission.sentences:A>B``."""
    whole = (0, len(source))
    if not _WORD.search(source):
        return []
    if not _WORD.search(target):
        return [Finding(FindingKind.OMISSION, "omission.empty", whole, None)]
    if source_lang not in WORDS_PER_UNIT or target_lang not in SHORT_RATIO:
        return []
    here, there = content(source, source_lang), content(target, target_lang)
    ratio = there / here
    if here >= _SHORT_FROM and ratio < SHORT_RATIO[target_lang]:
        return [Finding(FindingKind.OMISSION, "omission.short", whole, (0, len(target)))]
    said, came = len(sentence_spans(source)), len(sentence_spans(target))
    if came < said and ratio < FEWER_RATIO[target_lang]:
        message = f"omission.sentences:{said}>{came}"
        return [Finding(FindingKind.OMISSION, message, whole, (0, len(target)))]
    return []


def content(text: str, lang: str) -> float:
    """How much a text says, in English words."""
    return len(_WORD.findall(text)) / WORDS_PER_UNIT[lang]
