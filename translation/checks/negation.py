"""Negation: a text that denies must not become one that does not, nor the reverse."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from translation.checks.lexicon import fold
from translation.checks.negation_order import moved
from translation.checks.opposite import flips
from translation.checks.polarity import ANY, NOT, Cue, cues_en, cues_zh
from translation.checks.polarity_table import LANGUAGES, clause_end, cues, joins, opens
from translation.checks.text import sentence_spans
from translation.types import Finding, FindingKind, Span

READERS: dict[str, Callable[[str], list[Cue]]] = {
    "zh": cues_zh,
    "en": cues_en,
    **{lang: functools.partial(cues, lang=lang) for lang in LANGUAGES},
}
"""To add a language: write ``tokens/negation_<language>.toml`` and name it in `LANGUAGES`."""


STRONG = frozenset(
    (
        *(NOT, ANY, "since", "avoid", "often", "other", "late", "until", "double", "keep_out"),
        *("less_of", "hard", "quit", "solo", "without"),
    )
)
"""Classes whose words can answer a plain denial."""

_UNWELL = frozenset(("unwell",))
"""不舒服 is a state like any other word for it: it answers itself and no denial beside it."""


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``negation.lost``, ``negation.added`` and ``negation.opposite:stop>continue``.

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
        for found in _sentence(source[a:b], target[c:d], source_lang, target_lang):
            findings.append(
                replace(
                    found,
                    source_span=_shifted(found.source_span, a),
                    target_span=_shifted(found.target_span, c),
                )
            )
    return findings


def _shifted(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _sentence(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """Findings of one sentence. An opposite with a denial on one side only says the same."""
    flipped = [
        flip
        for flip in flips(source, target, source_lang, target_lang)
        if flip.kind is FindingKind.NEGATION
    ]
    if flipped:
        sides = (
            (source, source_lang, [flip.here.span for flip in flipped]),
            (target, target_lang, [flip.there.span for flip in flipped]),
        )
        if any(sum(_denials(*side, near) for side in sides) % 2 for near in (False, True)):
            return []
        return [flipped[0].finding]
    lost, added = _compare(source, target, source_lang, target_lang)
    findings = []
    if lost is not None:
        findings.append(Finding(FindingKind.NEGATION, "negation.lost", lost, None))
    if added is not None:
        findings.append(Finding(FindingKind.NEGATION, "negation.added", None, added))
    return findings


def _denials(text: str, lang: str, hits: list[Span], near: bool) -> int:
    """How many words deny beside the opposites; ``near``: in the clause of the first only."""
    start, end = 0, len(text)
    if near:
        ends = [m.span() for m in clause_end(lang).finditer(fold(text))]
        start = max((b for _, b in ends if b <= hits[0][0]), default=start)
        end = min((a for a, _ in ends if a >= hits[0][1]), default=end)
    return sum(
        c.demand and start <= c.span[0] < end and not _inside(c.span, hits)
        for c in READERS[lang](text)
    )


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _compare(
    source: str, target: str, source_lang: str, target_lang: str
) -> tuple[Span | None, Span | None]:
    """Where a denial was lost in the source and where one was added in the target."""
    here, there = READERS[source_lang](source), READERS[target_lang](target)
    languages = source_lang, target_lang
    lost = _unanswered(here, there, (source, target), languages)
    if lost is not None:
        return lost.span, None
    added = _unanswered(there, here, (target, source), languages[::-1])
    if added is not None:
        return None, added.span
    if not here or not there:
        return None, None
    return moved(source, target, source_lang, target_lang, READERS) or (None, None)


def _unanswered(
    these: list[Cue], those: list[Cue], texts: tuple[str, str], languages: tuple[str, str]
) -> Cue | None:
    """The first denial of ``these`` (in the first text) that ``those`` cannot answer.

    One denial answers several where the other text joins what it reaches over ("no A or B").
    """
    own = frozenset().union(*(c.kinds for c in those)) - {NOT, ANY}
    needs = [c for c in these if c.demand and not c.kinds & own]
    answers = _free_answers(these, those) + _asked(those, texts[0], languages[0])
    if answers >= len(needs) or (answers and joins(languages[1]).search(fold(texts[1]))):
        return None
    return needs[answers]


def _free_answers(these: list[Cue], those: list[Cue]) -> int:
    """How many cues of ``those`` can answer a denial.

    A word ("stop") whose own class is in ``these`` (停) says the same thing and answers nothing
    else.
    """
    taken = Counter(k for c in these if not c.demand for k in c.kinds if k not in (NOT, ANY))
    said = Counter(c.kinds for c in these if c.demand and NOT not in c.kinds)
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
        elif cue.kinds == _UNWELL and said[cue.kinds] > 0:
            said[cue.kinds] -= 1
            continue
        count += 2 if "double" in cue.kinds else cue.demand or bool(cue.kinds & STRONG)
    return count


def _asked(those: list[Cue], near: str, lang: str) -> int:
    """Questions of the form 疼不疼 may be put with "not", but never answer a flat denial."""
    if not opens(lang).search(fold(near)):
        return 0
    return sum("asked" in c.kinds for c in those)
