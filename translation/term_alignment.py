"""Which piece of the output belongs to a piece of the source, from the model's attention."""

from __future__ import annotations

from collections.abc import Sequence

_SPACE = "▁"
_SHARE = 0.5
"""A neighbour of the strongest token belongs to the term with at least so much of its weight."""
_WEAKEST = 0.15
"""Below this the model looked elsewhere for every token: nothing is aligned."""


def source_tokens(tokens: Sequence[str], word: str, occurrence: int = 0) -> tuple[int, int] | None:
    """The tokens (first, last exclusive) that spell ``word``; None where they do not."""
    signs: list[str] = []
    owners: list[int] = []
    for number, token in enumerate(tokens):
        if token.startswith(("<", "__", ">>")) and len(token) > 3:
            continue
        for sign in token.replace(_SPACE, " ").lower():
            if sign != " ":
                signs.append(sign)
                owners.append(number)
    text, wanted = "".join(signs), "".join(word.lower().split())
    at = -1
    for _ in range(occurrence + 1):
        at = text.find(wanted, at + 1)
        if at < 0 or not wanted:
            return None
    return owners[at], owners[at + len(wanted) - 1] + 1


def aligned(
    attention: Sequence[Sequence[float]], span: tuple[int, int], tokens: Sequence[str]
) -> tuple[int, int] | None:
    """The output tokens that look at the source tokens ``span`` most, as whole words.

    ``attention`` holds, for each output token, its weight on each source token. None when no
    token looks there.
    """
    weights = [sum(row[span[0] : span[1]]) for row in attention[: len(tokens)]]
    if not weights or max(weights) < _WEAKEST:
        return None
    first = weights.index(max(weights))
    last = first + 1
    limit = _SHARE * weights[first]
    while first > 0 and weights[first - 1] >= limit:
        first -= 1
    while last < len(weights) and weights[last] >= limit:
        last += 1
    return _whole_words(tokens, first, last)


def _whole_words(tokens: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Where words are written apart, a span does not begin or end in the middle of one."""
    if not any(token.startswith(_SPACE) for token in tokens[1:]):
        return first, last
    while first > 0 and not tokens[first].startswith(_SPACE):
        first -= 1
    while last < len(tokens) and not tokens[last].startswith(_SPACE) and tokens[last].isalpha():
        last += 1
    return first, last
