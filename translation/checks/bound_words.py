"""The words of bounds as patterns, one set for each language: ``tokens/bound.toml``."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from translation.checks.numbers_text import fold
from translation.checks.tables import entries, load

_SIGNS = frozenset(("zh", "ja"))
_CLITICS = {"ar": "(?:[وف]?(?:[بكل]?ال|لل|[بل])?)", "fr": "(?:[ldn]')?"}
"""What is written in front of a word as part of it."""
_MOST_FILL = 5
_MOST_LINKS = 6


@dataclass(frozen=True, slots=True)
class BoundWords:
    """Patterns of one language. The groups of ``before`` and ``after`` are the kinds of cue.

    ``free`` and ``behind`` are how many signs may stand between a limit and the number behind it,
    and between a number and a cue behind it.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    fill: re.Pattern[str]
    denial: re.Pattern[str]
    denial_after: re.Pattern[str]
    link: re.Pattern[str]
    bearer: re.Pattern[str]
    refusal: re.Pattern[str]
    unless: re.Pattern[str]
    only: re.Pattern[str]
    exclusive: re.Pattern[str]
    free: int
    behind: int


@functools.cache
def bound_words(language: str) -> BoundWords:
    """The patterns of a language."""
    table: dict[str, str] = load("bound")[language]
    signs = language in _SIGNS
    behind: tuple[str, ...] = (
        "not_above_after",
        "not_below_after",
        "within",
        "above_after",
        "below_after",
    )
    if not signs and language != "ko":
        behind = (*behind, "least", "most")

    def any_of(*groups: str) -> re.Pattern[str]:
        named = [
            f"(?P<{g.removesuffix('_after')}>{_any(table[g], language)})"
            for g in ("idle", *groups)
            if g in table
        ]
        return re.compile("|".join(named) or "(?!)")

    def known(name: str) -> re.Pattern[str]:
        return re.compile(_any(table.get(name, ""), language))

    def chain(name: str, most: int) -> re.Pattern[str]:
        words = _words(table.get(name, "")) or "(?!)"
        joint = r"\s*" if signs or language == "ko" else r"(?:\s+|(?<=')|$)"
        return re.compile(rf"\s*:?\s*(?:(?:{words}){joint}){{0,{most}}}")

    return BoundWords(
        any_of("above", "below", "least", "most"),
        any_of(*behind),
        chain("fill", _MOST_FILL),
        any_of("denial"),
        known("denial_after"),
        chain("link", _MOST_LINKS),
        known("bearer"),
        known("refusal"),
        known("unless"),
        known("only"),
        known("exclusive"),
        *((8, 5) if signs else (24, 9) if language == "ko" else (32, 26)),
    )


def cues(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[re.Match[str]]:
    """What a pattern of cues finds in a part of a text."""
    return [cue for cue in pattern.finditer(text, start, end) if cue.lastgroup != "idle"]


def _any(raw: str, language: str) -> str:
    """Any of the words, the longest first, at the places where words of the language begin."""
    signs = [w for w in entries(raw) if not w[0].isalpha()]
    words = [w for w in entries(raw) if w[0].isalpha()]
    parts = [rf"(?<![-=<>]){re.escape(sign)}=?" for sign in signs]
    if words and language in _SIGNS:
        parts.append(_words(" ".join(w.replace(" ", "_") for w in words)))
    elif words:
        left = r"(?<![^\W\d_])"
        tree = _words(" ".join(w.replace(" ", "_") for w in words))
        if language == "ko":
            parts.append(tree)
        else:
            parts.append(rf"{left}{_CLITICS.get(language, '')}(?:{tree})(?:(?<=')|(?![^\W\d_]))")
    return "|".join(parts) or "(?!)"


def _words(raw: str) -> str:
    words = sorted((fold(w) for w in entries(raw)), key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\*", r"[^\W\d_]{0,8}") for w in words)
