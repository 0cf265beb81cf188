"""Denials that the other language says without one: 睡不着 and "lies awake", "not until" and 才.

The renderings stand in ``tokens/otherwise_<language>.tsv``: what one language denies and how the
other says it, ``zh`` before what is denied in Chinese and ``own`` before what is denied in that
language. ``|`` parts expressions that say the same; ``*`` ends one that words may go on from. They
are looked up only where a denial seems to be lost or added, so that the tables may be large.
Some rows name a relative twice over: "my mother-in-law, my husband's mum" is 婆婆.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from translation.checks.lexicon_shelves import SIGNS
from translation.checks.polarity import Cue
from translation.checks.polarity_table import STRONG
from translation.checks.tables import rows
from translation.checks.text import touch
from translation.checks.things import Thing, names_of, things
from translation.checks.word_forms import fold
from translation.types import Span

_DENIES = re.compile(r"[不没无未别勿]|[^\W\u4e00-\u9fff]")
"""Before an expression, within the word of denial: the expression is denied itself."""
_ALLOWS = frozenset(("permit",))
"""Class of what denies that something is in the way: "nothing keeps you from eating"."""
LANGUAGES = ("en", "ru", "ar", "ko", "ja", "fr", "es")
_MOST = 0.5
"""The share of a segment from which an expression says it."""
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
    taken = bytearray(len(texts[1]))
    for cue in others:
        if cue.demand or cue.kinds & (STRONG | affirmed | _ALLOWS):
            taken[slice(*cue.span)] = b"\1" * (cue.span[1] - cue.span[0])
    shown = _Named(texts[1], languages[1])
    said: dict[int, set[frozenset[str]]] = {}
    for lines, place in _renderings(*table).find(texts[1]):
        if taken.find(1, *place) < 0:
            names = names_of(shown.inside(place))
            for line in lines:
                said.setdefault(line, set()).add(names)
    if not said:
        return cues
    named = _Named(texts[0], languages[0])
    free = sorted(
        span
        for lines, span in _expressions(*table).find(texts[0])
        if any(not named.beside(span, n) for line in lines & said.keys() for n in said[line])
    )
    starts, most = [start for start, _ in free], max((b - a for a, b in free), default=0)

    def freed(cue: Cue) -> bool:
        first, last = bisect_left(starts, cue.span[0] - most), bisect_left(starts, cue.span[1])
        return any(_says(span, cue.span, texts[0]) for span in free[first:last])

    return [c._replace(demand=False) if c.demand and freed(c) else c for c in cues]


class _Named:
    """The things that a text names, to be asked for those inside a span and outside of it."""

    def __init__(self, text: str, lang: str) -> None:
        self._things = things(text, lang)
        self._starts = [thing.start for thing in self._things]
        self._times = Counter(name for thing in self._things for name in thing.senses)

    def inside(self, span: Span) -> tuple[Thing, ...]:
        """The things that begin in ``span``."""
        return self._things[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]

    def beside(self, span: Span, names: frozenset[str]) -> bool:
        """Whether one of ``names`` is named outside ``span``."""
        own = self.inside(span)
        return any(self._times[name] > sum(name in t.senses for t in own) for name in names)


def _table(languages: tuple[str, str]) -> tuple[str, str] | None:
    """The section and the language of the table for a pair, when there is one."""
    section, lang = ("zh", languages[1]) if languages[0] == "zh" else ("own", languages[0])
    return (section, lang) if "zh" in languages and lang in LANGUAGES else None


def rendered(span: Span, texts: tuple[str, str], languages: tuple[str, str]) -> bool:
    """Whether what is denied within ``span`` of the first text is said otherwise in the second.

    What is denied has to be most of what stands there: "avoid smoking" is not said by "avoid".
    """
    if (table := _table(languages)) is None:
        return False
    said = frozenset().union(*(n for n, _ in _renderings(*table).find(texts[1])))
    least = (span[1] - span[0]) * _MOST
    return any(
        span[0] <= place[0]
        and place[1] <= span[1]
        and place[1] - place[0] >= least
        and lines & said
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
