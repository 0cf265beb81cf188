"""Negation: a text that denies must not become one that does not, nor the reverse."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from translation.checks.text import blank, half_width, lower, words
from translation.checks.tokens import en_negation, zh_negation
from translation.types import Finding, FindingKind, Span


@dataclass(frozen=True, slots=True)
class Polarity:
    """Denials that need an answer on the other side, and how many words could answer one."""

    sure: tuple[Span, ...]
    soft: int


_ZH_QUESTION = re.compile(
    r"([\u4e00-\u9fff]{1,2})[不没]\1|没有?(?=[?？])|有没有|[否不没](?=[?？])|没有?(?=[,，][^?？]{0,12}[?？])"
)
_ZH_NOT = words(zh_negation.NOT_NEGATIONS)
_ZH_SOFT = words(zh_negation.SOFT)
_ZH_CUE = words(zh_negation.NEGATIONS)
_EN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_EN_NOT = re.compile(rf"\b(?:{words(en_negation.PHRASES_NOT).pattern})(?![a-z])")


def polarity_zh(text: str) -> Polarity:
    """Denials of a Chinese text; questions of the form 疼不疼 deny nothing."""
    plain = blank(text, [m.span() for m in _ZH_QUESTION.finditer(text)])
    soft = sum(1 for _ in _ZH_SOFT.finditer(plain))
    plain = blank(plain, [m.span() for m in _ZH_NOT.finditer(plain)])
    return Polarity(tuple(m.span() for m in _ZH_CUE.finditer(plain)), soft)


def polarity_en(text: str) -> Polarity:
    """Denials of an English text."""
    plain = lower(half_width(text))
    idioms = [m.span() for m in _EN_NOT.finditer(plain)]
    plain = blank(plain, idioms)
    sure, soft = [], len(idioms)
    for m in _EN_WORD.finditer(plain):
        if m[0] in en_negation.NEGATIONS or m[0].endswith("n't"):
            sure.append(m.span())
        elif m[0] in en_negation.SOFT or m[0].endswith("less"):
            soft += 1
    return Polarity(tuple(sure), soft)


READERS: dict[str, Callable[[str], Polarity]] = {"zh": polarity_zh, "en": polarity_en}
"""To add a language: write its reader and name it here."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``negation.lost`` and ``negation.added``."""
    if source_lang not in READERS or target_lang not in READERS:
        return []
    here, there = READERS[source_lang](source), READERS[target_lang](target)
    if here.sure and not there.sure and not there.soft:
        return [Finding(FindingKind.NEGATION, "negation.lost", here.sure[0], None)]
    if there.sure and not here.sure and not here.soft:
        return [Finding(FindingKind.NEGATION, "negation.added", None, there.sure[0])]
    return []
