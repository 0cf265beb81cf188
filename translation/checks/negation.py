"""Negation: a text that denies must not become one that does not, nor the reverse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from translation.checks.negation_order import moved
from translation.checks.polarity import ANY, NOT, Cue, cues_en, cues_zh
from translation.checks.text import sentence_spans
from translation.types import Finding, FindingKind, Span

READERS: dict[str, Callable[[str], list[Cue]]] = {"zh": cues_zh, "en": cues_en}
"""To add a language: write its reader and name it here."""


STRONG = frozenset(
    (NOT, ANY, "since", "avoid", "often", "other", "late", "until", "double", "keep_out")
)
"""Classes whose words can answer a plain denial."""

_JOINS = re.compile(r"\b(?:or|nor|neither|any|rather)\b")
"""One English denial reaches over everything that these words join."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``negation.lost`` and ``negation.added``.

    Texts with the same number of sentences are compared sentence by sentence, so that a denial
    that moved to another sentence is found.
    """
    if source_lang not in READERS or target_lang not in READERS:
        return []
    here, there = sentence_spans(source), sentence_spans(target)
    if len(here) != len(there):
        here, there = [(0, len(source))], [(0, len(target))]
    findings = []
    for (a, b), (c, d) in zip(here, there, strict=True):
        lost, added = _compare(source[a:b], target[c:d], source_lang, target_lang)
        if lost is not None:
            where = (lost[0] + a, lost[1] + a)
            findings.append(Finding(FindingKind.NEGATION, "negation.lost", where, None))
        if added is not None:
            where = (added[0] + c, added[1] + c)
            findings.append(Finding(FindingKind.NEGATION, "negation.added", None, where))
    return findings


def _compare(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Span | None, Span | None]:
    """Where a denial was lost in the source and where one was added in the target."""
    here, there = READERS[source_lang](source), READERS[target_lang](target)
    lost = _unanswered(here, there, source, target)
    if lost is not None:
        return lost.span, None
    added = _unanswered(there, here, target, source)
    if added is not None:
        return None, added.span
    if not here or not there:
        return None, None
    return moved(source, target, source_lang, target_lang, READERS) or (None, None)


def _unanswered(these: list[Cue], those: list[Cue], near: str, far: str) -> Cue | None:
    """The first denial of ``these`` (in the text ``near``) that ``those`` cannot answer."""
    own = frozenset().union(*(c.kinds for c in those)) - {NOT, ANY}
    needs = [c for c in these if c.demand and not c.kinds & own]
    answers = _free_answers(these, those) + _asked(those, near)
    if answers >= len(needs) or (answers and _JOINS.search(far)):
        return None
    return needs[answers]


def _free_answers(these: list[Cue], those: list[Cue]) -> int:
    """How many cues of ``those`` can answer a denial.

    A soft word ("stop") whose own class is in ``these`` (停) says the same thing and answers
    nothing else.
    """
    taken = Counter(k for c in these if not c.demand for k in c.kinds if k not in (NOT, ANY))
    led = any(c.lead for c in these)
    count = 0
    for cue in those:
        if cue.lead and led:
            continue
        if not cue.demand:
            same = next((k for k in cue.kinds if taken[k] > 0), None)
            if same is not None:
                taken[same] -= 1
                continue
        count += cue.demand or bool(cue.kinds & STRONG)
    return count


_OPEN = re.compile(r"[?？]|\b(?:whether|if|see|check|sure|confirm)\b")


def _asked(those: list[Cue], near: str) -> int:
    """Questions of the form 疼不疼 may be put with "not", but never answer a flat denial."""
    if not _OPEN.search(near):
        return 0
    return sum("asked" in c.kinds for c in those)
