"""Findings on terms: what is missing, and what was put in after the model wrote otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from glossary.types import TermMatch
from translation.types import Finding, FindingKind, Translation


def term_findings(translation: Translation, matches: Sequence[TermMatch]) -> tuple[Finding, ...]:
    """``term.replaced:WANTED`` and ``term.missing:WANTED``, each once, with their places."""
    replaced = {name for part in translation.sentences for name in part.replaced_terms}
    missing = {name for part in translation.sentences for name in part.unmet_terms} - replaced
    found: dict[str, Finding] = {}
    for match in matches:
        if not match.steers or match.concept_id in found:
            continue
        span = (match.start, match.end)
        if match.concept_id in replaced:
            at = translation.target.find(match.wanted)
            place = (at, at + len(match.wanted)) if at >= 0 else None
            message = f"term.replaced:{match.wanted}"
            found[match.concept_id] = Finding(FindingKind.TERM, message, span, place)
        elif match.concept_id in missing:
            message = f"term.missing:{match.wanted}"
            found[match.concept_id] = Finding(FindingKind.TERM, message, span, None)
    return tuple(found.values())
