"""Which turns wait for the doctor's word before the patient sees them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import AppError
from app.records.model import Party
from translation.confidence import Confidence, Sureness
from translation.types import CRITICAL_KINDS, Finding, FindingKind

INCOMPLETE = "incomplete"
DOUBT = "doubt"
HIDDEN = "hidden"
"""The patient's screen shows a page without sentences: whatever the doctor says waits."""


@dataclass(frozen=True, slots=True)
class HoldPolicy:
    """What is critical. An incomplete translation and one not to be trusted always are."""

    kinds: frozenset[FindingKind] = CRITICAL_KINDS

    def critical(
        self, findings: Iterable[Finding], complete: bool, confidence: Confidence
    ) -> tuple[str, ...]:
        """Why a turn is critical, in a stable order; empty when it is not."""
        found = {finding.kind for finding in findings} & self.kinds
        reasons = [kind.value for kind in FindingKind if kind in found]
        if not complete:
            reasons.append(INCOMPLETE)
        if confidence.level is Sureness.DOUBT:
            reasons.append(DOUBT)
        return tuple(reasons)


def holds(party: Party, critical: tuple[str, ...]) -> bool:
    """Only what goes to the patient waits: nothing is kept from the doctor."""
    return party is Party.CLINICIAN and bool(critical)


def kinds_from(text: str) -> frozenset[FindingKind]:
    """Kinds from a setting: names separated by spaces or commas.

    Raises AppError ``settings.bad_value`` for a name that is no kind: a typing error may not
    switch a protection off unnoticed.
    """
    names = text.replace(",", " ").split()
    try:
        return frozenset(FindingKind(name) for name in names)
    except ValueError:
        raise AppError("settings.bad_value", key="safety.hold_kinds", value=text) from None
