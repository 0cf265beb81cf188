"""Allergies: the word itself must not get lost, and no allergen become another one.

Allergens that are drugs are compared here too when they stand in a clause with the allergy; a
denial that got lost ("not allergic") is found by `translation.checks.negation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translation.checks.drug_names import drugs, same
from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.tables import load
from translation.types import Finding, FindingKind, Span

_TABLE = "allergen"
_STATE = "allergy"
_ILLNESS = "allergic_illness"
_SOFT = frozenset(("reaction", "hay_fever"))
_VAGUE = frozenset(("iodine", "contrast", "tape", "metal", "fruit", "animal", "dust"))
_CLAUSE_END = re.compile(r"[，,;；.。!！?？؟،]|\bbut\b")


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``allergy.changed:peanut>egg``, ``allergy.lost:allergy`` and ``allergy.added:allergy``."""
    here = concept_lexicon(_TABLE, source_lang).find(source)
    there = concept_lexicon(_TABLE, target_lang).find(target)
    said, came = _named(here), _named(there)
    if not said and not came:
        return []
    if said and not came and not _soft(there, here):
        return [Finding(FindingKind.ALLERGY, "allergy.lost:allergy", said[0].span, None)]
    if came and not said and not _soft(here, there):
        return [Finding(FindingKind.ALLERGY, "allergy.added:allergy", None, came[0].span)]
    ours = _allergens(here) + _drugs(source, source_lang, bool(said))
    theirs = _allergens(there) + _drugs(target, target_lang, bool(came))
    return _changed(ours, theirs)


def _named(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name in (_STATE, _ILLNESS)]


def _soft(these: Sequence[Hit], those: Sequence[Hit]) -> bool:
    """Whether words say the allergy in another way: those that answer no such word themselves."""
    return sum(h.name in _SOFT for h in these) > sum(h.name in _SOFT for h in those)


def _allergens(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.name not in (_STATE, _ILLNESS, *_SOFT)]


def _drugs(text: str, lang: str, said: bool) -> list[Hit]:
    """The drugs that stand with the allergy; all, where it is said in another way."""
    return [hit for hit in drugs(text, lang) if not said or concerns(text, lang, hit.span)]


def _changed(ours: list[Hit], theirs: list[Hit]) -> list[Finding]:
    lost, added = _unanswered(ours, theirs), _unanswered(theirs, ours)
    if lost and not theirs and lost[0].name not in _VAGUE:
        return [Finding(FindingKind.ALLERGY, f"allergy.lost:{lost[0].name}", lost[0].span, None)]
    return [
        Finding(FindingKind.ALLERGY, f"allergy.changed:{a.name}>{b.name}", a.span, b.span)
        for a, b in zip(lost, added, strict=False)
    ]


def _unanswered(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for hit in these:
        if not any(_alike(hit.name, other.name) for other in those):
            found.setdefault(hit.name, hit)
    return list(found.values())


def _alike(a: str, b: str) -> bool:
    data = load(_TABLE)
    if a not in data or b not in data:
        return same(a, b)
    return a == b or b in data[a].get("near", "").split() or a in data[b].get("near", "").split()


def concerns(text: str, lang: str, span: Span) -> bool:
    """Whether what stands at ``span`` is in one clause with an allergy."""
    ends = [m.start() for m in _CLAUSE_END.finditer(text)]
    start = max((e for e in ends if e < span[0]), default=-1)
    stop = min((e for e in ends if e >= span[1]), default=len(text))
    hits = concept_lexicon(_TABLE, lang).find(text)
    return any(h.name == _STATE and start <= h.span[0] <= stop for h in hits)
