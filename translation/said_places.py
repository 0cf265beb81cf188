"""What an instruction says of each of several things, and whether the answer says it of the same.

"One in the morning, two in the evening": all the amounts may be there, at each other's place. Each
amount, time around a meal, "more" or "hot" of the answer must stand beside something that the
instruction says beside the same one and not beside another. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translation.checks import negation, numbers, opposite
from translation.checks.clauses import breaks
from translation.checks.drug_names import drugs
from translation.checks.quantity import Quantity
from translation.checks.sides import READERS as SIDE_READERS
from translation.checks.text import touch
from translation.said_doses import is_dose
from translation.said_text import SaidText
from translation.types import Finding, FindingKind, Span

_SLOTS = {"night": "evening", "just_after_meal": "after_meal"}
"""Names of times that are one for a patient: 夜里 and 晚上."""
_RANGE = re.compile(r"\W*|\w?\W*(?:到|至|或者?|or|to|до|или|à|ou|a|o|から|か|에서|إلى|أو)\W*")
"""Between the ends of a range: "one to two"."""
_RATES = {"times": "rate"}
"""Units that say how often, and the group of what else does: 三次 and 一天三次."""
_SIGN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_DENYING = frozenset(
    (
        *"不没别未勿无就则",
        "not",
        "no",
        "do",
        "does",
        "don",
        "doesn",
        "t",
        "не",
        "لا",
        "ne",
        "pas",
        "안",
    )
)
"""Signs and words of denial, and those that the clause without it may have in their place."""
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Value:
    """One of several things of a kind that an instruction may say: 两片, 饭前, "more"."""

    group: str
    keys: frozenset[str]
    shown: str
    span: Span
    kind: FindingKind | None

    def same(self, other: _Value) -> bool:
        return not self.keys.isdisjoint(other.keys)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a text that says one value of a group, and what it speaks of besides.

    ``topics`` tell more than the other ``marks``: the verb may be another one.
    """

    values: tuple[_Value, ...]
    topics: frozenset[str]
    marks: frozenset[str]


def compare(here: SaidText, there: SaidText) -> tuple[list[Finding], bool]:
    """The values that changed places, and whether the place of every one could be told."""
    if _NO_WORD.sub("", here.text) == _NO_WORD.sub("", there.text):
        return [], True
    findings: list[Finding] = []
    told = _denials_stay(here, there)
    ours, theirs = _values(here), _values(there)
    by_kind = sorted(ours, key=lambda v: v.kind in (None, FindingKind.TIMING))
    for group in dict.fromkeys(v.group for v in by_kind):
        if findings:
            break  # the times of exchanged doses are exchanged as well
        parts, answers = _parts(here, ours, group), _parts(there, theirs, group)
        for part in parts:
            for value in part.values:
                found = _placed(value, part, parts, answers)
                told = told and found is True
                findings += [found] if isinstance(found, Finding) else []
    return findings, told


def _placed(
    value: _Value, part: _Part, parts: Sequence[_Part], answers: Sequence[_Part]
) -> Finding | bool:
    """Whether an answer says a value of the same thing; a finding, where of another."""
    rivals = [
        (other, instead)
        for other in parts
        for instead in other.values
        if not any(value.same(v) for v in other.values)
    ]
    said = [(a, v) for a in answers for v in a.values if value.same(v)]
    if not rivals or not said:
        return True
    if any(all(_means(a, part, other) for other, _ in rivals) for a, _ in said):
        return True
    for other, instead in rivals:
        if value.kind and all(_means(a, part, other) is False for a, _ in said):
            shown = f"{instead.shown}>{said[0][1].shown}"
            message = f"{value.kind.value}.changed:{shown}"
            return Finding(value.kind, message, instead.span, said[0][1].span)
    return False


def _means(answer: _Part, part: _Part, other: _Part) -> bool | None:
    """Whether an answer speaks of ``part`` rather than of ``other``; None: it cannot be told."""
    by_topic = _nearer(answer.topics, part.topics, other.topics)
    return _nearer(answer.marks, part.marks, other.marks) if by_topic is None else by_topic


def _nearer(said: frozenset[str], one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Whether ``said`` is rather ``one`` than the ``other``, by what only one of them names."""
    own, against = one - other, other - one
    if said & against:
        return None if said & own else False
    return True if said & own or (against and not own) else None


def _values(text: SaidText) -> list[_Value]:
    """All that may change places, in the order of the text."""
    quantities, when = numbers.read(text.text, text.lang)
    bare = {q.unit for q in quantities if is_dose(q)}
    found = [_quantity(q, bare) for q in quantities if is_dose(q) or not (q.optional or q.vague)]
    found += [
        _Value(t.group, frozenset((_slot(t.name),)), t.name, t.span, FindingKind.TIMING)
        for t in when
    ]
    found += [
        _Value(pair, frozenset((hit.name,)), hit.name, hit.span, None)
        for pair, hits in opposite.sides(text.text, text.lang).items()
        for hit in hits
    ]
    return sorted(found, key=lambda v: v.span)


def _quantity(quantity: Quantity, units: set[str]) -> _Value:
    """A quantity; a bare number beside doses of one unit is one of them: "twelve units, then 8"."""
    group = quantity.unit if is_dose(quantity) else quantity.dimension
    group = _RATES.get(group, group)
    if not group and len(units) == 1:
        group = next(iter(units))
    keys = quantity.strict | {key for key in quantity.loose if ":" not in key}
    return _Value(group, keys, quantity.shown, quantity.span, quantity.role)


def _slot(name: str) -> str:
    return _SLOTS.get(name, name)


def _parts(text: SaidText, values: Sequence[_Value], group: str) -> list[_Part]:
    """The text cut so that each part says one value of a group; clauses without one go along.

    A clause before the first value, or before one that begins a new part, belongs to what follows.
    """
    own = [v for v in values if v.group == group]
    cuts = _cuts(text, own)
    bounds = [0, *cuts, len(text.text)]
    parts = []
    for span in pairwise(bounds):
        inside = tuple(v for v in own if touch(v.span, span))
        if inside and inside[0].kind is None:
            span = text.clause(inside[0].span)  # "more" is of its own clause only
        if inside:
            topics = _topics(text, span) - {f"when {key}" for v in own for key in v.keys}
            parts.append(_Part(inside, topics, topics | _marks(text, span, own)))
    return parts


def _cuts(text: SaidText, own: Sequence[_Value]) -> list[int]:
    """Where, between two values of a group, one part ends: at the break of clauses before the
    words that the next value stands with, or inside a clause beside the value."""
    found = []
    for a, b in pairwise(own):
        between = [m.end() for m in breaks(text.lang).finditer(text.text, a.span[1], b.span[0])]
        if between:
            found.append(_first_topic(text, between, b.span[0]))
        elif not _RANGE.fullmatch(text.text, a.span[1], b.span[0]):
            found.append(min(a.span[1] + 1, b.span[0]))
    return found


def _first_topic(text: SaidText, between: Sequence[int], end: int) -> int:
    """The break before the first clause that names a drug, a side or a time, else the last one."""
    for start in between:
        if _topics(text, (start, end)):
            return start
    return between[-1]


def _topics(text: SaidText, span: Span) -> frozenset[str]:
    """Drugs, sides and times of day: what amounts are said of."""
    named = {hit.name: hit.span for hit in drugs(text.text, text.lang)}
    named |= {f"side {s.side}": s.span for s in SIDE_READERS[text.lang](text.text)}
    return frozenset(name for name, at in named.items() if touch(at, span)) | _times(text, span)


def _times(text: SaidText, span: Span) -> frozenset[str]:
    when = numbers.read(text.text, text.lang)[1]
    return frozenset(f"when {_slot(t.name)}" for t in when if touch(t.span, span))


def _marks(text: SaidText, span: Span, own: Sequence[_Value]) -> frozenset[str]:
    """What a part speaks of besides the values of its group, the denial and the bounds in it."""
    # The sign behind a number is its unit.
    beside = [(v.span[0], v.span[1] + (v.kind is not FindingKind.TIMING)) for v in own if v.kind]
    beside += [v.span for v in own if not v.kind]
    cues = negation.READERS[text.lang](text.text)
    denied = {"denied" for cue in cues if cue.demand and touch(cue.span, span)}
    limits = {
        f"bound {side}"
        for bound in numbers.read_bounds(text.text, text.lang)
        if touch(bound.span, span)
        for side in bound.sides
    }
    return text.marks(span, *beside) | denied | limits


def _denials_stay(here: SaidText, there: SaidText) -> bool:
    """Whether nothing shows that the answer denies what the instruction does not deny."""
    ours, theirs = list(_clauses(here)), list(_clauses(there))
    answers = [clause.part for clause in theirs if clause.denied]
    for clause in (c for c in ours if c.denied):
        for other in (c for c in ours if not c.denied):
            if clause.signs and clause.signs <= other.signs:
                return False
            if answers and all(_means(a, clause.part, other.part) is False for a in answers):
                return False
    return True


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause, whether it denies, and its words or signs besides those of denial."""

    part: _Part
    denied: bool
    signs: frozenset[str]


def _clauses(text: SaidText) -> Iterator[_Clause]:
    cues = [c.span for c in negation.READERS[text.lang](text.text) if c.demand]
    ends = [m.span() for m in breaks(text.lang).finditer(text.text)]
    for (_, start), (stop, _) in zip([(0, 0), *ends], [*ends, (len(text.text),) * 2], strict=True):
        span = start, stop
        part = _Part((), _topics(text, span), text.marks(span, *cues))
        signs = frozenset(_SIGN.findall(text.words(span).lower())) - _DENYING
        yield _Clause(part, any(touch(cue, span) for cue in cues), signs)
