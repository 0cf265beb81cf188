"""Numbers, doses, units, frequencies, durations, timing, dates and times: what differs.

One reading of each text serves all these kinds, so that one error is found once, under the most
specific name.
"""

from __future__ import annotations

from dataclasses import replace

from translation.checks.numbers_lexicon import LANGUAGES
from translation.checks.numbers_tokens import Tokens
from translation.checks.quantity_compare import Quantity, compare
from translation.checks.quantity_draft import finished
from translation.checks.quantity_reader import QuantityReader
from translation.checks.timing import Timing, timings
from translation.checks.timing import compare as compare_timings
from translation.types import Finding, FindingKind


def check(source: str, target: str, source_lang: str, target_lang: str) -> list[Finding]:
    """``<kind>.changed:A>B``, ``<kind>.missing:A`` and ``<kind>.extra:B``."""
    if source_lang not in LANGUAGES or target_lang not in LANGUAGES:
        return []
    ours, theirs = Tokens(source, source_lang), Tokens(target, target_lang)
    here, when_here = _read(ours)
    there, when_there = _read(theirs)
    findings = []
    for difference in compare(here, there):
        a, b = difference.source, difference.target
        values = ">".join(q.shown for q in (a, b) if q is not None)
        findings.append(
            Finding(
                difference.kind,
                f"{difference.kind.value}.{difference.reason}:{values}",
                a.span if a is not None else None,
                b.span if b is not None else None,
            )
        )
    findings.extend(compare_timings(when_here, when_there, ours, theirs))
    return findings


def read(text: str, language: str) -> tuple[list[Quantity], list[Timing]]:
    """The quantities and the timings of one text."""
    return _read(Tokens(text, language))


def _read(tokens: Tokens) -> tuple[list[Quantity], list[Timing]]:
    if not tokens.items:
        return [], []
    reader = QuantityReader(tokens)
    quantities = [finished(d, tokens.place(d.start, d.end)) for d in reader.read()]
    if any(word in tokens.text for word in tokens.lexicon.fluids):
        quantities = [_measured(q) for q in quantities]
    return quantities, timings(tokens.items, reader.used_parts)


def _measured(quantity: Quantity) -> Quantity:
    """A volume of blood or urine is no dose."""
    if quantity.dimension != "volume":
        return quantity
    return replace(quantity, role=FindingKind.NUMBER)
