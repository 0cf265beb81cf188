"""Omission: an empty or far too short target, or one in which a clause of the source is missing.

Without attention weights each clause has odds of being missing, from how long the target is for
the source, how many clauses it has fewer, and what the clause is about
(`translation.checks.things`) that the target does not name: docs/decisions/0012-lost-clauses.md.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence

from translation.checks import numbers
from translation.checks.list_items import missing as lost_item
from translation.checks.otherwise import rendered
from translation.checks.tables import load
from translation.checks.text import FILLER, sentence_spans
from translation.checks.things import Thing, names_of, things
from translation.types import Finding, FindingKind, Span

_DENSE = r"\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3\u0e00-\u0e7f"
"""Scripts whose characters are counted one by one."""
_WORD = re.compile(rf"[{_DENSE}]|[^\W_{_DENSE}]+(?:[.,][0-9]+)*")

WORDS_PER_UNIT = {
    "zh": 1.55,
    "en": 1.0,
    "ja": 2.0,
    "ko": 1.75,
    "fr": 1.12,
    "es": 1.0,
    "ru": 0.9,
    "ar": 0.8,
}
"""How many units (a character of Chinese, a word elsewhere) say as much as one English word.
Measured on Tatoeba's pairs with English and on TICO-19."""
_SHORT = {"zh": 0.27, "en": 0.45}
"""A target with less content than this share of the source is too short."""
_FEWER = {"zh": 0.45, "en": 0.75}
"""The same for a target with fewer sentences than the source. Both were measured on joined
pairs of the hand-written corpus: at these marks at most one correct pair in a thousand falls."""
_SHORT_ELSE, _FEWER_ELSE = 0.40, 0.70
_SHORT_FROM = 9.0
"""Below this much content a ratio says nothing."""
_CLAUSE_END = re.compile(
    r"[，,;；、؛،。.!！?？؟\n]+(?!\d)"
    r"|(?<!\w)(?:and|or|but|then|et|mais|puis|ou|(?<!il )(?<!['’])y|e|o|u|pero|luego)(?!\w)"
    r"|(?<!\w)(?:и|или|а|но|потом|ثم|لكن|أو)(?!\w)"
    r"|(?<!\w)و(?=\w{3})|(?<=[가-힣][고서])(?<!에서)(?<!께서) (?![있계싶]|나서)"
    r"|(?<=[가-힣][며면]) (?!(?:절대로? )?(?:안 ?)?[되돼됩])"
    r"|(?<=는데) |(?<=지만) "
    r"|(?:(?<=て)|(?<=[んい]で))(?!済)(?<!として)(?<!とって)(?<!ついて)(?<!よって)(?<!対して)(?<!関して)(?<!始めて)(?<!はじめて)(?=[^、。くいおまもはのき下])|并且|而且|或者?|还有|还(?=[有做会])|后来"
)
_CLAUSE_FROM = 1.2
"""A clause with less content (in English words) is an interjection."""
_MEAN = {
    "zh": 0.0,
    "en": 0.27,
    "ru": 0.06,
    "ar": 0.26,
    "ko": 0.25,
    "ja": 0.27,
    "fr": 0.22,
    "es": 0.14,
}
"""Natural logarithm of the content of a right translation of Chinese over that of its source.
Measured on the phrases and on the starter corpus, as is the spread around it."""
_SPREAD = ((6.0, 0.32), (10.0, 0.28), (16.0, 0.24))
_SPREAD_LONG = 0.21
_MODEL = {
    "base": -4.10,
    "length": 0.68,
    "lost": 0.45,
    "heaviest": 0.78,
    "answered": -0.31,
    "share": 2.29,
    "fewer": 0.73,
    "fewer_and_nothing_answered": 2.10,
    "clauses": -1.76,
}
"""Of the odds that a clause is missing (natural logarithm): fitted to half of the right pairs of
the phrases, the corpus and the accuracy sets, whole and with a clause taken away (some 11,000
times), and to 900 long and free ones (TICO-19)."""
_LEAST = 1.3
"""From these odds on a clause counts as missing: in about seven of a thousand right pairs."""
_MOST_OF_LENGTH = (-6.0, 10.0)
_MOST_LOST, _HEAVIEST = 8.0, 3.5
_MOST_ANSWERED, _ANSWERED_EACH = 8.0, 2.5
_HOPELESS = _LEAST - _MODEL["lost"] * 5.0 - _MODEL["heaviest"] * 3.0
"""Below these odds nothing that a clause names is likely to bring it to the mark."""
_LONG = 60.0
"""Content from which a text is too long for comparing its clauses by what they are about."""
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
    ``omission.clause`` and ``omission.item`` (a member of a list).

    ``attention``, where the translator gives it: a row for each target token with a weight for
    each character of the source; a clause that nothing of the target looked at is missing.
    """
    whole = (0, len(source))
    if not _WORD.search(source):
        return []
    if not _WORD.search(target):
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
    clauses = _clauses(source, source_lang) if _CLAUSE_END.search(source) else []
    if attention is not None:
        missing = _unseen(clauses, attention, len(source))
    else:
        missing = _uncovered(clauses, source, target, (source_lang, target_lang), here, ratio)
    if missing:
        return [Finding(FindingKind.OMISSION, "omission.clause", span, None) for span in missing]
    item = lost_item(source, target, (source_lang, target_lang))
    return [Finding(FindingKind.OMISSION, "omission.item", item, None)] if item else []


def content(text: str, lang: str) -> float:
    """How much a text says, in English words."""
    return len(_WORD.findall(text)) / WORDS_PER_UNIT[lang]


@functools.cache
def _courtesy(lang: str) -> re.Pattern[str]:
    """Words of politeness with the comma that stands before or after them."""
    words = load("thing_weight")["courtesy"].get(lang, "(?!)").replace("_", " ")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _clauses(source: str, lang: str) -> list[tuple[Span, float]]:
    """The clauses that say something, with their share of the content."""
    found: list[tuple[Span, float]] = []
    start = 0
    source = _courtesy(lang).sub(lambda m: " " * len(m[0]), source)
    for stop, after in [*(m.span() for m in _CLAUSE_END.finditer(source)), (len(source),) * 2]:
        if (size := content(source[start:stop], lang)) >= _CLAUSE_FROM:
            found.append(((start, stop), size))
        start = after
    total = sum(size for _, size in found)
    return [(span, size / total) for span, size in found]


def _uncovered(
    clauses: list[tuple[Span, float]],
    source: str,
    target: str,
    languages: tuple[str, str],
    here: float,
    ratio: float,
) -> list[Span]:
    """The clauses whose loss explains the target better than a translation of all of them.

    Evidence is summed in natural logarithms: the target's length for either case, the clause's
    things that are not in the target, and those that are. ``here`` is the content of the source,
    ``ratio`` that of the target for it.
    """
    if len(clauses) < 2 or here > _LONG:
        return []
    longer = math.log(ratio) + _MEAN[languages[0]] - _MEAN[languages[1]]
    wide = 2 * next((s for most, s in _SPREAD if here < most), _SPREAD_LONG) ** 2
    fewer = len(_clauses(target, languages[1])) < len(clauses)
    each = (
        _MODEL["base"] + _MODEL["clauses"] * (math.log(len(clauses)) - 1) + _MODEL["fewer"] * fewer
    )
    odds = [(span, each + _of_length(longer, share, wide)) for span, share in clauses]
    if max(value for _, value in odds) < _HOPELESS - fewer * _MODEL["fewer_and_nothing_answered"]:
        return []
    said, there = things(source, languages[0]), names_of(things(target, languages[1]))
    missing = [
        span
        for span, value in odds
        if value + _of_things(span, said, there, fewer) >= _LEAST
        and FILLER not in source[slice(*span)]
    ]
    missing = [s for s in missing if not rendered(s, (source, target), languages)]
    return _without_counted(missing, source, target, languages) if missing else []


def _without_counted(
    missing: list[Span], source: str, target: str, languages: tuple[str, str]
) -> list[Span]:
    """The spans without those whose quantities are all in the target.

    What need not be said again ("a month") does not show that the clause is there.
    """
    read, came = (numbers.read(t, n)[0] for t, n in zip((source, target), languages, strict=True))
    keys = frozenset().union(*(q.strict | q.loose for q in came))
    quantities = [
        q.span
        for q in read
        if not (q.optional and q.dimension) and not keys.isdisjoint(q.strict | q.loose)
    ]
    lost = [f.source_span for f in numbers.check(source, target, *languages)]

    def counted(span: Span) -> bool:
        return any(_touches(q, span) for q in quantities) and not any(
            place is not None and _touches(place, span) for place in lost
        )

    return [span for span in missing if not counted(span)]


def _touches(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _of_length(longer: float, share: float, wide: float) -> float:
    """Odds by a clause's share of the text and by the target's length with and without it."""
    without = math.log(1 - share) if share < 1 else -math.inf
    of_length = (longer**2 - (longer - without) ** 2) / wide
    least, most = _MOST_OF_LENGTH
    return _MODEL["length"] * min(max(of_length, least), most) + _MODEL["share"] * share


def _of_things(span: Span, said: tuple[Thing, ...], there: frozenset[str], fewer: bool) -> float:
    """What the things that a clause names add to the odds."""
    inside = [thing for thing in said if span[0] <= thing.start < span[1]]
    others = names_of(thing for thing in said if not span[0] <= thing.start < span[1]) & there
    lost = {thing.senses: thing.weight for thing in inside if not thing.senses & there}
    answered = sum(
        min(thing.weight, _ANSWERED_EACH)
        for thing in inside
        if thing.senses & there and not thing.senses & others
    )
    return (
        _MODEL["lost"] * min(sum(lost.values()), _MOST_LOST)
        + _MODEL["heaviest"] * min(max(lost.values(), default=0.0), _HEAVIEST)
        + _MODEL["answered"] * min(answered, _MOST_ANSWERED)
        + _MODEL["fewer_and_nothing_answered"] * (fewer and not answered)
    )


def _unseen(
    clauses: list[tuple[Span, float]], attention: Sequence[Sequence[float]], length: int
) -> list[Span]:
    total = sum(map(sum, attention))
    if len(clauses) < 2 or total <= 0:
        return []
    missing = []
    for (start, stop), _ in clauses:
        got = sum(sum(row[start:stop]) for row in attention) / total
        if got < _UNSEEN_SHARE * (stop - start) / length:
            missing.append((start, stop))
    return missing
