"""Denials that stand in another clause than in the source: "头不疼，肚子疼" the wrong way round."""

from __future__ import annotations

import re
from collections.abc import Callable

from translation.checks.lexicon import fold
from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import clause_end
from translation.types import Span

Reader = Callable[[str], list[Cue]]


_SENTENCE = re.compile(r"[.。!！?？؟](?!\d)")
_SIGN = re.compile(
    r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]|[^\W\d_\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]+"
)
_ADDRESS = 2
"""Signs or words of a clause that only addresses somebody ("doctor")."""
_POLITE = re.compile(
    r"\W*(?:s'il (?:vous|te) pla[iî]t|por favor|пожалуйста|please|من فضلك)\W*$", re.I
)


def moved(
    source: str, target: str, source_lang: str, target_lang: str, readers: dict[str, Reader]
) -> tuple[Span, Span] | None:
    """Where a denial was in the source and where it is now, when it changed its clause.

    Only texts with as many clauses on both sides are compared, and only clauses that either
    plainly deny or hold no word of denial at all.
    """
    here = _clauses(source, clause_end(source_lang), readers[source_lang])
    there = _clauses(target, clause_end(target_lang), readers[target_lang])
    if len(here) != len(there) or len(here) < 2:
        return None
    pairs = list(zip(here, there, strict=True))
    lost = next((a for a, b in pairs if a and b == []), None)
    added = next((b for a, b in pairs if b and a == []), None)
    return (lost[0], added[0]) if lost and added else None


def _clauses(text: str, end: re.Pattern[str], read: Reader) -> list[list[Span] | None]:
    """For each clause its plain denials, or None when it can be read either way."""
    found: list[list[Span] | None] = []
    start = 0
    ends = sorted(m.span() for e in (end, _SENTENCE) for m in e.finditer(fold(text)))
    for stop, after in [*ends, (len(text), len(text))]:
        if len(_SIGN.findall(text[start:stop])) > _ADDRESS and not _POLITE.match(text, start, stop):
            cues = read(text[start:stop])
            plain = [
                (c.span[0] + start, c.span[1] + start) for c in cues if c.demand and NOT in c.kinds
            ]
            found.append(plain if plain or not cues else None)
        start = after
    return found
