"""The odds that a clause was left out, from the features that `translation.checks.coverage` reads.

They are a sum over small decision trees (``tokens/coverage_trees.tsv``), fitted by
``packaging/checks/fit_coverage.py``: docs/decisions/0015-coverage-of-clauses.md.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from translation.checks.tables import rows

FEATURES = (
    "things_lost",
    "heaviest_thing",
    "things_answered",
    "share",
    "segments_more",
    "clauses_more",
    "segments",
    "content",
    "open",
    "open_share",
    "only_target",
    "only_source",
    "only_share",
    "open_source",
    "open_target",
    "content_source",
    "content_target",
    "content_else",
    "open_else_share",
    "words_lost",
    "heaviest_word",
    "words_open",
    "words_answered",
    "own_lost",
    "own_heaviest",
    "apart_lost",
    "apart_heaviest",
    "taken_things",
    "taken_thing",
    "taken_words",
    "taken_word",
    "room",
    "room_open",
    "room_share",
)
"""What a clause is judged by. Units are words of content; of things and words the weight, a natural
logarithm. ``open`` is what nothing answers, ``only`` what this clause answers and no other does,
``else`` the source without the clause, ``own`` what words alone say, ``apart`` lost words of which
the other text has no Chinese sign either, ``taken`` what is unanswered when each place of the
target answers only the clause that needs it, ``room`` what the target has between the answers of
the clauses beside."""
FIRST = (*FEATURES[:7], "own_lost", "own_heaviest")
"""What needs no comparison of all that both texts say: it tells which clauses need one."""


def odds(values: Sequence[float], least: float = -math.inf) -> float:
    """The natural logarithm of the odds that a clause with these features was left out; less than
    ``least`` without being reckoned to the end where they cannot come to that."""
    return odds_of("coverage_trees", FEATURES, values, least)


def odds_of(
    table: str, names: tuple[str, ...], values: Sequence[float], least: float = -math.inf
) -> float:
    """The odds by the trees of ``table``, whose features have these ``names``."""
    total, trees, most = _trees(table, names)
    for tree, can_add in zip(trees, most, strict=True):
        if total + can_add < least:
            return total + can_add
        feature, value, low, high = tree[0]
        while feature >= 0:
            feature, value, low, high = tree[low if values[feature] <= value else high]
        total += value
    return total


@functools.cache
def _trees(table: str, names: tuple[str, ...]) -> tuple[float, list[list[_Node]], list[float]]:
    """The odds to begin with, trees of nodes: feature, mark, node up to it, node above it; and how
    much each tree and those behind it can add.

    A leaf has the feature -1 and its value for a mark.
    """
    (first,), *lines = rows(table)
    trees = [[_node(node, names) for node in line] for line in lines]
    highest = [max(value for feature, value, _, _ in tree if feature < 0) for tree in trees]
    return float(first), trees, [math.fsum(highest[n:]) for n in range(len(trees))]


_Node = tuple[int, float, int, int]


def _node(written: str, names: tuple[str, ...]) -> _Node:
    parts = written.split(":")
    if len(parts) == 1:
        return -1, float(written), 0, 0
    return names.index(parts[0]), float(parts[1]), int(parts[2]), int(parts[3])
