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

_RECALL = 4.0
"""What is said elsewhere and not here counts four times as much as what is only said here."""
_FLATTER = 1.5
"""Divides the log-probabilities: a small model is far too sure of its first hypothesis."""
_SPACE = "\u2581"
"""Sentencepiece's sign for a space."""


def consensus(hypotheses: Sequence[Sequence[str]], scores: Sequence[float]) -> int:
    """The place of the hypothesis with the highest expected overlap; the first of equals.

    ``hypotheses`` are the tokens of those of one search, the likeliest first, ``scores`` their mean
    log-probabilities of a token. Empty ones do not vote; 0 where there is nothing to choose.
    """
    texts = ["".join(tokens).replace(_SPACE, "") for tokens in hypotheses]
    voters = [at for at, text in enumerate(texts) if text.strip()]
    if len(voters) < 2:
        return voters[0] if voters else 0
    total = [scores[at] * (len(hypotheses[at]) + 1) for at in voters]
    weights = [math.exp((value - max(total)) / _FLATTER) for value in total]
    pieces = [_pieces(texts[at]) for at in voters]
    expected = _expected(weights, pieces)
    length = sum(expected.values())
    gains = [_gain(each, expected, length) for each in pieces]
    return voters[gains.index(max(gains))]


def _pieces(text: str) -> Counter[str]:
    """The characters of a text and the pairs of neighbours."""
    return Counter([*text, *map(str.__add__, text, text[1:])])


def _expected(weights: Sequence[float], counts: Sequence[Counter[str]]) -> dict[str, float]:
    """How often each piece is to be expected in a translation."""
    found: dict[str, float] = {}
    whole = sum(weights)
    for weight, each in zip(weights, counts, strict=True):
        share = weight / whole
        for piece, times in each.items():
            found[piece] = found.get(piece, 0.0) + times * share
    return found


def _gain(pieces: Counter[str], expected: dict[str, float], length: float) -> float:
    """F-score of the pieces of one hypothesis against the expected ones."""
    shared = sum([min(times, expected[piece]) for piece, times in pieces.items()])
    precision, recall = shared / pieces.total(), shared / length
    return (1 + _RECALL) * precision * recall / (_RECALL * precision + recall)
