"""One finding for one error: where two checks see the same fault, the one that names it stays."""

from __future__ import annotations

from collections.abc import Sequence

from translation.checks.text import touch
from translation.types import Finding, FindingKind, Span

_WHOLE = frozenset(("omission.empty", "untranslated.whole"))

_OWN = frozenset((FindingKind.OMISSION, FindingKind.ALLERGY))
"""What is said even where a clause seems to be lost: a lost allergy weighs more than a clause."""
_NAMED = frozenset((FindingKind.PERSON, FindingKind.ALLERGY, FindingKind.BODY_PART,
                    FindingKind.LATERALITY, FindingKind.DRUG))  # fmt: skip
_MOVED = frozenset(("negation.lost", "negation.added"))
"""A denial of one thing that became one of another: who names the two says it more exactly."""
_ITEM = "omission.item:"
_TIMES = frozenset((FindingKind.TIMING, FindingKind.DATE_TIME, FindingKind.FREQUENCY))
_OPPOSITE = "negation.opposite:"
_EXCHANGED = ".exchanged:"
_ORDER = ("timing.order:", "timing.part:")
"""What `translation.checks.time_order` sees, others often name more exactly."""


def resolve(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings`` without those that another one explains."""
    whole = [f for f in findings if f.message in _WHOLE]
    if whole:
        return (whole[0],)
    if any(_EXCHANGED not in f.message for f in findings):
        findings = [f for f in findings if _EXCHANGED not in f.message]
    findings = [f for f in findings if not _came_through(f, findings) and not _denied(f, findings)]
    allergic = {f.source_span for f in findings if f.kind is FindingKind.ALLERGY}
    findings = [
        f for f in findings if f.kind is not FindingKind.DRUG or f.source_span not in allergic
    ]
    kept = list(findings)
    for cause in findings:
        if cause.kind is FindingKind.OMISSION:
            kept = [f for f in kept if f is cause or not _left_out(f, cause)]
        elif cause.kind is FindingKind.UNTRANSLATED:
            kept = [f for f in kept if f is cause or f.target_span is not None]
    if any(f.kind in _NAMED | _TIMES and f.source_span and f.target_span for f in kept):
        said = [f.message for f in kept if f.message in _MOVED]
        kept = [f for f in kept if len(said) != len(_MOVED) or f.message not in said]
    if any(f.kind in _TIMES and not f.message.startswith(_ORDER) for f in kept):
        kept = [f for f in kept if not f.message.startswith(_ORDER)]
    return tuple(kept)


def _came_through(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether a clause said to be lost is there with something changed in it.

    What says an opposite once more ("усилилась, стало хуже") is not answered either. One of a
    list that is missing says that the rest of the list is there.
    """
    if finding.message != "omission.clause":
        return False
    if any(f.message.startswith(_OPPOSITE) for f in others):
        return True
    return any(
        f.source_span is not None
        and (f.target_span is not None or f.message.startswith(_ITEM))
        and (f.kind is not FindingKind.OMISSION or f.message.startswith(_ITEM))
        and _within(f.source_span, finding.source_span)
        for f in others
    )


def _denied(finding: Finding, others: Sequence[Finding]) -> bool:
    """Whether a bound turned round because its denial went lost: 不超过 that became "over"."""
    if not finding.message.startswith("number.bound:"):
        return False
    return any(
        f.kind is FindingKind.NEGATION
        and (meet(f.source_span, finding.source_span) or meet(f.target_span, finding.target_span))
        for f in others
    )


def _left_out(finding: Finding, omission: Finding) -> bool:
    """Whether something is missing because the text around it is."""
    if finding.kind in _OWN or finding.target_span is not None:
        return False
    return finding.source_span is not None and _within(finding.source_span, omission.source_span)


def _within(span: Span, around: Span | None) -> bool:
    return around is not None and around[0] <= span[0] and span[1] <= around[1]


def meet(a: Span | None, b: Span | None) -> bool:
    """Whether two spans have a place in common."""
    return a is not None and b is not None and touch(a, b)
