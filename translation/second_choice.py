"""Another of the model's hypotheses, where the checks find fault with its first.

A beam search has the right number, side or negation among its hypotheses more often than at their
head. The checks know what was lost, and the termbase which symptom, disease or medicine is not
said, so of the other hypotheses the one with the fewest findings is taken, then the one with the
most terms, the model's own order deciding between equals. It is named as reconsidered: the model
itself would have said something else, so a person should look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from glossary.types import TermMatch
from translation.term_constraints import unsaid
from translation.together import Draft

MARGIN = 1.0
"""Mean log-probability of a token by which a hypothesis may be worse than the first."""

Judge = Callable[[str, str, str, str, Sequence[TermMatch]], int]
"""How much is wrong (source, target, source language, target language, terms)."""


def is_faulty(
    judge: Judge,
    sentence: str,
    langs: tuple[str, str],
    terms: Sequence[TermMatch],
    draft: Draft,
) -> bool:
    """Whether another hypothesis is worth a search."""
    return bool(judge(sentence, draft.text, *langs, terms) or unsaid(draft.text, terms, langs[1]))


def second_choice(
    judge: Judge,
    sentence: str,
    langs: tuple[str, str],
    terms: Sequence[TermMatch],
    first: Draft,
    others: Iterable[Draft],
    score: float,
) -> Draft:
    """``first``, or the one of ``others`` with which less is wrong. ``score`` is that of what the
    model would have said."""

    def wrong(draft: Draft) -> tuple[int, int]:
        found = judge(sentence, draft.text, *langs, terms)
        return found, len(unsaid(draft.text, terms, langs[1]))

    best, least = first, wrong(first)
    if least == (0, 0):
        return first
    for draft in others:
        if draft.cut or not draft.text.strip() or draft.score < score - MARGIN:
            continue
        now = wrong(draft)
        if now < least and now[1] <= least[1]:
            best, least = replace(draft, reconsidered=True), now
            if least == (0, 0):
                break
    return best
