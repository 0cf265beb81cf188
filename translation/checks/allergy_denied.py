"""Denials that were lost or came in, where they are of an allergy: those findings name it."""

from __future__ import annotations

from collections.abc import Sequence

from translation.checks import allergy
from translation.checks.allergy_match import alike
from translation.checks.drug_names import drugs
from translation.checks.lexicon import concept_lexicon
from translation.checks.negation import READERS
from translation.types import Finding, FindingKind, Span


def denied(
    findings: Sequence[Finding], source: str, target: str, source_lang: str, target_lang: str
) -> list[Finding]:
    """``allergy.added:allergy`` and ``allergy.lost:allergy`` for the denials of an allergy that
    went lost or came in: who is "not allergic" any more has an allergy."""
    if any(f.kind is FindingKind.ALLERGY for f in findings):
        return []
    found = []
    for f in findings:
        if f.message == "negation.lost" and f.source_span is not None:
            allergic, became = allergy.concerns(source, source_lang, f.source_span), "added"
            if name := _tolerated(source, source_lang, f.source_span, target, target_lang):
                message = f"allergy.added:{name}"
                found.append(Finding(FindingKind.ALLERGY, message, f.source_span, None))
                continue
            item = _of_item(source, source_lang, f.source_span, target, target_lang)
        elif f.message == "negation.added" and f.target_span is not None:
            allergic, became = allergy.concerns(target, target_lang, f.target_span), "lost"
            item = _of_item(target, target_lang, f.target_span, source, source_lang)
        else:
            continue
        if not item and not allergic:
            item = _spared(f, (source, source_lang), (target, target_lang))
        if allergic or item:
            message = f"allergy.{became}:{item or allergy.STATE}"
            found.append(Finding(FindingKind.ALLERGY, message, f.source_span, f.target_span))
    return found[:1]


def _spared(f: Finding, *texts: tuple[str, str]) -> str:
    """The allergen of a denied clause, where both texts say what an allergy looks like.

    "Milk gives him a rash, but goat's milk doesn't" for 喝羊奶也一样.
    """
    hits = [concept_lexicon(allergy.TABLE, lang).find(text) for text, lang in texts]
    if not all(any(h.name in allergy.SIGNS for h in of) for of in hits):
        return ""
    lost = f.target_span is None
    span = f.source_span if lost else f.target_span
    own, other = (hits[0], hits[1]) if lost else (hits[1], hits[0])
    said, made = texts if lost else (texts[1], texts[0])
    named = (*allergy.allergens(own), *drugs(*said))
    if span is None or len({h.name for h in named}) < 2:
        return ""
    start, end = allergy.clause(said[0], span)
    beside = [h.name for h in named if start <= h.span[0] < end]
    told = {h.name for h in (*allergy.allergens(other), *drugs(*made))}
    return next((name for name in beside if any(alike(name, t) for t in told)), "")


def _of_item(text: str, lang: str, span: Span, other: str, other_lang: str) -> str:
    """The allergen beside a denial that the other text calls one: "but not to aspirin"."""
    start, end = allergy.clause(text, span)
    there = concept_lexicon(allergy.TABLE, other_lang).find(other)
    told = [
        h
        for h in (*allergy.allergens(there), *drugs(other, other_lang))
        if allergy.concerns(other, other_lang, h.span)
    ]
    here = (*allergy.allergens(concept_lexicon(allergy.TABLE, lang).find(text)), *drugs(text, lang))
    beside = (h.name for h in here if start <= h.span[0] < end)
    return next((name for name in beside if any(alike(name, h.name) for h in told)), "")


def _tolerated(text: str, lang: str, span: Span, target: str, target_lang: str) -> str:
    """The allergen, named in both texts, of which ``span`` says that it does no harm."""
    hits = concept_lexicon(allergy.TABLE, lang).find(text)
    if not any(hit.name in allergy.WORDS for hit in hits):
        return ""
    if not any(c.span == span and "fine" in c.kinds for c in READERS[lang](text)):
        return ""
    start, end = allergy.clause(text, span)
    there = concept_lexicon(allergy.TABLE, target_lang).find(target)
    came = (*allergy.allergens(there), *drugs(target, target_lang))
    named = (*allergy.allergens(hits), *drugs(text, lang))
    borne = (h.name for h in named if start <= h.span[0] < end)
    return next((name for name in borne if any(alike(name, h.name) for h in came)), "")
