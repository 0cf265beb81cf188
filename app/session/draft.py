"""A turn before it is on record, and what is stored and shown of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.records.model import FindingRecord, Origin, Party, TermRecord, TurnRecord
from app.session.events import FlagSpan, Subtitle
from app.session.hold import holds
from app.session.jobs import Spoken
from glossary.types import TermMatch
from translation.confidence import Confidence
from translation.types import Finding


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a recognised or typed text."""

    target_lang: str
    translation: str
    complete: bool
    terms: tuple[TermMatch, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubt: tuple[str, ...] = ()
    """Reasons to doubt the translation: "translation_unsure"."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn, or the next revision of one, before it is on record.

    ``critical`` is why it must wait for the doctor's word (see `HoldPolicy`); ``spoken`` is None
    for what was not spoken now, ``at_ms`` is then its place in the audio.
    """

    party: Party
    lang: str
    text: str
    answer: Answer
    confidence: Confidence = field(default_factory=Confidence)
    critical: tuple[str, ...] = ()
    spoken: Spoken | None = None
    at_ms: int = 0
    origin: Origin = Origin.SPEECH
    reason: str = ""
    doubt: tuple[str, ...] = ()
    red_flags: tuple[FlagSpan, ...] = ()
    phrase_id: str = ""


def record_of(draft: Draft, number: int, before: TurnRecord | None) -> TurnRecord:
    """What goes on record of a draft, as the next revision of ``before`` where there is one."""
    spoken = draft.spoken
    turn = TurnRecord(
        turn=number,
        revision=before.revision + 1 if before else 1,
        party=draft.party,
        lang=draft.lang,
        text=draft.text,
        target_lang=draft.answer.target_lang,
        translation=draft.answer.translation,
        complete=draft.answer.complete,
        start_ms=spoken.utterance.start_ms if spoken else draft.at_ms,
        end_ms=spoken.utterance.end_ms if spoken else draft.at_ms,
        origin=draft.origin,
        reason=draft.reason,
        doubt=(*draft.doubt, *draft.answer.doubt),
        findings=tuple(finding_record(finding) for finding in draft.answer.findings),
        terms=tuple(_term_record(term) for term in draft.answer.terms),
        confidence=draft.confidence.level.value,
        reasons=draft.confidence.reasons,
        held=draft.critical if holds(draft.party, draft.critical) else (),
        red_flags=tuple(dict.fromkeys(flag.concept for flag in draft.red_flags)),
        phrase_id=draft.phrase_id,
    )
    if before is not None and spoken is None:
        turn = replace(turn, start_ms=before.start_ms, end_ms=before.end_ms)
    return turn


def subtitle_of(turn: TurnRecord, draft: Draft, lag_ms: int, plain: str) -> Subtitle:
    """What is shown of a draft that is on record."""
    return Subtitle(
        turn=turn.turn,
        revision=turn.revision,
        party=turn.party,
        lang=turn.lang,
        text=turn.text,
        target_lang=turn.target_lang,
        translation=turn.translation,
        complete=turn.complete,
        start_ms=turn.start_ms,
        end_ms=turn.end_ms,
        lag_ms=lag_ms,
        origin=turn.origin,
        terms=draft.answer.terms,
        findings=draft.answer.findings,
        reason=turn.reason,
        doubt=turn.doubt,
        confidence=draft.confidence,
        critical=draft.critical,
        red_flags=draft.red_flags,
        phrase_id=draft.phrase_id,
        plain=plain,
    )


def finding_record(finding: Finding) -> FindingRecord:
    """A finding as it is stored."""
    return FindingRecord(
        finding.kind.value, finding.message, finding.source_span, finding.target_span
    )


def _term_record(term: TermMatch) -> TermRecord:
    return TermRecord(
        concept_id=term.concept_id,
        start=term.start,
        end=term.end,
        term=term.term,
        wanted=term.wanted,
        source=term.source,
        review_state=term.review_state,
        termbase_version=term.termbase_version,
    )
