"""The hypothesis that most of the others agree with, instead of the likeliest one.

Minimum Bayes risk decoding (Kumar and Byrne 2004) with the overlap of characters and pairs of
characters as the gain, against counts expected over all hypotheses rather than against each of
them (DeNero et al. 2009), which takes a fraction of a millisecond. Single characters and pairs, not
the six lengths of chrF (Popović 2015): on held-out sentences they did as well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from translation.together import Draft

_LENGTHS = (1, 2)
_RECALL = 4.0
"""What is said elsewhere and not here counts four times as much as what is only said here."""
_FLATTER = 3.0
"""Divides the log-probabilities: a small model is far too sure of its first hypothesis."""

_Grams = tuple[Counter[str], ...]


def consensus(drafts: Sequence[Draft]) -> Draft:
    """The draft with the highest expected overlap; the first of equals. ``drafts`` are those of
    one search, the likeliest first; cut and empty ones only count when there is nothing else."""
    whole = [draft for draft in drafts if not draft.cut and draft.text.strip()]
    if len(whole) < 2:
        return (whole or drafts)[0]
    total = [draft.score * (len(draft.tokens) + 1) for draft in whole]
    weights = [math.exp((value - max(total)) / _FLATTER) for value in total]
    grams = [_grams(draft.text) for draft in whole]
    expected = [_expected(weights, [each[n] for each in grams]) for n in range(len(_LENGTHS))]
    gains = [_gain(each, expected) for each in grams]
    return whole[gains.index(max(gains))]


def _grams(text: str) -> _Grams:
    plain = "".join(text.split())
    return tuple(
        Counter(plain[i : i + length] for i in range(len(plain) - length + 1))
        for length in _LENGTHS
    )


def _expected(weights: Sequence[float], counts: Sequence[Counter[str]]) -> dict[str, float]:
    """How often each piece is to be expected in a translation."""
    found: dict[str, float] = {}
    whole = sum(weights)
    for weight, each in zip(weights, counts, strict=True):
        for piece, times in each.items():
            found[piece] = found.get(piece, 0.0) + times * weight / whole
    return found


def _gain(grams: _Grams, expected: Sequence[dict[str, float]]) -> float:
    """F-score of the pieces of one hypothesis against the expected ones."""
    precision = recall = 0.0
    for said, wanted in zip(grams, expected, strict=True):
        if not said or not wanted:
            continue
        shared = sum(min(times, wanted[piece]) for piece, times in said.items())
        precision += shared / said.total()
        recall += shared / sum(wanted.values())
    if not precision + recall:
        return 0.0
    return (1 + _RECALL) * precision * recall / (_RECALL * precision + recall)
