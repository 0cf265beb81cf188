"""How far the other text answers what a clause says: the evidence that a clause was left out.

Both texts are read for all that can be compared: things (`translation.checks.things`), words of the
vocabulary, quantities, names in Latin letters. What the other text names too is answered; the rest
of the content is open. A clause is the likelier left out the less of it is answered, the more
telling its unanswered words are, and the less there is in the target that nothing of the source
answers. `translation.checks.coverage_odds` names these features (`FEATURES`) and makes odds of
them.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

from translation.checks.clauses import Segment
from translation.checks.coverage_odds import FIRST, odds_of
from translation.checks.measured import Item, Measured, measured
from translation.checks.tables import entries, load, rows
from translation.checks.text import touch
from translation.checks.things import Thing, names_of, things
from translation.checks.vocabulary import Word, small, stems
from translation.types import Span

DRAWN = 3.0
"""Pairs by which a word's share is drawn to what is usual."""
_TELLING, _FIRST = 1.5, -4.75
"""Of clauses that are lost hardly any have no lost thing and unanswered words that weigh less, or
odds below this by what is read first."""
Weigh = Callable[[str, str], float]
"""How much it says that a word (its language, its stem) is unanswered."""
_ANSWERED_EACH = 2.5
_LEAST_CONTENT = 0.1
_Placed = TypeVar("_Placed", Item, Word, Thing)


def telling(lang: str, stem: str) -> float:
    """How much it says that a word is unanswered: minus the natural logarithm of how often it is
    in right translations."""
    weights, usual = _weights(lang)
    return weights.get(stem, usual)


def tells(things_lost: float, own_lost: float) -> bool:
    """Whether a lost thing of a clause, or its words that no word answers, say much."""
    return things_lost > 0 or own_lost >= _TELLING


def features(
    texts: tuple[str, str],
    languages: tuple[str, str],
    segments: Sequence[Segment],
    segments_more: int,
    clauses_more: Callable[[], int],
    weigh: Weigh = telling,
    numbers_of: Sequence[int] | None = None,
) -> list[tuple[Span, tuple[float, ...]]]:
    """What speaks for and against each of the source's ``segments`` (span, share) being left out.

    ``segments_more`` and ``clauses_more``: how many the target has more than the source. Segments
    that are there by what is read first (`FIRST`) are not among them, but those of ``numbers_of``
    are, where it is given, and no others.
    """
    said, named = things(texts[0], languages[0]), names_of(things(texts[1], languages[1]))
    of_things = [_of_things(span, said, named) for span, _ in segments]
    if numbers_of is None and all(lost < answered for lost, _, answered in of_things):
        return []
    source, target = measured(texts[0], languages[0]), measured(texts[1], languages[1])
    weigh_here = functools.partial(weigh, languages[0])
    of_all = float(segments_more), float(clauses_more()), math.log(len(segments)) - 1
    known = [(*of, share, *of_all) for of, (_, share) in zip(of_things, segments, strict=True)]
    if numbers_of is None:
        numbers_of = _doubtful(source, target, segments, known, weigh_here)
    if not numbers_of:
        return []
    pair = _pair(texts, languages, tuple(segments))
    found = []
    for number in numbers_of:
        span, _ = segments[number]
        values = (
            *known[number],
            *pair.of_content(number, span),
            *pair.of_words(number, weigh_here),
            *pair.of_taken(number, weigh_here),
            *pair.of_place(number, span),
        )
        found.append((span, values))
    return found


def answers(
    texts: tuple[str, str], languages: tuple[str, str], segments: tuple[Segment, ...]
) -> list[tuple[list[int], float]]:
    """For each of the source's segments where in the target its answers begin, and how much of its
    content nothing answers that no other segment needs more."""
    return _pair(texts, languages, segments).answers()


def where_answered(
    texts: tuple[str, str], languages: tuple[str, str], segments: tuple[Segment, ...]
) -> list[tuple[Span, int]]:
    """What of the target answers any of the source's segments, and which ones, as bits."""
    return _pair(texts, languages, segments).where()


def contents(
    texts: tuple[str, str], languages: tuple[str, str], segments: tuple[Segment, ...]
) -> list[float]:
    """How much each of the source's segments says."""
    return _pair(texts, languages, segments).contents()


def unanswered(
    texts: tuple[str, str], languages: tuple[str, str], segments: tuple[Segment, ...], span: Span
) -> float:
    """How much of the target's ``span`` answers nothing of the source."""
    return _pair(texts, languages, segments).unanswered(span)


@functools.lru_cache(maxsize=4)
def _pair(
    texts: tuple[str, str], languages: tuple[str, str], segments: tuple[Segment, ...]
) -> _Pair:
    source, target = (measured(t, n) for t, n in zip(texts, languages, strict=True))
    return _Pair(source, target, [span for span, _ in segments])


def _doubtful(
    source: Measured,
    target: Measured,
    segments: Sequence[Segment],
    known: Sequence[tuple[float, ...]],
    weigh: Callable[[str], float],
) -> list[int]:
    """The segments that may be missing by what is read of words and things alone (``known``).

    Seven of eight are not, and need not be compared any closer.
    """
    unsaid = [w for w in source.words if w.senses.isdisjoint(target.senses_of_words)]
    found = []
    for number, words in enumerate(_by_segment(unsaid, [s for s, _ in segments])[:-1]):
        own = [weigh(word.stem) for word in words]
        if tells(known[number][0], math.fsum(own)):
            values = *known[number], math.fsum(own), max(own, default=0.0)
            if odds_of("coverage_first_trees", FIRST, values, _FIRST) >= _FIRST:
                found.append(number)
    return found


class _Side:
    """One text of a pair: its content, and what of it the other text leaves open."""

    def __init__(self, mine: Measured, other: Measured) -> None:
        self.met = [item for item in mine.items if not item.senses.isdisjoint(other.senses)]
        self.answered = _covered(self.met, len(mine.mass))
        self.sums = [0.0, *accumulate(mine.mass)]
        left = (0.0 if a else m for m, a in zip(mine.mass, self.answered, strict=True))
        self._open = [0.0, *accumulate(left)]
        self.whole = 0, len(mine.mass)

    def content(self, span: Span) -> float:
        """How much the text says there."""
        return self.sums[span[1]] - self.sums[span[0]]

    def open(self, span: Span) -> float:
        """How much of it nothing answers."""
        return self._open[span[1]] - self._open[span[0]]

    def of(self, items: Iterable[Item]) -> float:
        """How much content the items stand on."""
        total, done = 0.0, 0
        for start, end in sorted(item.span for item in items):
            if end > done:
                total += self.sums[end] - self.sums[max(start, done)]
                done = end
        return total


class _Pair:
    """What of either text the other one answers, segment by segment of the source."""

    def __init__(self, source: Measured, target: Measured, spans: Sequence[Span]) -> None:
        self._target, self._spans = target, spans
        self._here, self._there = _Side(source, target), _Side(target, source)
        self._inside = _by_segment(source.items, spans)
        self._words = _by_segment(source.words, spans)
        self._things = _by_segment(source.things, spans)
        self._answered = answers = self._answers()
        self._only: list[list[Item]] = [[] for _ in self._inside]
        for item, answered in zip(self._there.met, answers, strict=True):
            if answered & (answered - 1) == 0:
                self._only[answered.bit_length() - 1].append(item)
        self._owned_by = self._owned(answers)
        self._said = [frozenset().union(*(i.senses for i in items)) for items in self._only]
        """What the items of `_only` stand for."""
        self._reach = [
            (min(i.span[0] for i in items), max(i.span[1] for i in items)) if items else None
            for items in self._only[:-1]
        ]

    def _answers(self) -> list[int]:
        """For each item of the target that answers any the segments that it answers, as bits."""
        segments_of: dict[str, int] = {}
        for number, items in enumerate(self._inside):
            for item in items:
                for sense in item.senses:
                    segments_of[sense] = segments_of.get(sense, 0) | 1 << number
        answers = []
        for item in self._there.met:
            answered = 0
            for sense in item.senses:
                answered |= segments_of.get(sense, 0)
            answers.append(answered)
        return answers

    def _owned(self, answers: Sequence[int]) -> list[set[str]]:
        """For each segment what the target's items stand for, one that answers several only for
        those that need its place: where another item answers nothing else."""
        owner = [0] * self._there.whole[1]
        for item, answered in zip(self._there.met, answers, strict=True):
            if answered & (answered - 1) == 0:
                for at in range(*item.span):
                    owner[at] |= answered
        owned: list[set[str]] = [set() for _ in self._inside]
        for item, answered in zip(self._there.met, answers, strict=True):
            if answered & (answered - 1):
                owners = 0
                for at in range(*item.span):
                    owners |= owner[at]
                answered = answered & owners or answered
            for number, senses in enumerate(owned):
                if answered >> number & 1:
                    senses |= item.senses
        return owned

    def where(self) -> list[tuple[Span, int]]:
        """What `where_answered` says."""
        spans = (item.span for item in self._there.met)
        return list(zip(spans, self._answered, strict=True))

    def contents(self) -> list[float]:
        """What `contents` says."""
        return [self._here.content(span) for span in self._spans]

    def unanswered(self, span: Span) -> float:
        """What `unanswered` says."""
        return self._there.open(span)

    def answers(self) -> list[tuple[list[int], float]]:
        """What `answers` says of each segment."""
        found = []
        for number, (span, owned) in enumerate(zip(self._spans, self._owned_by, strict=False)):
            places = [
                item.span[0]
                for item, answered in zip(self._there.met, self._answered, strict=True)
                if answered >> number & 1 and not item.senses.isdisjoint(owned)
            ]
            said = (i for i in self._inside[number] if not i.senses.isdisjoint(owned))
            found.append((places, self._here.content(span) - self._here.of(said)))
        return found

    def of_content(self, number: int, span: Span) -> tuple[float, ...]:
        """``content`` to ``open_else_share`` of `FEATURES`."""
        here, there, said = self._here, self._there, self._said[number]
        content, left = here.content(span), here.open(span)
        only = here.of(i for i in self._inside[number] if not i.senses.isdisjoint(said))
        whole, open_source = here.content(here.whole), here.open(here.whole)
        return (
            content,
            left,
            left / max(content, _LEAST_CONTENT),
            there.of(self._only[number]),
            only,
            only / max(content, _LEAST_CONTENT),
            open_source,
            there.open(there.whole),
            whole,
            there.content(there.whole),
            whole - content,
            (open_source - left) / max(whole - content, _LEAST_CONTENT),
        )

    def of_words(self, number: int, weigh: Callable[[str], float]) -> tuple[float, ...]:
        """``words_lost`` to ``apart_heaviest`` of `FEATURES`."""
        said = self._said[number]
        lost = heaviest = left = answered = own = own_heaviest = apart = apart_heaviest = 0.0
        for word in self._words[number]:
            weight = weigh(word.stem)
            if word.senses.isdisjoint(self._target.senses_of_words):
                own, own_heaviest = own + weight, max(own_heaviest, weight)
            if not word.senses.isdisjoint(said):
                answered += weight
            elif word.senses.isdisjoint(self._target.senses) and not any(
                self._here.answered[slice(*word.span)]
            ):
                lost, heaviest = lost + weight, max(heaviest, weight)
                left += self._here.content(word.span)
                if _signs_of(word.senses).isdisjoint(self._target.signs):
                    apart, apart_heaviest = apart + weight, max(apart_heaviest, weight)
        return lost, heaviest, left, answered, own, own_heaviest, apart, apart_heaviest

    def of_taken(self, number: int, weigh: Callable[[str], float]) -> tuple[float, ...]:
        """``taken_things`` to ``taken_word`` of `FEATURES`."""
        owned = self._owned_by[number]
        named = [t.weight for t in self._things[number] if t.senses.isdisjoint(owned)]
        answered = [i.span for i in self._inside[number] if not i.senses.isdisjoint(owned)]
        said = [
            weigh(word.stem)
            for word in self._words[number]
            if word.senses.isdisjoint(owned) and not any(touch(word.span, s) for s in answered)
        ]
        return (
            math.fsum(named),
            max(named, default=0.0),
            math.fsum(said),
            max(said, default=0.0),
        )

    def of_place(self, number: int, span: Span) -> tuple[float, ...]:
        """``room`` to ``room_share`` of `FEATURES`: between the answers of the segments beside."""
        before = next((reach for reach in self._reach[:number][::-1] if reach), None)
        after = next((reach for reach in self._reach[number + 1 :] if reach), None)
        start, end = self._there.whole
        if before and after:
            first, second = sorted((before, after))
            start, end = first[1], max(first[1], second[0])
        elif before:
            start = before[1]
        elif after:
            end = after[0]
        left = self._there.open((start, end))
        content = max(self._here.content(span), _LEAST_CONTENT)
        return self._there.content((start, end)), left, left / content


def _by_segment(items: Iterable[_Placed], spans: Sequence[Span]) -> list[list[_Placed]]:
    """The items that begin in each segment; last those that begin in none."""
    starts = [start for start, _ in spans]
    found: list[list[_Placed]] = [[] for _ in range(len(spans) + 1)]
    for item in items:
        at = bisect_right(starts, item.span[0]) - 1
        found[at if at >= 0 and item.span[0] < spans[at][1] else -1].append(item)
    return found


def _of_things(
    span: Span, said: tuple[Thing, ...], there: frozenset[str]
) -> tuple[float, float, float]:
    """Weights of the things that a clause names: of all lost ones, the heaviest, the answered."""
    inside = [thing for thing in said if span[0] <= thing.start < span[1]]
    others = names_of(thing for thing in said if not span[0] <= thing.start < span[1]) & there
    lost = {thing.senses: thing.weight for thing in inside if not thing.senses & there}
    answered = sum(
        min(thing.weight, _ANSWERED_EACH)
        for thing in inside
        if thing.senses & there and not thing.senses & others
    )
    return sum(lost.values()), max(lost.values(), default=0.0), answered


@functools.lru_cache(maxsize=20_000)
def _signs_of(senses: frozenset[str]) -> frozenset[str]:
    """The Chinese signs that a word may stand for, without those that say little."""
    return frozenset("".join(senses)) - small("zh")


def _covered(items: Iterable[Item], length: int) -> bytearray:
    """For each character whether an item stands on it."""
    covered = bytearray(length)
    for start, end in (item.span for item in items):
        covered[start:end] = b"\1" * (end - start)
    return covered


@functools.cache
def _weights(lang: str) -> tuple[dict[str, float], float]:
    """What is measured of words, and of all that are seldom said together."""
    table = load("coverage")["unanswered"].get(lang, {})
    usual = float(table.get("usual", 1.0))
    known = {}
    if lang != "zh":
        counts = {word: (int(missed), int(seen)) for word, missed, seen in rows("coverage_senses")}
        for stem, senses in stems(lang):
            known[stem] = weight_of((counts.get(s, (0, 0)) for s in senses), math.exp(-usual))
    for weight, raw in table.items():
        if weight != "usual":
            known.update(dict.fromkeys(entries(raw), float(weight)))
    return known, usual


def weight_of(counts: Iterable[tuple[int, int]], usual: float) -> float:
    """The weight of a word from how often the Chinese words that it may stand for are unanswered
    in right translations of all languages, and how often they are said."""
    missed = seen = 0
    for each_missed, each_seen in counts:
        missed, seen = missed + each_missed, seen + each_seen
    return -math.log((missed + DRAWN * usual) / (seen + DRAWN))
