"""Two things that traded places: "the spleen is normal, the liver is enlarged" the wrong way round.

Both texts name the same two, in the other order. Languages order clauses, so what else the
clauses name decides: in a right translation it stands with the same one of the two. Where one of
the two is denied, that decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.lexicon import Hit
from translation.checks.negation import READERS
from translation.checks.negation_contrast import scope
from translation.checks.text import CONTRAST, around
from translation.checks.things import names_of, things

_CLAUSE_END = re.compile(r"[,，;；。.!！?？،؛、](?!\d)")
_CONTRAST = re.compile(f"{CONTRAST.pattern}|除了|除外|以外|之外")
"""Which of the two is not meant other checks say; what is excepted stands before or after."""
_LONG = 160
"""Signs of both texts together from which the order of the clauses says too little."""

Text = tuple[str, str]
"""A text and its language."""


def traded(
    here: Sequence[Hit], there: Sequence[Hit], source: Text, target: Text, apart: bool = True
) -> tuple[Hit, Hit] | None:
    """The first of two that ``here`` names and what stands in its place, when they traded places.

    ``apart``: each of the two must have a clause of its own in both texts.
    """
    ours, theirs = _first_mentions(here), _first_mentions(there)
    if [hit.name for hit in ours] != [hit.name for hit in reversed(theirs)] or len(ours) != 2:
        return None
    if len(source[0]) + len(target[0]) > _LONG:
        return None
    if any(_CONTRAST.search(text) for text, _ in (source, target)):
        return None
    no, neither = _denied(source, ours), _denied(target, theirs)
    if no is not None and neither is not None:
        return (ours[0], theirs[0]) if no != neither else None
    if _in_one_clause(source[0], ours) or _in_one_clause(target[0], theirs):
        return None if apart else (ours[0], theirs[0])
    stayed, went = kept_company(ours, theirs, source, target)
    return (ours[0], theirs[0]) if stayed <= went else None


def kept_company(
    ours: Sequence[Hit], theirs: Sequence[Hit], source: Text, target: Text
) -> tuple[int, int]:
    """Of two that stand in the other order in the target: how many things that their clauses name
    besides stand with the same one of the two as in the source, and how many with the other."""
    if len(ours) != 2 or len(theirs) != 2:
        return 0, 0
    (first, second), (third, fourth) = _named(source, ours), _named(target, theirs)
    return len(first & fourth) + len(second & third), len(first & third) + len(second & fourth)


def _in_one_clause(text: str, hits: Sequence[Hit]) -> bool:
    first, second = (around(text, hit.span, _CLAUSE_END) for hit in hits)
    return first == second


def _first_mentions(hits: Sequence[Hit]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.name, hit)
    return list(found.values())


def _denied(text: Text, hits: Sequence[Hit]) -> str | None:
    """The one of the two that stands in a clause that denies, when the other does not."""
    said, lang = text
    if lang not in READERS:
        return None
    denied = [scope(said, cue.span, lang) for cue in READERS[lang](said) if cue.demand]
    names = {h.name for h in hits if any(start <= h.span[0] < end for start, end in denied)}
    return names.pop() if len(names) == 1 else None


def _named(text: Text, hits: Sequence[Hit]) -> tuple[frozenset[str], frozenset[str]]:
    """What only the clause of the first and only that of the second names besides the two."""
    clauses = [around(text[0], hit.span, _CLAUSE_END) for hit in hits]
    rest = [
        thing
        for thing in things(*text)
        if not any(hit.span[0] <= thing.start < hit.span[1] for hit in hits)
    ]
    a, b = (names_of(t for t in rest if start <= t.start < end) for start, end in clauses)
    return a - b, b - a
