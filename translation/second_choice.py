"""Another of the model's hypotheses, where the checks find fault with its first.

A beam search has the right number, side or negation among its hypotheses more often than at their
head. The checks know what was lost, and the termbase which symptom, disease or medicine is not
said, so of the other hypotheses the one with the fewest findings is taken, then the one with the
most terms, the model's own order deciding between equals. It is named as reconsidered: the model
itself would have said something else, so a person should look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from glossary.types import TermMatch
from translation.term_constraints import unsaid
from translation.together import Draft

MARGIN = 1.0
"""Mean log-probability of a token by which a hypothesis may be worse than the first."""

Judge = Callable[[str, str, str, str, Sequence[TermMatch]], int]
"""How much is wrong (source, target, source language, target language, terms)."""


Faults = tuple[int, int]
"""Findings of the checks, and wanted terms that are not said."""
NONE: Faults = (0, 0)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses between translations of one sentence with the terms that are wanted in it."""

    judge: Judge
    sentence: str
    langs: tuple[str, str]
    terms: Sequence[TermMatch]

    def faults(self, draft: Draft) -> Faults:
        """What is wrong with a draft."""
        found = self.judge(self.sentence, draft.text, *self.langs, self.terms)
        return found, len(unsaid(draft.text, self.terms, self.langs[1]))

    def better(
        self, first: Draft, least: Faults, others: Iterable[Draft], score: float
    ) -> tuple[Draft, Faults]:
        """``first``, whose faults are ``least``, or the one of ``others`` with which less is wrong,
        and its faults. ``score`` is that of what the model would have said."""
        best = first
        for draft in others if least != NONE else ():
            if draft.cut or not draft.text.strip() or draft.score < score - MARGIN:
                continue
            now = self.faults(draft)
            if now < least and now[1] <= least[1]:
                best, least = replace(draft, reconsidered=True), now
            if least == NONE:
                break
        return best, least
