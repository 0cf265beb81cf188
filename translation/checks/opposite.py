"""Opposites that trade places: "stop" for "continue", "worse" for "better", "upper" for "lower".

The pairs stand in ``tokens/opposite.toml``. Whether a denial makes the opposite right again
("don't stop" - "continue") is for `translation.checks.negation` to say.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from translation.checks.lexicon import Hit, Lexicon, in_both
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind, Span

_TABLE = "opposite"
_TURNS = "contrary_turns"
"""Words that turn what stands beside them."""
_CONTRARY = (
    "contrary",
    "contrary_degrees",
    "contrary_states",
    "contrary_plain",
    "contrary_leave",
    _TURNS,
)
"""Tables, each read for itself: an entry hides another one only in its own."""
ALLOWED = "allowed"
"""The table of what may and what has to be done; the side b of its sections denies it."""
EXCHANGED = "exchanged"
"""The table that only `translation.checks.said_of_each` reads."""
_SHARED = (_TURNS, EXCHANGED)
"""Tables of which one word may belong to several sections."""
TABLES = (_TABLE, *_CONTRARY, ALLOWED, EXCHANGED)
Sides = dict[str, list[Hit]]
_BOTH = "|"
_UNSURE = "c"
"""The side of words that may stand for either of the other two."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One side of a pair in the source and only the other side in the target."""

    pair: str
    kind: FindingKind
    here: Hit
    there: Hit
    table: str = _TABLE

    @property
    def firm(self) -> bool:
        """Whether no denial beside it makes it right again: "not until", "not even when"."""
        return "firm" in load(self.table)[self.pair]

    @property
    def finding(self) -> Finding:
        """The flip as a finding, ``negation.opposite:stop>continue``."""
        names = load(self.table)[self.pair]["names"]
        shown = ">".join(names["ab".index(hit.name[-1])] for hit in (self.here, self.there))
        key = f"{self.kind.value}.opposite:{shown}"
        return Finding(self.kind, key, self.here.span, self.there.span)


@functools.cache
def _lexicons(lang: str) -> dict[str, Lexicon]:
    return {table: Lexicon(lang, _entries(lang, table)) for table in TABLES}


def _entries(lang: str, name_of_table: str) -> dict[str, list[str]]:
    """Name -> entries; one of `_SHARED` that is in several sections has all their names."""
    several = name_of_table in _SHARED
    names: dict[str, list[str]] = {}
    for name, section in load(name_of_table).items():
        if name == "_hide":
            for form in entries(section.get(lang, "")):
                names.setdefault(form, [name])
            continue
        for side in "abc":
            for form in entries(section.get(side, {}).get(lang, "")):
                said = names.setdefault(form, [])
                if several or not said:
                    said.append(f"{name}.{side}")
    table: dict[str, list[str]] = {}
    for form, found in names.items():
        table.setdefault(_BOTH.join(found), []).append(form)
    return table


def flips(
    source: str, target: str, source_lang: str, target_lang: str, table: str = _TABLE
) -> list[Flip]:
    """The pairs whose one side became the other; a text with both sides of a pair says nothing."""
    both = in_both(_sides_of(table), source, target, source_lang, target_lang)
    if both is None:
        return []
    return _turned(*both, table)


def _turned(here: Sides, there: Sides, table: str) -> list[Flip]:
    found = []
    for pair in here.keys() & there.keys():
        change = _change(here[pair], there[pair])
        if change is not None:
            found.append(Flip(pair, FindingKind(load(table)[pair]["kind"]), *change, table))
    return sorted(found, key=lambda flip: flip.here.span)


@functools.cache
def _sides_of(table: str) -> Callable[[str, str], dict[str, list[Hit]]]:
    return functools.partial(sides, table=table)


def _change(here: list[Hit], there: list[Hit]) -> tuple[Hit, Hit] | None:
    """One side only here and only the other there, or one of two mentions that changed sides."""
    ours, theirs = {h.name for h in here}, {h.name for h in there}
    if any(name[-1] == _UNSURE for name in ours | theirs):
        return None
    if len(ours) == len(theirs) == 1:
        return (here[0], there[0]) if ours != theirs else None
    if len(here) != 2 or len(there) != 2 or len(ours) == len(theirs):
        return None
    return next((a, b) for a, b in zip(here, there, strict=True) if a.name != b.name)


def contraries(source: str, target: str, source_lang: str, target_lang: str) -> list[Flip]:
    """Statements of `_CONTRARY` that the other text turns round, whole as they are."""
    text, lang = (target, target_lang) if target_lang == "zh" else (source, source_lang)
    lexicons = _lexicons(lang)
    return [
        flip
        for table in _CONTRARY
        if lexicons[table].find(text)
        for flip in flips(source, target, source_lang, target_lang, table)
    ]


def _stated(text: str, lang: str) -> dict[str, Sides]:
    """The sides of each of `_CONTRARY` that has words in ``text``."""
    found = ((table, _sides(text, lang, table)) for table in _CONTRARY)
    return {table: here for table, here in found if here}


def rights(source: str, target: str, source_lang: str, target_lang: str) -> list[Flip]:
    """What may, must or need not be done and what is still so, and the other text turns round."""
    return flips(source, target, source_lang, target_lang, ALLOWED)


def said_alike(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[list[Span], list[Span]]:
    """Where both texts say the same by denying it twice: its denials answer each other."""
    spans: tuple[list[Span], list[Span]] = [], []
    here, there = _stated(source, source_lang), _stated(target, target_lang)
    for table in here.keys() & there.keys() - {_TURNS}:  # "not that" answers none by itself
        both = here[table], there[table]
        for pair in both[0].keys() & both[1].keys():
            ours, theirs = ([h.span for h in hits[pair] if h.name[-1] == "a"] for hits in both)
            if len(ours) == len(theirs):
                spans[0].extend(ours)
                spans[1].extend(theirs)
    return spans


@functools.lru_cache(maxsize=64)
def sides(text: str, lang: str, table: str = _TABLE) -> Sides:
    """Pair -> the mentions of its sides in ``text``."""
    return _sides(text, lang, table)


def _sides(text: str, lang: str, table: str) -> Sides:
    found: Sides = {}
    for hit in _lexicons(lang)[table].find(text):
        if table not in _SHARED:
            found.setdefault(hit.name[:-2], []).append(hit)
            continue
        for name in hit.name.split(_BOTH):
            found.setdefault(name[:-2], []).append(hit._replace(name=name))
    return found


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """Opposites of place ("upper" - "lower"); a denial changes nothing about them."""
    return [
        flip.finding
        for flip in flips(source, target, source_lang, target_lang)
        if flip.kind is not FindingKind.NEGATION
    ]
