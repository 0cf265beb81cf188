"""The look of a text that was corrected: what stays at both ends keeps its look."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

L = TypeVar("L")


def recast(old: str, looks: Sequence[L], new: str) -> list[tuple[str, L]]:
    """``new`` in stretches of one look; ``looks`` are those of the signs of ``old``, not none.

    What is new looks like what stood in its place.
    """
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    rest = most - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    place = looks[min(start, len(looks) - 1)]
    between = [place] * (len(new) - start - end)
    signs = [*looks[:start], *between, *looks[len(old) - end :]]
    groups = groupby(range(len(new)), key=lambda at: id(signs[at]))
    places = [list(group) for _, group in groups]
    return [(new[group[0] : group[-1] + 1], signs[group[0]]) for group in places]
