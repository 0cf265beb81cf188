"""An instruction and what the patient says of it in their own words: does it agree? Pure.

Both texts are in the doctor's language. The words may be fewer or others, so it is not enough
that no check finds fault: something must be in both that was really compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

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
from translation.checks.clauses import breaks
from translation.checks.coverage import measured
from translation.checks.quantity import Quantity
from translation.checks.text import around, blank, touch
from translation.instructions import is_question
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
_COURTESY = {
    "zh": re.compile(
        "没有?(?:什么|别的|其他)?问题|没关系|没事|(?:不用|不要|别|不)担心|不客气|不好意思"
        "|(?:不会|不要|不能|没|别|不)忘[记掉了]?|不(?:太)?(?:知道|懂|明白|清楚)|[没不]听[懂清]|听不[懂清]"
    )
}
"""Denials that are about nothing the patient is to do, by language."""
_STOPS = frozenset(("stop", "stop_now", "quit"))
"""Classes of words of denial: 停药, 戒酒."""


@dataclass(frozen=True, slots=True)
class SaidBack:
    """What differs, and whether enough was compared to say that it agrees where nothing does."""

    findings: tuple[Finding, ...]
    judged: bool


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    lang: str

    def clause(self, span: Span) -> Span:
        """Where the clause around ``span`` stands."""
        return around(self.text, span, breaks(self.lang))

    def words(self, clause: Span) -> str:
        """The words of a clause."""
        return self.text[slice(*clause)]

    def about(self, clause: Span, beside: Span | None = None) -> frozenset[str]:
        """What a clause speaks of, ``beside`` one of its words."""
        items = measured(self.text, self.lang).items
        within = (item for item in items if touch(item.span, clause))
        return frozenset().union(
            *(item.senses for item in within if beside is None or not touch(item.span, beside))
        )


def said_back(told: str, answer: str, lang: str) -> SaidBack:
    """Compare the instruction with the answer, both in ``lang``. Spans are into these texts."""
    if lang not in LANGUAGES:
        return SaidBack((), judged=False)
    here, there = _plain(told, lang), _plain(answer, lang)
    stops, denials = list(_stops(here, there)), list(_denials(here, there))
    findings = tuple(
        f
        for f in _differences(here, there)
        if f.message != "negation.added" or not _denied(there) <= set(stops)
    )
    shared = any((*stops, *denials)) or _amount(here, there) or _side(here, there)
    missed = not all((*stops, *denials)) or not _directions(here) <= _directions(there)
    missed = missed or bool(omission.check(here.text, there.text, lang, lang))
    return SaidBack(findings, shared and not missed and not is_question(answer, lang))


def _differences(here: _Text, there: _Text) -> Iterator[Finding]:
    """What is not the same, the doses first.

    Among all the quantities an answer's 三片 would do for 一天三次, and a translation may leave out
    the one of 一片.
    """
    doses = tuple(_doses(here, there))
    yield from doses
    ours = blank(here.text, sorted(f.source_span for f in doses if f.source_span))
    theirs = blank(there.text, sorted(f.target_span for f in doses if f.target_span))
    rest = run(ours, theirs, here.lang, there.lang, leave_out=_OTHER)
    found = [finding for finding in rest if finding.kind in _SAME]
    yield from found or ([] if doses else _of_sides(here, there))


def _of_sides(here: _Text, there: _Text) -> Iterator[Finding]:
    """Amounts of the left that are said of the right: all of them are there, at other places."""
    read = laterality.READERS[here.lang]
    for ours in read(here.text):
        for other in read(there.text):
            if ours.side != other.side:
                continue
            clause, answer = here.clause(ours.span), there.clause(other.span)
            words = here.words(clause), there.words(answer)
            for finding in numbers.check(*words, here.lang, there.lang):
                if finding.source_span and finding.target_span:
                    yield replace(
                        finding,
                        source_span=_moved(finding.source_span, clause[0]),
                        target_span=_moved(finding.target_span, answer[0]),
                    )


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _doses(here: _Text, there: _Text) -> Iterator[Finding]:
    """The doses of a unit that both texts speak of, where their values differ."""
    ours, theirs = (numbers.read(each.text, each.lang)[0] for each in (here, there))
    units = dict.fromkeys(q.unit for q in ours if _is_dose(q))
    for unit in units:
        if not any(_is_dose(q) and q.unit == unit for q in theirs):
            continue
        for a, b in zip_longest(_only(ours, unit, theirs), _only(theirs, unit, ours)):
            what = "changed" if a and b else "missing" if a else "extra"
            values = ">".join(q.shown for q in (a, b) if q)
            message = f"{FindingKind.DOSE.value}.{what}:{values}"
            spans = (a.span if a else None, b.span if b else None)
            yield Finding(FindingKind.DOSE, message, *spans)


def _only(quantities: list[Quantity], unit: str, others: list[Quantity]) -> list[Quantity]:
    """The doses of a unit whose value is not among the ``others``, each value once.

    A bare number may be the dose without its unit: "twelve in the morning".
    """
    said: set[str] = set()
    for other in others:
        said |= other.strict if other.dimension else other.strict | other.loose
    doses = [q for q in quantities if _is_dose(q) and q.unit == unit]
    own = {q.strict: q for q in doses if said.isdisjoint(q.strict | q.loose)}
    return list(own.values())


def _is_dose(quantity: Quantity) -> bool:
    return quantity.role is FindingKind.DOSE and bool(quantity.unit) and not quantity.vague


def _plain(text: str, lang: str) -> _Text:
    courtesy = _COURTESY.get(lang)
    spans = [m.span() for m in courtesy.finditer(text)] if courtesy is not None else []
    return _Text(blank(text, spans), lang)


def _denials(here: _Text, there: _Text) -> Iterator[bool]:
    """For each denial of the instruction, whether the answer denies something of the same matter.

    ``negation.check`` takes any denial for an answer: "no, I will drink".
    """
    answers = _denied(there)
    for cue in negation.READERS[here.lang](here.text):
        if cue.demand and not cue.lead:
            clause = here.clause(cue.span)
            yield any(_same_matter(here, clause, there, other) for other in answers)


def _denied(text: _Text) -> set[Span]:
    """The clauses that deny something."""
    return {text.clause(cue.span) for cue in negation.READERS[text.lang](text.text) if cue.demand}


def _stops(here: _Text, there: _Text) -> Iterator[Span | None]:
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


def _same_matter(here: _Text, clause: Span, there: _Text, other: Span) -> bool:
    sides = laterality.check(here.words(clause), there.words(other), here.lang, there.lang)
    return not sides and not here.about(clause).isdisjoint(there.about(other))


def _directions(text: _Text) -> set[str]:
    """More or less, up or down: without its opposite no check misses such a word."""
    return {hit.name for hits in opposite.sides(text.text, text.lang).values() for hit in hits}


def _amount(here: _Text, there: _Text) -> bool:
    """Whether an amount, a rate, a date or a time around a meal is in both."""
    (ours, when), (theirs, then) = (numbers.read(each.text, each.lang) for each in (here, there))
    said = frozenset().union(*(quantity.strict for quantity in theirs))
    if any(q.strict & said for q in ours if not _idle(q)):
        return True
    return not {t.name for t in when if t.firm}.isdisjoint(t.name for t in then)


def _idle(quantity: Quantity) -> bool:
    """Whether it may be said of anything: "once", "one"."""
    return quantity.role is FindingKind.NUMBER and (quantity.optional or not quantity.unit)


def _side(here: _Text, there: _Text) -> bool:
    """Whether a side is in both, said of the same part or deed."""
    read = laterality.READERS[here.lang]
    return any(
        ours.side == other.side
        and not here.about(here.clause(ours.span), ours.span).isdisjoint(
            there.about(there.clause(other.span), other.span)
        )
        for ours in read(here.text)
        for other in read(there.text)
    )
