"""Parts of the body: a part of the source must not have become another one in the target.

A part that is only missing is no finding: "头晕" is "dizzy". The parts and what one language may
say for another stand in ``tokens/body_part.toml``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from translation.checks.lexicon import Hit, concept_lexicon
from translation.checks.tables import load
from translation.types import Finding, FindingKind

_TABLE = "body_part"


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``body_part.changed:knee>elbow``, with at most one finding for a pair of parts."""
    here = concept_lexicon(_TABLE, source_lang).find(source)
    there = concept_lexicon(_TABLE, target_lang).find(target)
    if not here or not there:
        return []
    lost, added = _unanswered(here, there), _unanswered(there, here)
    return [
        Finding(FindingKind.BODY_PART, f"body_part.changed:{a.name}>{b.name}", a.span, b.span)
        for a, b in zip(lost, added, strict=False)
    ]


def parts(text: str, lang: str) -> tuple[Hit, ...]:
    """The parts of the body that ``text`` names."""
    return concept_lexicon(_TABLE, lang).find(text)


def _unanswered(these: Sequence[Hit], those: Sequence[Hit]) -> list[Hit]:
    """The first mention of each part that no part of the other text can stand for."""
    answers = {hit.name for hit in those}
    found: dict[str, Hit] = {}
    for hit in these:
        if not (answers & _near()[hit.name]):
            found.setdefault(hit.name, hit)
    return list(found.values())


@functools.cache
def _near() -> dict[str, frozenset[str]]:
    """A part -> itself and the parts that may be said for it, both ways."""
    data = load(_TABLE)
    near = {name: {name} for name in data}
    for name, section in data.items():
        for other in section.get("near", "").split():
            near[name].add(other)
            near[other].add(name)
    return {name: frozenset(others) for name, others in near.items()}
