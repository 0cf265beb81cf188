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
from translation.checks.polarity_table import BACKWARDS

_TABLE = "allergy_words"
_T = TypeVar("_T")
_EXCEPT = re.compile(
    r"除了?|apart from|aside from|except(?: for)?|other than|besides|(?:no|any)thing but|à part"
    r"|hormis|sauf|en dehors d|aparte d|salvo|excepto|menos |кроме|помимо|за исключением"
    r"|باستثناء|ما عدا|عدا|سوى|إلا",
    re.IGNORECASE,
)
"""Before what is excepted."""
_BUT_FOR = re.compile("외에|말고|제외|빼고|以外|のほか|除い")
"""Behind it, in Korean and Japanese."""
_EXCEPT_REACH = 24
"""Signs between these words and what they except."""
_UNSURE = re.compile(r"唯独|[أا]ي \w+ غير|밖에|しか")
"""What makes one of all in a way that cannot be told from its clause."""
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
        self._backwards = lang in BACKWARDS
        words = _BUT_FOR if self._backwards else _EXCEPT
        self._except = self._by_clause((m.start(), m.span()) for m in words.finditer(text))
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
            if at in self._except:
                harm = self._harm_but_for(at, hit)
            elif harm is None and at + 1 not in named:
                harm = harms[at + 1]
            if harm is not None:
                found.append((hit, harm))
        return found

    def _harm_but_for(self, clause: int, hit: Hit) -> bool | None:
        """What is said of the excepted: the reverse of what its clause, or the one before, says."""
        start, end = self._except[clause][0]
        gap = start - hit.span[1] if self._backwards else hit.span[0] - end
        if not 0 <= gap <= _EXCEPT_REACH:
            return None
        if any("exceptive" in cue.kinds for cue in self._cues.get(clause, [])):
            return clause in self._bad or None
        for all_others in (clause, clause - 1):
            if all_others in self._bad or "borne" in self._said.get(all_others, []):
                harm = self._harm(all_others)
                return None if harm is None else not harm
        return None

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
    """Whether no text speaks of all but one in a way that cannot be told."""
    return all(_UNSURE.search(text) is None for text in texts)


def excepts(text: str) -> bool:
    """Whether a text says what is not meant."""
    return bool(_EXCEPT.search(text) or _BUT_FOR.search(text))
