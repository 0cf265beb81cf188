"""What a text is about, alike in every language: for finding clauses that were left out."""

from __future__ import annotations

import functools
import re

from translation.checks.lexicon import concept_lexicon
from translation.checks.tables import load

_DIGITS = re.compile(r"[0-9]+")
_TABLES = ("anchor", "body_part", "allergen")
_NEAR: dict[str, frozenset[str]] = {
    "alcohol": frozenset(("drink",)),
    "nausea": frozenset(("vomit",)),
    "vomit": frozenset(("nausea",)),
    "numb": frozenset(("tired",)),
    "sugar": frozenset(("blood",)),
    "pressure": frozenset(("blood",)),
    "test": frozenset(("blood",)),
    "blood": frozenset(("test", "sugar", "pressure")),
    "infection": frozenset(("throat", "lung", "stomach", "skin")),
    "cold": frozenset(("nose", "throat")),
}


@functools.lru_cache(maxsize=32)
def anchors(text: str, lang: str) -> frozenset[str]:
    """Names of the things in ``text``; numbers in digits by their value."""
    names = {hit.name for table in _TABLES for hit in concept_lexicon(table, lang).find(text)}
    return frozenset(names | {m[0] for m in _DIGITS.finditer(text)})


def answered(names: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those of ``names`` that ``others`` hold or may stand for."""
    return frozenset(n for n in names if n in others or _NEAR.get(n, frozenset()) & others)


@functools.cache
def weak() -> frozenset[str]:
    """Things that languages say in so many ways that one of them missing means little."""
    return frozenset(load("anchor")["weak"].split())
