"""Omission: an empty or far too short target, or one in which a clause of the source is missing.

Without attention weights a clause counts as missing when nothing it is about (parts of the body,
drugs, symptoms … of ``tokens/anchor.toml``) is in the target, although the target holds what
other clauses are about, and when the target is as short as a translation without it would be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.anchors import anchors, answered, weak
from translation.checks.text import sentence_spans
from translation.types import Finding, FindingKind, Span

_DENSE = r"\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f"
"""Scripts whose characters are counted one by one."""
_WORD = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+(?:[.,][0-9]+)*")

WORDS_PER_UNIT = {
    "zh": 1.55,
    "en": 1.0,
    "ja": 2.0,
    "ko": 1.75,
    "fr": 1.12,
    "es": 1.0,
    "ru": 0.9,
    "ar": 0.8,
}
"""How many units (a character of Chinese, a word elsewhere) say as much as one English word.
Measured on Tatoeba's pairs with English and on TICO-19."""
_SHORT = {"zh": 0.27, "en": 0.45}
"""A target with less content than this share of the source is too short."""
_FEWER = {"zh": 0.45, "en": 0.75}
"""The same for a target with fewer sentences than the source. Both were measured on joined
pairs of the hand-written corpus: at these marks at most one correct pair in a thousand falls."""
_SHORT_ELSE, _FEWER_ELSE = 0.40, 0.70
_SHORT_FROM = 9.0
"""Below this much content a ratio says nothing."""
_CLAUSE_END = re.compile(
    r"[，,;；、؛،。.!！?？؟\n]+(?!\d)"
    r"|(?<!\w)(?:and|but|then|et|mais|puis|ou|y|e|pero|luego|и|а|но|потом|ثم|لكن)(?!\w)"
    r"|(?<!\w)و(?=\w{3})|(?<=[가-힣][고서]) |(?<=[가-힣][며면]) "
    r"|(?<=는데) |(?<=지만) "
    r"|(?<=[てで])(?=[^、。くいおまもはのき])|并且|而且|还有|还(?=[有做会])|后来"
)
_CLAUSE_FROM = 1.2
"""A clause with less content (in English words) is an interjection."""
_NAMELESS = 0.5
"""The same for a clause whose words say nothing to us: only a very short target counts."""
_WEAK = 0.7
"""The same for a clause that only names what is said in many ways."""
_SLACK = 1.35
"""How much longer than the translation of the rest a target without the clause may be."""
_SHORT_SLACK = 1.5
"""English words that a short target may have more: short texts vary most in length."""
_SHORT_SLACK_MANY = 2.3
"""The same where two things or more of a clause are missing."""
_LONG = 45.0
"""Content from which a text is too long for comparing its clauses by what they are about."""
_UNSEEN_SHARE = 0.12
"""Attention that a translated clause gets at the least, as a share of what its length would get."""


def check(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    attention: Sequence[Sequence[float]] | None = None,
) -> list[Finding]:
    """``omission.empty``, ``omission.short``, ``omission.sentences:A>B`` and ``omission.clause``.

    ``attention``, where the translator gives it: a row for each target token with a weight for
    each character of the source; a clause that nothing of the target looked at is missing.
    """
    whole = (0, len(source))
    if not _WORD.search(source):
        return []
    if not _WORD.search(target):
        return [Finding(FindingKind.OMISSION, "omission.empty", whole, None)]
    if source_lang not in WORDS_PER_UNIT or target_lang not in WORDS_PER_UNIT:
        return []
    here, there = content(source, source_lang), content(target, target_lang)
    ratio = there / here
    if here >= _SHORT_FROM and ratio < _SHORT.get(target_lang, _SHORT_ELSE):
        return [Finding(FindingKind.OMISSION, "omission.short", whole, (0, len(target)))]
    said, came = len(sentence_spans(source)), len(sentence_spans(target))
    if came < said and ratio < _FEWER.get(target_lang, _FEWER_ELSE):
        message = f"omission.sentences:{said}>{came}"
        return [Finding(FindingKind.OMISSION, message, whole, (0, len(target)))]
    clauses = _clauses(source, source_lang)
    if attention is not None:
        missing = _unseen(clauses, attention, len(source))
    else:
        missing = _uncovered(clauses, source, target, (source_lang, target_lang), ratio)
    return [Finding(FindingKind.OMISSION, "omission.clause", span, None) for span in missing]


def content(text: str, lang: str) -> float:
    """How much a text says, in English words."""
    return len(_WORD.findall(text)) / WORDS_PER_UNIT[lang]


def _clauses(source: str, lang: str) -> list[tuple[Span, float]]:
    """The clauses that say something, with their share of the content."""
    found: list[tuple[Span, float]] = []
    start = 0
    for stop, after in [*(m.span() for m in _CLAUSE_END.finditer(source)), (len(source),) * 2]:
        if (size := content(source[start:stop], lang)) >= _CLAUSE_FROM:
            found.append(((start, stop), size))
        start = after
    total = sum(size for _, size in found)
    return [(span, size / total) for span, size in found]


def _uncovered(
    clauses: list[tuple[Span, float]],
    source: str,
    target: str,
    languages: tuple[str, str],
    ratio: float,
) -> list[Span]:
    here = content(source, languages[0])
    if len(clauses) < 2 or here > _LONG or len(_clauses(target, languages[1])) >= len(clauses):
        return []
    named = [(span, share, anchors(source[slice(*span)], languages[0])) for span, share in clauses]
    there = anchors(target, languages[1])
    if not any(answered(names, there) for _, _, names in named):
        return []
    return [
        span
        for span, share, names in named
        if not answered(names, there) and ratio < _room(names, share, here)
    ]


def _room(names: frozenset[str], share: float, here: float) -> float:
    """Up to which length a target may be one without a clause of this share of the source.

    Some things are said in many ways ("eat", "see"): those missing mean little.
    """
    things = {name for name in names if not name.isdigit()}
    if not things:
        return (1 - share) * _NAMELESS
    if things <= weak():
        return (1 - share) * _WEAK
    slack = _SHORT_SLACK if len(things - weak()) < 2 else _SHORT_SLACK_MANY
    return (1 - share) * _SLACK + slack / here


def _unseen(
    clauses: list[tuple[Span, float]], attention: Sequence[Sequence[float]], length: int
) -> list[Span]:
    total = sum(map(sum, attention))
    if len(clauses) < 2 or total <= 0:
        return []
    missing = []
    for (start, stop), _ in clauses:
        got = sum(sum(row[start:stop]) for row in attention) / total
        if got < _UNSEEN_SHARE * (stop - start) / length:
            missing.append((start, stop))
    return missing
