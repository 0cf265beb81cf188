"""Denials that stand in another clause than in the source, told by the order of the clauses.

What the clauses name is compared first, by `translation.checks.negation_contrast`: languages order
clauses in their own way.
"""

from __future__ import annotations

import re

from translation.checks.polarity import NOT, Cue
from translation.checks.polarity_table import clause_end, so, turn
from translation.checks.things import things
from translation.checks.word_forms import fold
from translation.types import Span

Half = tuple[str, list[Cue]]
_Clause = tuple[list[Span] | None, int]


_SENTENCE = re.compile(r"[.。!！?？؟](?!\d)")
_SIGN = re.compile(
    r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]|[^\W\d_\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]+"
)
NOT_BUT = re.compile(
    r"不是[^。！？!?不]{1,14}[，,](?:而)?是|是[^。！？!?不]{1,14}[，,](?:而)?不是"
    r"|(?:لا|ليس|ليست|لم|لن) [^.؟!]{1,60}[،,] ?بل "
)
"""不是 … 是 …, Arabic لا … بل: other languages say first what it is."""
_ADDRESS = 2
"""Signs or words of a clause that only addresses somebody ("doctor")."""
_LONGER = 2.5
"""So many times as long a part of its text may a clause be as the one that it is compared with."""
_POLITE = re.compile(
    r"\W*(?:迄今为止|到目前为止|截至目前|一般来说|总的来说|另一方面|与此同时|据我所知|就我所知"
    r"|as far as (?:i|we) know|as far as (?:i'm|we're) aware|to (?:the best of )?my knowledge"
    r"|to date|so far|in general|in other words|at the same time|at the moment|on the other hand"
    r"|s'il (?:vous|te) pla[iî]t|por favor|пожалуйста|please|من فضلك)\W*$",
    re.I,
)


def moved(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> tuple[Span, Span] | None:
    """Where a denial was in the source and where it is now, when it changed its clause.

    Only texts with as many clauses on both sides are compared, and only clauses that either
    plainly deny or hold no word of denial at all and that are as long a part of their texts.
    """
    denies = [any(c.demand and NOT in c.kinds for c in cues) for cues in (here, there)]
    if not all(denies) or any(NOT_BUT.search(text) for text in texts):
        return None
    if _condition_moved(texts, languages):
        return None
    ours = _clauses(texts[0], here, clause_end(languages[0]))
    theirs = _clauses(texts[1], there, clause_end(languages[1]))
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    pairs = _paired(ours, theirs)
    lost = next((a for a, b in pairs if a and b == []), None)
    added = next((b for a, b in pairs if b and a == []), None)
    return (lost[0], added[0]) if lost and added else None


def undenied(
    here: list[Cue], there: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> Span | None:
    """The denial of the one clause that the other text affirms, where each has as many clauses."""
    ours = _clauses(texts[0], here, clause_end(languages[0]), 1)
    theirs = _clauses(texts[1], there, clause_end(languages[1]), 1)
    if len(ours) != len(theirs) or len(ours) < 2:
        return None
    lost = [a[0] for a, b in _paired(ours, theirs) if a and b == []]
    return lost[0] if len(lost) == 1 else None


def _paired(
    ours: list[_Clause], theirs: list[_Clause]
) -> list[tuple[list[Span] | None, list[Span] | None]]:
    """What the clauses deny that stand in the same place and are much the same share of it."""
    whole = sum(size for _, size in theirs) / sum(size for _, size in ours)
    return [
        (a, b)
        for (a, size), (b, other) in zip(ours, theirs, strict=True)
        if 1 / _LONGER < whole * size / other < _LONGER
    ]


def _condition_moved(texts: tuple[str, str], languages: tuple[str, str]) -> bool:
    """Whether one text begins with its "if" and the other ends with it."""
    places = []
    for text, lang in zip(texts, languages, strict=True):
        said = [t.start for t in things(text, lang) if "if_so" in t.senses]
        ends = [m.start() for m in clause_end(lang).finditer(fold(text))]
        places.append({sum(end <= at for end in ends) for at in said})
    return all(len(place) == 1 for place in places) and places[0] != places[1]


def halves(text: str, cues: list[Cue], lang: str) -> tuple[Half, Half] | None:
    """What stands before and after the one "but" or "so" of a text, with its denials."""
    turns = [m.span() for m in turn(lang).finditer(fold(text)) if _SIGN.search(text, 0, m.start())]
    if len(turns) != 1:
        return None
    end = turns[0][0]
    first = text[:end], [c for c in cues if c.span[0] < end]
    return first, (text[end:], [shifted(c, -end) for c in cues if c.span[0] >= end])


def turns_alike(texts: tuple[str, str], languages: tuple[str, str]) -> bool:
    """Whether both texts turn with a "but", or both with a "so"."""
    said = [so(lang).search(fold(t)) is None for t, lang in zip(texts, languages, strict=True)]
    return said[0] is said[1]


def shifted(cue: Cue, by: int) -> Cue:
    """The same word of denial in a text that begins elsewhere."""
    return cue._replace(span=(cue.span[0] + by, cue.span[1] + by))


def _clauses(
    text: str, cues: list[Cue], end: re.Pattern[str], least: int = _ADDRESS
) -> list[_Clause]:
    """For each clause its plain denials, or None when it can be read either way, and its size."""
    found: list[_Clause] = []
    start = 0
    ends = sorted(m.span() for e in (end, _SENTENCE) for m in e.finditer(fold(text)))
    for stop, after in [*ends, (len(text), len(text))]:
        size = len(_SIGN.findall(text[start:stop]))
        if size > least and not _POLITE.match(text, start, stop):
            inside = [c for c in cues if start <= c.span[0] < stop]
            plain = [c.span for c in inside if c.demand and NOT in c.kinds]
            found.append((plain if plain or not inside else None, size))
        start = after
    return found
