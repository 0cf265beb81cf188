"""What each text says of every allergen that it names: that it does harm, or that it does none.

"Allergic to shrimp, crab is fine" the wrong way round has the same words and as many denials. So
each allergen is read with its clause, or with the next one where its own says nothing of it, and
two readings that contradict each other are an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.negation import READERS
from translation.types import Span

_TABLE = "allergy_words"
_EXCEPTED = re.compile(
    r"除|唯独|只有|apart from|aside|except|other than|besides|(?:no|any)thing but|à part|hormis"
    r"|sauf|en dehors|aparte|salvo|excepto|menos |кроме|помимо|исключени|باستثناء|عدا|سوى|إلا|외에"
    r"|말고|제외|빼고|밖에|以外|のほか|除い|しか",
    re.IGNORECASE,
)
"""What makes one of all: what holds for it cannot be told from its clause."""
_UNCLEAR = frozenset(("double", "asked"))
_FINE = frozenset(("fine", "noallergy"))


class Clauses:
    """One text in clauses, to be asked what it says of the allergens in it.

    ``ends`` are the places where a clause ends; ``bad`` where a word for an allergy or for what one
    looks like stands, ``over`` where one for an allergy that is past.
    """

    def __init__(
        self, text: str, lang: str, ends: Sequence[int], bad: Sequence[int], over: Sequence[int]
    ) -> None:
        self._spans = list(zip((-1, *ends), (*ends, len(text)), strict=True))
        self._bad, self._over = bad, over
        self._cues = READERS[lang](text) if lang in READERS else []
        self._said = concept_lexicon(_TABLE, lang).find(text)

    def standing(self, allergens: Sequence[Hit]) -> list[tuple[Hit, bool]]:
        """The allergens of which the text says whether they do harm, and what it says."""
        found = []
        for hit in allergens:
            at = next(i for i, (_, end) in enumerate(self._spans) if hit.span[0] < end)
            harm = self._harm(self._spans[at])
            if harm is None and at + 1 < len(self._spans):
                start, end = self._spans[at + 1]
                if not any(start < other.span[0] < end for other in allergens):
                    harm = self._harm((start, end))
            if harm is not None:
                found.append((hit, harm))
        return found

    def _harm(self, clause: Span) -> bool | None:
        """What a clause says of the allergens in it, None when nothing is clear."""
        inside = [c for c in self._cues if _within(c.span[0], clause)]
        kinds = frozenset[str]().union(*(c.kinds for c in inside))
        if kinds & _UNCLEAR:
            return None
        said = {h.name for h in self._said if _within(h.span[0], clause)}
        if "harmful" in said:
            return None if "borne" in said else True
        if kinds & _FINE or "borne" in said or any(_within(at, clause) for at in self._over):
            return False
        if any(_within(at, clause) for at in self._bad):
            return not any(c.demand for c in inside)
        return None


def _within(at: int, clause: Span) -> bool:
    return clause[0] < at < clause[1]


def clear(*texts: str) -> bool:
    """Whether no text speaks of all but one."""
    return all(_EXCEPTED.search(text) is None for text in texts)
