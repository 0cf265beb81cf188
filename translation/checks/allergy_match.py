"""Which allergens may stand for each other: a peach for fruit, and no peach for a mango."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from translation.checks.drug_names import same
from translation.checks.lexicon import Hit
from translation.checks.tables import load

_TABLE = "allergen"
_Pair = tuple[list[Hit], list[Hit]]


def unanswered(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """The first mention of each allergen that none of the other text can stand for."""
    first: dict[str, Hit] = {}
    for hit in these:
        first.setdefault(hit.name, hit)
    names = dict.fromkeys(hit.name for hit in those)
    return [hit for hit in first.values() if not any(alike(hit.name, name) for name in names)]


def exact(ours: list[Hit], theirs: list[Hit]) -> _Pair | None:
    """Mango that became peach, where both texts go on to speak of fruit, which may be either."""
    both = {h.name for h in ours} & {h.name for h in theirs}
    lost = [h for h in ours if h.name not in both and _near(h.name) & both]
    added = [h for h in theirs if h.name not in both and _near(h.name) & both]
    if len(lost) != 1 or len(added) != 1 or alike(lost[0].name, added[0].name):
        return None
    return (lost, added) if _near(lost[0].name) & _near(added[0].name) else None


def unlike(ours: list[Hit], theirs: list[Hit]) -> _Pair | None:
    """One kind that became another, where a text says the general word as well.

    "Iodine contrast" - "gadolinium": contrast answers each of them, but none another.
    """
    said, came = {h.name for h in ours}, {h.name for h in theirs}
    lost = [h for h in ours if h.name not in came and _near(h.name)]
    added = [h for h in theirs if h.name not in said and _near(h.name)]
    if len({h.name for h in lost}) != 1 or len({h.name for h in added}) != 1:
        return None
    a, b = lost[0].name, added[0].name
    if alike(a, b):
        return None
    return (lost[:1], added[:1]) if _near(a) & _near(b) & (said | came) else None


def alike(a: str, b: str) -> bool:
    """Whether one may be said for the other."""
    return same(a, b) or b in _near(a) or a in _near(b)


def _near(name: str) -> frozenset[str]:
    """The more general names that answer an allergen, and those that it answers."""
    return _neighbours().get(name, frozenset())


@functools.cache
def _neighbours() -> dict[str, frozenset[str]]:
    table = load(_TABLE)
    return {name: frozenset(section.get("near", "").split()) for name, section in table.items()}
