"""Bounds that turn round: "under 100" must not become "over 100", 12岁以下 not "over 12".

A bound belongs to one number: a comparison to the number behind it, 以上 and "or more" to the one
before. Only bounds of the same value are compared, and whether the value itself is still within
makes no difference. A denial turns the comparison behind it ("not over" is at most); where it may
deny something else, the bound may be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translation.checks.bound_words import BoundWords, bound_words, cues
from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity import Quantity
from translation.checks.quantity_compare import comes_again
from translation.checks.text import around
from translation.types import Finding, FindingKind, Span

_SIDE = {
    "above": "above", "least": "above", "not_below": "above",
    "below": "below", "most": "below", "not_above": "below", "within": "below",
}  # fmt: skip
_OTHER = {"above": "below", "below": "above"}
_EITHER = frozenset(_OTHER)
_LIMITS = ("least", "most")
_DENIED = ("not_above", "not_below")
_STOP = re.compile(r"[,，;；。!！?？:：\n؟،؛、()（）](?![0-9])|[.](?![0-9])")
_REACH = 48
"""Signs before a comparison in which a denial may turn it."""
_BEYOND = 16
"""Signs behind a number that may say whom the bound is about, or deny it."""
_MOST = 200
"""Numbers and cues of one text that are looked at."""
_DIGIT = re.compile("[0-9]")
_SPANS = frozenset(("time", "month", "rate"))


@dataclass(frozen=True, slots=True)
class _Number:
    """A quantity and its place in the folded text."""

    quantity: Quantity
    start: int
    end: int

    @property
    def weak(self) -> bool:
        """Whether it may be only what another amount is per: "at most four a day"."""
        quantity = self.quantity
        return quantity.unit == "period" or (quantity.optional and quantity.dimension in _SPANS)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a text says about one number: the sides that it may mean, and whether it denies one."""

    quantity: Quantity
    sides: frozenset[str]
    denied: bool
    span: Span


def compare(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> list[Finding]:
    """``number.bound:below>above`` or the reverse; one at most."""
    for a, b, same in _matched(ours, here, theirs, there):
        turned = _refused(ours, a, theirs, b) if same else not _said_otherwise(ours, a, theirs, b)
        if turned:
            side = min(a.sides)
            if same and _refuses(ours, a):
                side = _OTHER[side]
            message = f"number.bound:{side}>{_OTHER[side]}"
            return [Finding(FindingKind.NUMBER, message, a.span, b.span)]
    return []


def denied_alike(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> list[tuple[Span, Span]]:
    """Places of bounds that are the same, one of them with a denial: 最多 and "not more than"."""
    return [
        (a.span, b.span)
        for a, b, same in _matched(ours, here, theirs, there)
        if same and a.denied is not b.denied
    ]


def answered(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> list[Span]:
    """Places of our bounds whose values the other text bounds too, on either side."""
    return [a.span for a, _, _ in _matched(ours, here, theirs, there)]


def _matched(
    ours: Tokens, here: Sequence[Quantity], theirs: Tokens, there: Sequence[Quantity]
) -> Iterator[tuple[Bound, Bound, bool]]:
    """Bounds of the same value that say one side each, and whether it is the same."""
    if not here or not there:
        return
    if theirs.lexicon.language == "zh" and not list(bounds_of(theirs, there)):
        return  # it is the shorter
    left = list(bounds_of(ours, here))
    right = list(bounds_of(theirs, there)) if left else []
    if not right:
        return
    for a in left:
        answers = [b for b in right if _same_value(a.quantity, b.quantity)]
        said = frozenset().union(*(b.sides for b in answers))
        own = a.sides.union(*(b.sides for b in left if _same_value(a.quantity, b.quantity)))
        one_each = answers and len(said) == len(own) == 1
        if one_each and _unless(ours, a) is _unless(theirs, answers[0]):
            yield a, answers[0], said == own


def _unless(tokens: Tokens, bound: Bound) -> bool:
    """Whether a condition is said the other way round: 除非超过 is also "if not over"."""
    said = bound_words(tokens.lexicon.language).unless.search(tokens.text) is not None
    return said and not _excludes(tokens, bound)


def _said_otherwise(ours: Tokens, a: Bound, theirs: Tokens, b: Bound) -> bool:
    """Whether one text says what follows from the bound of the other.

    "No medicine if it is not over 38" is "medicine only over 38", 不到38度别用 "not below 38".
    A denial that went lost is found by itself.
    """
    if a.denied is b.denied:
        return not a.denied and _refuses(ours, a) is not _refuses(theirs, b)
    one, denied, other, plain = (ours, a, theirs, b) if a.denied else (theirs, b, ours, a)
    return _refuses(other, plain) or (_refuses(one, denied) and _restricts(other, plain))


def _refused(ours: Tokens, a: Bound, theirs: Tokens, b: Bound) -> bool:
    """Whether one text allows something only within a bound in which the other denies it.

    To the check of negation "only" explains a denial, as it does in "not below 38".
    """
    only, no = _restricts(ours, a), _refuses(ours, a)
    return only is not _restricts(theirs, b) and no is not only and only is _refuses(theirs, b)


def _restricts(tokens: Tokens, bound: Bound) -> bool:
    """Whether a text allows something only within a bound."""
    only = bound_words(tokens.lexicon.language).only
    return _beside(tokens, bound, only) or _excludes(tokens, bound)


def _refuses(tokens: Tokens, bound: Bound) -> bool:
    """Whether a text denies anything besides a bound, and does not say "only" by it."""
    return not _excludes(tokens, bound) and _denies(tokens, bound.span)


def _excludes(tokens: Tokens, bound: Bound) -> bool:
    """Whether a denial says "only": "not unless over 38", "not until"."""
    exclusive = bound_words(tokens.lexicon.language).exclusive
    return _beside(tokens, bound, exclusive) and _denies(tokens)


def _beside(tokens: Tokens, bound: Bound, words: re.Pattern[str]) -> bool:
    """Whether one of ``words`` is in the part of the sentence around a bound."""
    start, end = (tokens.offset(at) for at in bound.span)
    return words.search(tokens.text, *around(tokens.text, (start, end), _STOP)) is not None


def _denies(tokens: Tokens, *apart: Span) -> bool:
    """Whether a text denies anything outside the spans ``apart`` and its words of "unless"."""
    words = bound_words(tokens.lexicon.language)
    skip = *apart, *(tokens.place(*m.span()) for m in words.exclusive.finditer(tokens.text))
    return any(
        not any(start <= first and last <= end for start, end in skip)
        for pattern in (words.denial, words.denial_after, words.refusal)
        for cue in cues(pattern, tokens.text, 0, len(tokens.text))
        for first, last in (tokens.place(*cue.span()),)
    )


def _same_value(a: Quantity, b: Quantity) -> bool:
    if comes_again(a) and comes_again(b):
        return False  # "at most once in 4 hours" is at least 4 hours between
    return not a.strict.isdisjoint(b.strict) or not a.loose.isdisjoint(b.loose)


def bounds_of(tokens: Tokens, quantities: Sequence[Quantity]) -> Iterator[Bound]:
    """The bounds of a text with the numbers that they belong to."""
    words = bound_words(tokens.lexicon.language)
    text = tokens.text
    befores, afters = (cues(p, text, 0, len(text))[:_MOST] for p in (words.before, words.after))
    if not befores and not afters:
        return
    numbers = [
        _Number(q, tokens.offset(q.span[0]), tokens.offset(q.span[1]))
        for q in quantities[:_MOST]
        if q.role is not FindingKind.DATE_TIME
    ]
    taken: set[int] = set()
    for cue in befores:
        number = _number_behind(text, cue, numbers, words)
        if number is not None:
            taken.add(cue.start())
            yield _bound(tokens, words, cue, number)
    for cue in afters:
        number = None if cue.start() in taken else _number_before(text, cue, numbers, words)
        if number is not None:
            yield _bound(tokens, words, cue, number)


def _number_behind(
    text: str, cue: re.Match[str], numbers: Sequence[_Number], words: BoundWords
) -> _Number | None:
    """The number that a comparison or a limit stands before."""
    limit = cue.lastgroup in _LIMITS
    before = _number_before(text, cue, numbers, words) if limit else None
    weak: _Number | None = None
    gap, at = "", cue.end()
    for number in numbers:
        if number.start < at:
            continue
        gap += text[at : number.start]
        near = words.fill.fullmatch(gap) is not None
        free = limit and before is None and len(gap) <= words.free and not _STOP.search(gap)
        if not near and not free:
            break
        if not number.weak:
            return number
        weak, at = weak or number, number.end
    return None if before is not None and not before.weak else weak


def _number_before(
    text: str, cue: re.Match[str], numbers: Sequence[_Number], words: BoundWords
) -> _Number | None:
    """The number that 以上, "or more", "at most" stand behind."""
    if cue.lastgroup not in words.after.groupindex:
        return None
    weak: _Number | None = None
    gap, at = "", cue.start()
    for number in reversed(numbers):
        if number.end > at:
            continue
        gap = text[number.end : at] + gap
        if len(gap) > words.behind or _STOP.search(gap) or _DIGIT.search(gap):
            return weak
        if cue.lastgroup == "within" and number.quantity.dimension in _SPANS:
            return None
        if not number.weak:
            return number
        weak, at = weak or number, number.start
    return weak


def _bound(tokens: Tokens, words: BoundWords, cue: re.Match[str], number: _Number) -> Bound:
    """The side that a cue says about its number, turned where it is denied."""
    start, end = min(cue.start(), number.start), max(cue.end(), number.end)
    kind = cue.lastgroup or ""
    side = _SIDE[kind]
    sides, denied = frozenset((side,)), kind in _DENIED
    if kind not in _LIMITS and not denied:
        sides, start, end = _turned(tokens.text, words, side, number, (start, end))
        denied = side not in sides
    return Bound(number.quantity, sides, denied, tokens.place(start, end))


def _turned(
    text: str, words: BoundWords, side: str, number: _Number, span: Span
) -> tuple[frozenset[str], int, int]:
    """The sides after a denial in the same clause, and the span with it."""
    start, end = span
    for denial, between in _denials(text, words, start, end):
        first = denial.start() < start
        turned = words.link.fullmatch(between) is not None
        rest = text[end : end + _BEYOND] if first else text[max(0, start - _BEYOND) : start]
        whom = words.bearer.search(f"{between} | {rest}") or number.quantity.unit == "age"
        if turned and (first or not whom):
            return frozenset((_OTHER[side],)), min(start, denial.start()), max(end, denial.end())
        if not whom:
            return _EITHER, start, end
    return frozenset((side,)), start, end


def _denials(
    text: str, words: BoundWords, start: int, end: int
) -> Iterator[tuple[re.Match[str], str]]:
    """The denials of the clause before and behind a bound, and what stands between."""
    first = max(0, start - _REACH)
    first = max((m.end() for m in _STOP.finditer(text, first, start)), default=first)
    before = cues(words.denial, text, first, start)
    if before:
        yield before[-1], text[before[-1].end() : start]
    stop = _STOP.search(text, end, end + _REACH)
    after = words.denial_after.search(text, end, stop.start() if stop else end + _REACH)
    if after is not None:
        yield after, text[end : after.start()]
