"""Whose place a segment of the target is, where several members of a list could have it.

Words of lists are alike: "card" answers the identity card and the insurance card, "function" the
liver and the kidneys. A place belongs to those that answer the whole of it, and within a segment
to those that also have something there of their own. A member without a place, between others
whose segments say nothing more, was left out.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from translation.checks.clauses import Segment
from translation.checks.coverage import unanswered, where_answered
from translation.types import Span


class Place(NamedTuple):
    """A segment of the target: the segments of the source that it may say and those that nothing
    else in it could be, as bits; how much of it answers nothing."""

    said: int
    own: int
    open: float


def places(
    texts: tuple[str, str],
    languages: tuple[str, str],
    parts: tuple[Segment, ...],
    replies: Sequence[Segment],
) -> list[Place]:
    """What each segment of the target says of the source's."""
    met = _whole(where_answered(texts, languages, parts))
    found = []
    for span, _ in replies:
        inside = [bits for place, bits in met if span[0] <= place[0] < span[1]]
        own = said = 0
        for bits in inside:
            if bits & (bits - 1) == 0:
                own |= bits
        for bits in inside:
            said |= bits & own or bits
        found.append(Place(said, own, unanswered(texts, languages, parts, span)))
    return found


def without_place(
    listed: range,
    found: Sequence[Place],
    joints: Sequence[str],
    content: Sequence[float],
    lacks: Sequence[float],
) -> list[int]:
    """The members of a list that no segment of the target says, though others of the list follow
    each other in one and the segments around them have no room.

    ``joints``: what joins each segment of the target to the next as members of a list;
    ``content``: how much each segment of the source says; ``lacks``: how much of it is unanswered.
    """
    whole = sum(1 << number for number in listed)
    if not whole & ~functools.reduce(or_, (place.said for place in found), 0):
        return []
    if not any(
        joint and _several(here.own & whole, there.own & whole)
        for joint, (here, there) in zip(joints, pairwise(found), strict=True)
    ):
        return []
    lacking = sum(lacks[n] for n in listed)
    return [
        n
        for n in listed
        if not any(place.said >> n & 1 for place in found)
        and not _room(n, listed, found, content[n] + lacking - lacks[n])
    ]


def _several(here: int, there: int) -> bool:
    """Whether two segments say different members."""
    return bool(here and there) and (here | there).bit_count() > 1


def _room(number: int, listed: range, found: Sequence[Place], needed: float) -> bool:
    """Whether one of the segments around the answers of the members beside one may say it: it
    is nobody's, or they have so much that answers nothing."""
    near = sum(1 << n for n in (number - 1, number + 1) if n in listed)
    beside = {at for at, place in enumerate(found) if place.own & near}
    around = {at + step for at in beside for step in (-1, 0, 1)} & set(range(len(found)))
    return (
        not beside
        or not all(found[at].own for at in around)
        or sum(found[at].open for at in around) >= needed
    )


def _whole(met: Sequence[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """The answers; one within a longer one answers only what that one answers too."""
    kept: list[tuple[Span, int]] = []
    for span, bits in sorted(met, key=lambda m: (m[0][0] - m[0][1], m[1].bit_count())):
        for around, of_it in kept:
            if around[0] <= span[0] and span[1] <= around[1]:
                bits &= of_it
        if bits:
            kept.append((span, bits))
    return kept
