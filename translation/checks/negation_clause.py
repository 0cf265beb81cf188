"""A denial that its own clause lost, while a denial of another clause seems to answer it.

As many words deny in "It doesn't hurt lying down, but sitting up is hard" as in 躺着疼，坐起来不行.
Only texts with as many clauses are compared, clause by clause, and only clauses that name the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from translation.checks.clauses import content
from translation.checks.negation_match import BOUNDS, reached, unanswered
from translation.checks.negation_order import shifted
from translation.checks.otherwise import softened
from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import STRONG
from translation.checks.things import things
from translation.checks.vocabulary import words

Texts = tuple[str, str]
Languages = tuple[str, str]

_PAUSE = r"[,，;；:：、؛،。.!！?？؟\n—](?!\d)"
_PAUSES = {"zh": r"[,，;；:：。.!！?？\n—](?!\d)"}
"""In Chinese 、 stands between items of a list."""
_LONGER = 2.5
"""So many times as large a share of its text may a clause be as the one it is compared with."""
VAGUE = frozenset(
    "day week month year hour minute today tomorrow lately now can allow off_food".split()
)
"""Things that a clause names beside what it speaks of."""
_MAY_DENY = (
    STRONG
    | BOUNDS
    | frozenset(
        "asked discard exclude fine free hold_off hold_on intact isolated keep light_color notonly"
        " off only promptly refuse remember stop unclosed unopened useless yet".split()
    )
)
"""Classes of words that say a denial without one: a clause with one of them affirms nothing."""

_MOST = 24
"""More clauses than a sentence has: a text without full stops is not compared clause by clause."""
WITHOUT = frozenset(("free", "off", "without"))
"""Classes of "without", which may stand for a clause of its own: "without it …" is 不做的话，…"""


class _Clause(NamedTuple):
    """A clause: what stands in it, its words of denial, what it names, its share of the text."""

    text: str
    cues: list[Cue]
    start: int
    names: frozenset[str]
    share: float


def affirmed(these: list[Cue], those: list[Cue], texts: Texts, languages: Languages) -> Cue | None:
    """The plain denial of ``these`` whose clause the other text says without one."""
    if sum(map(_plain, these)) <= sum(map(_plain, those)):
        return None
    clauses = [*map(_clauses, texts, (these, those), languages)]
    if len(clauses[0]) < 2 or len(clauses[0]) != len(clauses[1]):
        return None
    if any(reached(cue, those, texts[1], languages[1]) for cue in those if cue.demand):
        return None
    pairs = list(zip(*clauses, strict=True))
    lost = next((a for a, b in pairs if _affirms(b, a, languages)), None)
    if lost is None or any(_unlike(b, a, languages[::-1]) for a, b in pairs if a is not lost):
        return None
    cue = next(c for c in lost.cues if c.demand)
    said = frozenset().union(*(c.kinds for c in those)) - {NOT}
    if not cue.kinds.isdisjoint(said):
        return None
    place = shifted(cue, lost.start).span
    left = softened(these, those, texts, languages)
    return next((c for c in left if c.demand and c.span == place), None)


def _affirms(clause: _Clause, denied: _Clause, languages: Languages) -> bool:
    """Whether ``clause`` says without any denial what ``denied`` denies once."""
    demands = [c for c in denied.cues if c.demand]
    return (
        len(demands) == 1
        and _plain(demands[0])
        and demands[0].kinds.isdisjoint(WITHOUT)
        and not denied.names.isdisjoint(clause.names)
        and not any(c.demand or not c.kinds.isdisjoint(_MAY_DENY) for c in clause.cues)
        and 1 / _LONGER < denied.share / clause.share < _LONGER
        and _unlike(denied, clause, languages)
    )


def _unlike(ours: _Clause, theirs: _Clause, languages: Languages) -> bool:
    return unanswered(ours.cues, theirs.cues, (ours.text, theirs.text), languages) is not None


def _plain(cue: Cue) -> bool:
    return cue.demand and NOT in cue.kinds and cue.kinds.isdisjoint(BOUNDS)


def _clauses(text: str, cues: Iterable[Cue], lang: str) -> list[_Clause]:
    """The clauses of a text, each with the names that no other one has."""
    named = [(t.start, t.senses) for t in things(text, lang)]
    named += [(w.span[0], w.senses) for w in words(text, lang)]
    whole = content(text, lang)
    found: list[_Clause] = []
    spans = list(_spans(text, lang))
    if len(spans) > _MOST:
        return []
    for start, end in spans:
        inside = [shifted(c, -start) for c in cues if start <= c.span[0] < end]
        names = frozenset().union(*(n for at, n in named if start <= at < end)) - VAGUE
        share = content(text[start:end], lang) / whole
        found.append(_Clause(text[start:end], inside, start, names, share))
    return [
        clause._replace(names=clause.names.difference(*(c.names for c in found if c is not clause)))
        for clause in found
    ]


def _spans(text: str, lang: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop, after in [*(m.span() for m in _end(lang).finditer(text)), (len(text),) * 2]:
        if content(text[start:stop], lang):
            yield start, stop
        start = after


@functools.cache
def _end(lang: str) -> re.Pattern[str]:
    return re.compile(_PAUSES.get(lang, _PAUSE))
