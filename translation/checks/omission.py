"""Omission: an empty or far too short target, or one in which a clause of the source is missing.

Without attention weights each clause, and each member of a list, has odds of being missing, from
what of it the target answers (`translation.checks.coverage`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from translation.checks import listed, numbers
from translation.checks.clauses import (
    USUAL_LENGTH,
    WORDS_PER_UNIT,
    clauses,
    content,
    segments,
    speaks,
)
from translation.checks.coverage import Weigh, features, telling
from translation.checks.coverage_odds import odds
from translation.checks.measured import measured
from translation.checks.otherwise import rendered
from translation.checks.text import FILLER, sentence_spans, touch
from translation.types import Finding, FindingKind, Span

_SHORT = {"zh": 0.27, "en": 0.45}
"""A target with less content than this share of the source is too short."""
_FEWER = {"zh": 0.45, "en": 0.75}
"""The same for a target with fewer sentences than the source. Both were measured on joined
pairs of the hand-written corpus: at these marks at most one correct pair in a thousand falls."""
_SHORT_ELSE, _FEWER_ELSE = 0.40, 0.70
_SHORT_FROM = 9.0
"""Below this much content a ratio says nothing."""
LEAST, _SURELY = 1.3, 2.0
"""From these odds on a segment counts as missing, in about one of a hundred right pairs that were
made to be hard, in hardly any plain one; and even if a quantity in it is in the target."""
_ENOUGH = (0.3, 0.7, 1.2)
"""Length for what is usual (a natural logarithm) from which a target lost nothing, when it has as
many segments and clauses as the source, one fewer of one of them, or fewer than that. Nearly all
losses found without these marks are found with them."""
_LONG = 60.0
"""Content from which a text is too long for comparing its clauses by what they are about."""
_TURNED = "number.bound:"
"""What numbers say of a bound that turned round: its clause is there."""
_UNSEEN_SHARE = 0.12
"""Attention that a translated clause gets at the least, as a share of what its length would get."""


def check(
    source: str,
    target: str,
    source_lang: str,
    target_lang: str,
    attention: Sequence[Sequence[float]] | None = None,
) -> list[Finding]:
    """``omission.empty``, ``omission.short``, ``omission.sentences:A>B``,
    ``omission.clause`` (a clause, or a member of a list).

    ``attention``, where the translator gives it: a row for each target token with a weight for
    each character of the source; a clause that nothing of the target looked at is missing.
    """
    whole = (0, len(source))
    if not speaks(source):
        return []
    if not speaks(target):
        return [Finding(FindingKind.OMISSION, "omission.empty", whole, None)]
    if source_lang not in WORDS_PER_UNIT or target_lang not in WORDS_PER_UNIT:
        return []
    here, there = content(source, source_lang), content(target, target_lang)
    ratio = there / here
    if here >= _SHORT_FROM and ratio < _SHORT.get(target_lang, _SHORT_ELSE):
        return [Finding(FindingKind.OMISSION, "omission.short", whole, (0, len(target)))]
    said, came = len(sentence_spans(source)), len(sentence_spans(target))
    if came < said and ratio < _FEWER.get(target_lang, _FEWER_ELSE):
        message = f"omission.sentences:{said}>{came}"
        return [Finding(FindingKind.OMISSION, message, whole, (0, len(target)))]
    if attention is not None:
        missing = _unseen(clauses(source, source_lang), attention, len(source))
    else:
        missing = _uncovered(source, target, (source_lang, target_lang))
    return [Finding(FindingKind.OMISSION, "omission.clause", span, None) for span in missing]


def prepare(lang: str) -> None:
    """Read the tables of a language."""
    if lang in WORDS_PER_UNIT:
        measured(" ", lang)


def left_out(
    source: str,
    target: str,
    languages: tuple[str, str],
    weigh: Weigh = telling,
    *,
    closely: bool = False,
) -> list[tuple[Span, tuple[float, ...]]]:
    """The segments of the source that may have been left out, with what speaks for and against it
    (`translation.checks.coverage_odds.FEATURES`); ``closely``: also those that need no closer
    look."""
    here, there = content(source, languages[0]), content(target, languages[1])
    longer = math.log(there / here) + USUAL_LENGTH[languages[0]] - USUAL_LENGTH[languages[1]]
    if here > _LONG or longer >= max(_ENOUGH) or len(parts := segments(source, languages[0])) < 2:
        return []
    segments_more = len(segments(target, languages[1])) - len(parts)

    def clauses_more() -> int:
        return len(clauses(target, languages[1])) - len(clauses(source, languages[0]))

    fewer = max(-segments_more, 0)
    if longer >= _ENOUGH[0] and longer >= _ENOUGH[min(fewer + (clauses_more() < 0), 2)]:
        return []
    numbers_of = range(len(parts)) if closely else None
    texts = source, target
    return features(texts, languages, parts, segments_more, clauses_more, weigh, numbers_of)


def list_members(
    source: str, target: str, languages: tuple[str, str]
) -> list[tuple[Span, tuple[float, ...]]]:
    """The members of lists that may have been left out, with what speaks for and against it
    (`translation.checks.listed.FEATURES`); those without a quantity, which is compared by itself.
    """
    if content(source, languages[0]) > _LONG:
        return []
    members = listed.left_out((source, target), languages)
    kept = _uncounted([span for span, _ in members], source, languages[0])
    return [m for m in members if m[0] in kept]


def _displaced(source: str, target: str, languages: tuple[str, str]) -> list[Span]:
    """The members of lists that have no place in the target, but those with a quantity."""
    if content(source, languages[0]) > _LONG:
        return []
    return _uncounted(listed.displaced((source, target), languages), source, languages[0])


def _uncounted(spans: list[Span], text: str, lang: str) -> list[Span]:
    """Those of ``spans`` in which no quantity stands."""
    counted = [q.span for q in numbers.read(text, lang)[0]] if spans else []
    return [s for s in spans if not any(touch(s, span) for span in counted)]


def _uncovered(source: str, target: str, languages: tuple[str, str]) -> list[Span]:
    """The segments whose loss explains the target better than a translation of all of them."""
    missing = [
        (span, likely)
        for span, values in left_out(source, target, languages)
        if (likely := odds(values, LEAST)) >= LEAST and FILLER not in source[slice(*span)]
    ]
    missing = [m for m in missing if not rendered(m[0], (source, target), languages)]
    found = _without_counted(missing, source, target, languages) if missing else []
    if found or not listed.members(source, languages[0]):
        return found
    members = [s for s, v in list_members(source, target, languages) if listed.missing(v)]
    return [
        span
        for span in members or _displaced(source, target, languages)
        if FILLER not in source[slice(*span)] and not rendered(span, (source, target), languages)
    ]


def _without_counted(
    missing: list[tuple[Span, float]], source: str, target: str, languages: tuple[str, str]
) -> list[Span]:
    """The spans without those whose bounds are in the target, or whose quantities all are.

    What need not be said again ("a month") does not show that the clause is there; where the rest
    of it is surely missing, a quantity does not either, but where a patient says back in the same
    language what was said.
    """
    read, came = (numbers.read(t, n)[0] for t, n in zip((source, target), languages, strict=True))
    keys = frozenset().union(*(q.strict | q.loose for q in came))
    quantities = [
        q.span
        for q in read
        if not (q.optional and q.dimension) and not keys.isdisjoint(q.strict | q.loose)
    ]
    found = numbers.check(source, target, *languages)
    lost = [f.source_span for f in found]
    bounds = numbers.answered_bounds(source, target, *languages)
    bounds += [f.source_span for f in found if f.source_span and f.message.startswith(_TURNED)]

    def counted(span: Span, likely: float) -> bool:
        if any(touch(bound, span) for bound in bounds):
            return True
        return (
            (likely < _SURELY or languages[0] == languages[1])
            and any(touch(q, span) for q in quantities)
            and not any(place is not None and touch(place, span) for place in lost)
        )

    return [span for span, likely in missing if not counted(span, likely)]


def _unseen(
    parts: Sequence[tuple[Span, float]], attention: Sequence[Sequence[float]], length: int
) -> list[Span]:
    total = sum(map(sum, attention))
    if len(parts) < 2 or total <= 0:
        return []
    missing = []
    for (start, stop), _ in parts:
        got = sum(sum(row[start:stop]) for row in attention) / total
        if got < _UNSEEN_SHARE * (stop - start) / length:
            missing.append((start, stop))
    return missing
