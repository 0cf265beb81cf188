"""Opposites that trade places: "stop" for "continue", "worse" for "better", "upper" for "lower".

The pairs stand in ``tokens/opposite.toml``. Whether a denial makes the opposite right again
("don't stop" - "continue") is for `translation.checks.negation` to say.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from translation.checks.lexicon import Hit, Lexicon
from translation.checks.tables import entries, load
from translation.types import Finding, FindingKind

_TABLE = "opposite"


@dataclass(frozen=True, slots=True)
class Flip:
    """One side of a pair in the source and only the other side in the target."""

    pair: str
    kind: FindingKind
    here: Hit
    there: Hit

    @property
    def finding(self) -> Finding:
        """The flip as a finding, ``negation.opposite:stop>continue``."""
        names = load(_TABLE)[self.pair]["names"]
        shown = ">".join(names["ab".index(hit.name[-1])] for hit in (self.here, self.there))
        key = f"{self.kind.value}.opposite:{shown}"
        return Finding(self.kind, key, self.here.span, self.there.span)


@functools.cache
def _lexicon(lang: str) -> Lexicon:
    table: dict[str, list[str]] = {}
    for name, section in load(_TABLE).items():
        if name == "_hide":
            table[name] = entries(section.get(lang, ""))
            continue
        for side in "ab":
            table[f"{name}.{side}"] = entries(section[side].get(lang, ""))
    return Lexicon(lang, table)


def flips(source: str, target: str, source_lang: str, target_lang: str) -> list[Flip]:
    """The pairs whose one side became the other; a text with both sides of a pair says nothing."""
    here, there = _sides(source, source_lang), _sides(target, target_lang)
    return [
        Flip(pair, FindingKind(load(_TABLE)[pair]["kind"]), hit, there[pair])
        for pair, hit in here.items()
        if pair in there and there[pair].name != hit.name
    ]


def _sides(text: str, lang: str) -> dict[str, Hit]:
    """Pair -> the mention of its side, of the pairs with one side only in ``text``."""
    found: dict[str, Hit] = {}
    both: set[str] = set()
    for hit in _lexicon(lang).find(text):
        pair = hit.name[:-2]
        if pair in found and found[pair].name != hit.name:
            both.add(pair)
        found.setdefault(pair, hit)
    return {pair: hit for pair, hit in found.items() if pair not in both}


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """Opposites of place ("upper" - "lower"); a denial changes nothing about them."""
    return [
        flip.finding
        for flip in flips(source, target, source_lang, target_lang)
        if flip.kind is not FindingKind.NEGATION
    ]
