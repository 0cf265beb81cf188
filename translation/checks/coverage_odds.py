"""The odds that a clause was left out, from the features that `translation.checks.coverage` reads.

They are a sum over small decision trees (``tokens/coverage_trees.tsv``), fitted by
``packaging/checks/fit_coverage.py``: docs/decisions/0015-coverage-of-clauses.md.
"""

from __future__ import annotations

import functools
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


def odds(values: Sequence[float]) -> float:
    """The natural logarithm of the odds that a clause with these features was left out."""
    return odds_of("coverage_trees", FEATURES, values)


def odds_of(table: str, names: tuple[str, ...], values: Sequence[float]) -> float:
    """The odds by the trees of ``table``, whose features have these ``names``."""
    total, trees = _trees(table, names)
    for tree in trees:
        feature, value, low, high = tree[0]
        while feature >= 0:
            feature, value, low, high = tree[low if values[feature] <= value else high]
        total += value
    return total


@functools.cache
def _trees(
    table: str, names: tuple[str, ...]
) -> tuple[float, list[list[tuple[int, float, int, int]]]]:
    """The odds to begin with, and trees of nodes: feature, mark, node up to it, node above it.

    A leaf has the feature -1 and its value for a mark.
    """
    (first,), *lines = rows(table)
    return float(first), [[_node(node, names) for node in line] for line in lines]


def _node(written: str, names: tuple[str, ...]) -> tuple[int, float, int, int]:
    parts = written.split(":")
    if len(parts) == 1:
        return -1, float(written), 0, 0
    return names.index(parts[0]), float(parts[1]), int(parts[2]), int(parts[3])
