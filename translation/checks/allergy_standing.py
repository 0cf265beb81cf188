"""What each text says of every allergen that it names: that it does harm, or that it does none.

"Allergic to shrimp, crab is fine" the wrong way round has the same words and as many denials. So
each allergen is read with its clause, or with the next one where its own says nothing of it, and
two readings that contradict each other are an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeVar

from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.negation import READERS
from translation.checks.polarity import Cue

_TABLE = "allergy_words"
_T = TypeVar("_T")
_EXCEPTED = re.compile(
    r"除|唯独|只有|apart from|aside|except|other than|besides|(?:no|any)thing but|à part|hormis"
    r"|sauf|en dehors|aparte|salvo|excepto|menos |кроме|помимо|исключени|باستثناء|عدا|سوى|إلا|외에"
    r"|أي \w+ غير|말고|제외|빼고|밖에|以外|のほか|除い|しか",
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
        self._ends = [*ends, len(text)]
        said = concept_lexicon(_TABLE, lang).find(text)
        self._cues = self._by_clause((c.span[0], c) for c in READERS.get(lang, _none)(text))
        self._said = self._by_clause((h.span[0], h.name) for h in said)
        self._bad, self._over = (set(map(self._clause, places)) for places in (bad, over))

    def standing(self, allergens: Sequence[Hit]) -> list[tuple[Hit, bool]]:
        """The allergens of which the text says whether they do harm, and what it says."""
        placed = [(self._clause(hit.span[0]), hit) for hit in allergens]
        named = {at for at, _ in placed}
        harms = {clause: self._harm(clause) for at in named for clause in (at, at + 1)}
        found = []
        for at, hit in placed:
            harm = harms[at]
            if harm is None and at + 1 not in named:
                harm = harms[at + 1]
            if harm is not None:
                found.append((hit, harm))
        return found

    def _clause(self, at: int) -> int:
        return bisect_right(self._ends, at)

    def _by_clause(self, placed: Iterable[tuple[int, _T]]) -> dict[int, list[_T]]:
        found: dict[int, list[_T]] = {}
        for at, each in placed:
            found.setdefault(self._clause(at), []).append(each)
        return found

    def _harm(self, clause: int) -> bool | None:
        """What a clause says of the allergens in it, None when nothing is clear."""
        inside, said = self._cues.get(clause, []), self._said.get(clause, [])
        kinds = frozenset[str]().union(*(c.kinds for c in inside))
        if kinds & _UNCLEAR:
            return None
        if "harmful" in said:
            return None if "borne" in said else True
        if kinds & _FINE or "borne" in said or clause in self._over:
            return False
        if clause in self._bad:
            return not any(c.demand for c in inside)
        return None


def _none(text: str) -> list[Cue]:
    return []


def clear(*texts: str) -> bool:
    """Whether no text speaks of all but one."""
    return all(_EXCEPTED.search(text) is None for text in texts)
