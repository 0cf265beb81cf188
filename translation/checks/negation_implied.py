"""Words that deny without a word of denial, of which the other text keeps nothing at all.

"Stay away from crowded places" has become 去人多的地方. Such words (class ``implied`` of the
tables: a strict list in each) may be said in many ways, with a denial or with such a word. So only
a text is suspect that has neither.
"""

from __future__ import annotations

from collections.abc import Iterable

from translation.checks.polarity import ANY, Cue
from translation.checks.polarity_table import STRONG

_IMPLIED = "implied"
_DENIES = STRONG | frozenset(
    (ANY, _IMPLIED, *"double both stop gone absent fasting still awake forget".split())
)
"""Classes of words that say a denial in some way."""

_STATES = frozenset("weak weakly hard bad dull often only".split())
"""Classes that words of ``implied`` share with words that only name why: "too weak to stand"."""


def unsaid(these: Iterable[Cue], those: Iterable[Cue]) -> Cue | None:
    """The word of ``these`` that denies without a denial, where ``those`` deny nothing.

    What denies it in turn ("never skip a dose") is for the other comparisons.
    """
    own = [c for c in these if _IMPLIED in c.kinds]
    if not own or any(c.demand and c not in own for c in these):
        return None
    said = _DENIES.union(*(c.kinds - _STATES for c in own))
    return None if any(c.demand or not c.kinds.isdisjoint(said) for c in those) else own[0]
