"""One thing and not another: "it is tuberculosis, not cancer" the wrong way round.

A Chinese 不是 … 是 … says which of two things is meant; other languages say them in either order.
What each text denies and what it affirms are compared by the things they name.
"""

from __future__ import annotations

from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import BACKWARDS, clause_of
from translation.checks.text import CONTRAST
from translation.checks.things import names_of, things
from translation.types import Span


def crossed(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> tuple[Span, Span] | None:
    """Where each text denies what the other affirms; both must have one plain denial."""
    if not any(CONTRAST.search(text) for text in texts):
        return None
    ours, theirs = _only(here), _only(there)
    if ours is None or theirs is None:
        return None
    denied, said = _parted(texts[0], ours, languages[0])
    refused, meant = _parted(texts[1], theirs, languages[1])
    if denied & refused or not denied & meant or not said & refused:
        return None
    return ours.span, theirs.span


def _only(cues: list[Cue]) -> Cue | None:
    """The one plain denial of a text without another demand."""
    demands = [c for c in cues if c.demand]
    return demands[0] if len(demands) == 1 and NOT in demands[0].kinds else None


def _parted(text: str, cue: Cue, lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The things that a text denies, and those that it affirms."""
    start, end = cue.span
    first, last = clause_of(text, lang, cue.span)
    if lang in BACKWARDS:
        denied, rest = text[first:end], f"{text[:first]} {text[end:]}"
    else:
        denied, rest = text[start:last], f"{text[:start]} {text[last:]}"
    return names_of(things(denied, lang)), names_of(things(rest, lang))
