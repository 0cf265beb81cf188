"""An instruction and what the patient says of it in their own words: does it agree? Pure.

Both texts are in the doctor's language. The words may be fewer or others, so it is not enough
that no check finds fault: something must be in both that was really compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translation import said_doses, said_places
from translation.checks import (
    LANGUAGES,
    laterality,
    negation,
    numbers,
    omission,
    opposite,
    person,
    run,
    untranslated,
)
from translation.checks.quantity import Quantity
from translation.checks.quantity_compare import comes_again
from translation.checks.sides import READERS as SIDE_READERS
from translation.checks.text import blank
from translation.instructions import is_question
from translation.said_text import SaidText, plain
from translation.types import Finding, FindingKind, Span

_SAME = frozenset(
    (
        FindingKind.NUMBER,
        FindingKind.DOSE,
        FindingKind.UNIT,
        FindingKind.FREQUENCY,
        FindingKind.DURATION,
        FindingKind.TIMING,
        FindingKind.DATE_TIME,
        FindingKind.NEGATION,
        FindingKind.LATERALITY,
        FindingKind.DRUG,
        FindingKind.ALLERGY,
        FindingKind.BODY_PART,
    )
)
"""What must be the same in the patient's own words."""
_OTHER = frozenset((omission.check, person.check, untranslated.check))
"""Checks that compare wordings. A lost clause must not explain away the dose that was in it."""
_STOPS = frozenset(("stop", "stop_now", "quit"))
"""Classes of words of denial: 停药, 戒酒."""


@dataclass(frozen=True, slots=True)
class SaidBack:
    """What differs, and whether enough was compared to say that it agrees where nothing does."""

    findings: tuple[Finding, ...]
    judged: bool


def said_back(told: str, answer: str, lang: str) -> SaidBack:
    """Compare the instruction with the answer, both in ``lang``. Spans are into these texts."""
    if lang not in LANGUAGES:
        return SaidBack((), judged=False)
    here, there = plain(told, lang), plain(answer, lang)
    stops, denials = list(_stops(here, there)), list(_denials(here, there))
    findings = tuple(
        f
        for f in _differences(here, there)
        if f.message != "negation.added" or not _denied(there) <= set(stops)
    )
    moved, placed = said_places.compare(here, there)
    findings = findings or tuple(moved)
    shared = any((*stops, *denials)) or _amount(here, there) or _side(here, there)
    missed = not all((*stops, *denials)) or not _directions(here) <= _directions(there)
    missed = missed or not placed or not _bounded(here, there) or _other_meal(here, there)
    missed = missed or bool(omission.check(here.text, there.text, lang, lang))
    return SaidBack(findings, shared and not missed and not is_question(answer, lang))


def _differences(here: SaidText, there: SaidText) -> Iterator[Finding]:
    """What is not the same, the doses first."""
    doses = tuple(said_doses.compare(here, there))
    yield from doses
    ours = blank(here.text, sorted({f.source_span for f in doses if f.source_span}))
    theirs = blank(there.text, sorted({f.target_span for f in doses if f.target_span}))
    rest = run(ours, theirs, here.lang, there.lang, leave_out=_OTHER)
    yield from (finding for finding in rest if finding.kind in _SAME)


def _denials(here: SaidText, there: SaidText) -> Iterator[bool]:
    """For each denial of the instruction, whether the answer denies something of the same matter.

    ``negation.check`` takes any denial for an answer: "no, I will drink".
    """
    answers = _denied(there)
    for cue in negation.READERS[here.lang](here.text):
        if cue.demand and not cue.lead:
            clause = here.clause(cue.span)
            yield any(_same_matter(here, clause, there, other) for other in answers)


def _denied(text: SaidText) -> set[Span]:
    """The clauses that deny something."""
    return {text.clause(cue.span) for cue in negation.READERS[text.lang](text.text) if cue.demand}


def _stops(here: SaidText, there: SaidText) -> Iterator[Span | None]:
    """For each thing that the instruction stops, the clause in which the answer stops it too, or
    denies it: "I do not take it any more". To deny that it is stopped is neither."""
    cues = negation.READERS[here.lang]
    said: dict[Span, set[bool]] = {}
    for cue in cues(there.text):
        stops = bool(cue.kinds & _STOPS)
        if stops or cue.demand:
            said.setdefault(there.clause(cue.span), set()).add(stops)
    answers = [
        clause
        for clause, kinds in said.items()
        if kinds == {True} or (kinds == {False} and not _HALT.search(there.words(clause)))
    ]
    for cue in cues(here.text):
        if cue.kinds & _STOPS and not cue.demand:
            clause = here.clause(cue.span)
            yield next((a for a in answers if _same_matter(here, clause, there, a)), None)


_HALT = re.compile("停|戒|断")
"""Beside a denial, these are not stopped."""


def _same_matter(here: SaidText, clause: Span, there: SaidText, other: Span) -> bool:
    sides = laterality.check(here.words(clause), there.words(other), here.lang, there.lang)
    return not sides and not here.about(clause).isdisjoint(there.about(other))


def _directions(text: SaidText) -> set[str]:
    """More or less, up or down: without its opposite no check misses such a word."""
    return {hit.name for hits in opposite.sides(text.text, text.lang).values() for hit in hits}


def _bounded(here: SaidText, there: SaidText) -> bool:
    """Whether the answer bounds what the instruction bounds: "four" is not "at most four"."""
    said = numbers.read_bounds(there.text, there.lang)
    return all(
        any(
            not a.quantity.strict.isdisjoint(b.quantity.strict)
            and (a.sides == b.sides or not comes_again(a.quantity))
            for b in said
        )
        for a in numbers.read_bounds(here.text, here.lang)
    )


def _other_meal(here: SaidText, there: SaidText) -> bool:
    """Whether one text says "on an empty stomach" and the other only "before the meal"."""
    ours, theirs = ({t.name for t in numbers.read(x.text, x.lang)[1]} for x in (here, there))
    return (_EMPTY in ours) is not (_EMPTY in theirs)


_EMPTY = "empty_stomach"


def _amount(here: SaidText, there: SaidText) -> bool:
    """Whether an amount, a rate, a date or a time around a meal is in both."""
    (ours, when), (theirs, then) = (numbers.read(each.text, each.lang) for each in (here, there))
    said = frozenset().union(*(quantity.strict for quantity in theirs))
    if any(q.strict & said for q in ours if not _idle(q)):
        return True
    return not {t.name for t in when if t.firm}.isdisjoint(t.name for t in then)


def _idle(quantity: Quantity) -> bool:
    """Whether it may be said of anything: "once", "one"."""
    return quantity.role is FindingKind.NUMBER and (quantity.optional or not quantity.unit)


def _side(here: SaidText, there: SaidText) -> bool:
    """Whether a side is in both, said of the same part or deed."""
    read = SIDE_READERS[here.lang]
    return any(
        ours.side == other.side
        and not here.about(here.clause(ours.span), ours.span).isdisjoint(
            there.about(there.clause(other.span), other.span)
        )
        for ours in read(here.text)
        for other in read(there.text)
    )
