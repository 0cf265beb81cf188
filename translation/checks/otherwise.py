"""Denials that the other language says without one: 睡不着 and "lies awake", "not until" and 才.

The renderings stand in ``tokens/otherwise_<language>.tsv``: what one language denies and how the
other says it, ``zh`` before what is denied in Chinese and ``own`` before what is denied in that
language. ``|`` parts expressions that say the same; ``*`` ends one that words may go on from. They
are looked up only where a denial seems to be lost or added, so that the tables may be large.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from translation.checks.lexicon import SIGNS, fold
from translation.checks.polarity import Cue
from translation.checks.polarity_table import STRONG
from translation.checks.tables import rows
from translation.checks.text import touch
from translation.checks.things import names_of, things
from translation.types import Span

_DENIES = re.compile(r"[不没无未别勿]|[^\W\u4e00-\u9fff]")
"""Before an expression, within the word of denial: the expression is denied itself."""
LANGUAGES = ("en", "ru", "ar", "ko", "ja", "fr", "es")
_ANYWHERE = SIGNS | {"ko"}
"""Languages whose entries stand inside words."""
_ARABIC_BEFORE = re.compile(r"(?:[وف]?(?:ال|لل|[بكلسيتنا]{0,2}))")


def softened(
    cues: list[Cue], others: Sequence[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> list[Cue]:
    """``cues`` of the first text; one that the second says otherwise demands no answer any more.

    What the second text denies itself is no rendering (``others`` are its words of denial), nor
    is what the first text affirms or names beside the expression as well: 别嚼碎，整个吞.
    """
    if (table := _table(languages)) is None:
        return cues
    affirmed = frozenset().union(*(c.kinds for c in cues if not c.demand))
    taken = [c.span for c in others if c.demand or c.kinds & (STRONG | affirmed)]
    said: dict[int, list[Span]] = {}
    for lines, place in _renderings(*table).find(texts[1]):
        if not any(touch(place, span) for span in taken):
            for line in lines:
                said.setdefault(line, []).append(place)
    if not said:
        return cues
    named = things(texts[0], languages[0])
    shown = {
        place: names_of(t for t in things(texts[1], languages[1]) if place[0] <= t.start < place[1])
        for places in said.values()
        for place in places
    }
    free = []
    for lines, span in _expressions(*table).find(texts[0]):
        places = [place for line in lines & said.keys() for place in said[line]]
        beside = names_of(t for t in named if not span[0] <= t.start < span[1]) if places else ()
        if any(shown[place].isdisjoint(beside) for place in places):
            free.append(span)
    return [
        c._replace(demand=False)
        if c.demand and any(_says(span, c.span, texts[0]) for span in free)
        else c
        for c in cues
    ]


def _table(languages: tuple[str, str]) -> tuple[str, str] | None:
    """The section and the language of the table for a pair, when there is one."""
    section, lang = ("zh", languages[1]) if languages[0] == "zh" else ("own", languages[0])
    return (section, lang) if "zh" in languages and lang in LANGUAGES else None


def rendered(span: Span, texts: tuple[str, str], languages: tuple[str, str]) -> bool:
    """Whether what is denied within ``span`` of the first text is said otherwise in the second."""
    if (table := _table(languages)) is None:
        return False
    said = frozenset().union(*(n for n, _ in _renderings(*table).find(texts[1])))
    return any(
        span[0] <= place[0] and place[1] <= span[1] and lines & said
        for lines, place in _expressions(*table).find(texts[0])
    )


def _says(expression: Span, cue: Span, text: str) -> bool:
    """Whether a word of denial belongs to an expression that is not denied itself (没有不舒服)."""
    return touch(expression, cue) and _DENIES.search(text, cue[0], expression[0]) is None


class _Entries:
    """Entries of one language, each with the numbers of the lines in which it stands."""

    def __init__(self, lang: str, lines: Sequence[str]) -> None:
        numbers: dict[str, set[int]] = {}
        for number, line in enumerate(lines):
            for entry in line.split("|"):
                numbers.setdefault(fold(entry), set()).add(number)
        self._lang = lang
        self._open = [entry.endswith("*") for entry in numbers]
        self._numbers = [frozenset(found) for found in numbers.values()]
        self._automaton = AhoCorasick([entry.removesuffix("*") for entry in numbers])

    def find(self, text: str) -> Iterator[tuple[frozenset[int], Span]]:
        """Every entry in ``text``, overlapping ones too."""
        plain = fold(text)
        for entry, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            if self._lang in _ANYWHERE or (
                self._begins(plain, start)
                and (self._open[entry] or not plain[end : end + 1].isalpha())
            ):
                yield self._numbers[entry], (start, end)

    def _begins(self, text: str, at: int) -> bool:
        """Whether a word begins at ``at``, in Arabic after the small words written with it."""
        first = at
        while first and text[first - 1].isalpha():
            first -= 1
        return first == at or (
            self._lang == "ar" and _ARABIC_BEFORE.fullmatch(text, first, at) is not None
        )


@functools.cache
def _renderings(section: str, lang: str) -> _Entries:
    return _Entries(lang if section == "zh" else "zh", [line for _, line in _lines(section, lang)])


@functools.cache
def _expressions(section: str, lang: str) -> _Entries:
    return _Entries("zh" if section == "zh" else lang, [line for line, _ in _lines(section, lang)])


def _lines(section: str, lang: str) -> list[tuple[str, str]]:
    return [(said, other) for name, said, other in rows(f"otherwise_{lang}") if name == section]
