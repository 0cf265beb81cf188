"""What happens to an utterance, from audio to record, in one straight line."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.engine.engine import Engine, EngineFailed
from app.records.model import Party
from app.session.attribution import Attribution
from app.session.book import Answer, Book, Put
from app.session.capture import Clock
from app.session.events import NothingRecognised
from app.session.jobs import Spoken
from glossary.types import TermMatch
from speech.plausibility import REFUSED, PlausibilityLimits, doubts, is_silence
from speech.types import Hints, Hypothesis
from translation.types import Finding

TermFinder = Callable[[str, str, str], tuple[TermMatch, ...]]
"""Terms of the text (text, source language, target language) with the wanted words."""

RunChecks = Callable[[str, str, str, str, Sequence[TermMatch]], tuple[Finding, ...]]
"""Findings on source, target, source language, target language, term matches."""


def no_terms(text: str, source_lang: str, target_lang: str) -> tuple[TermMatch, ...]:
    """There is no termbase."""
    return ()


@dataclass(frozen=True, slots=True)
class Trust:
    """How sure the models must be of themselves; what is below is shown as doubtful.

    Mean token log-probabilities mean different things in different models: a pack's manifest
    says which are low for it. No answer is ever dropped for this.
    """

    limits: PlausibilityLimits = field(default_factory=PlausibilityLimits)
    min_translation_score: float = -math.inf


TRANSLATION_UNSURE = "translation_unsure"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the processor works with."""

    engine: Engine
    attribution: Attribution
    book: Book
    find_terms: TermFinder
    run_checks: RunChecks
    put: Put
    clock: Clock
    trust: Trust = field(default_factory=Trust)


@dataclass(frozen=True, slots=True)
class DoneAhead:
    """Recognition and translation made before the endpoint was certain."""

    pcm: bytes
    hints: Hints
    hypothesis: Hypothesis
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class FailedAhead:
    """Working ahead failed, replay included: the same audio would only do it again."""

    pcm: bytes
    code: str


def process_utterance(
    desk: Desk, spoken: Spoken, ahead: DoneAhead | FailedAhead | None = None
) -> None:
    """Recognise, translate, check, put on record, show. Raises EngineFailed."""
    utterance = spoken.utterance
    hints = desk.attribution.hints(spoken)
    if isinstance(ahead, FailedAhead):
        if ahead.pcm == utterance.pcm:
            raise EngineFailed(ahead.code)
        ahead = None
    if ahead is not None and (ahead.pcm != utterance.pcm or ahead.hints != hints):
        ahead = None
    hypothesis = ahead.hypothesis if ahead else recognise(desk.engine, spoken, hints)
    if is_silence(hypothesis):
        party = spoken.known_party
        desk.put(NothingRecognised(spoken.number, party, utterance.start_ms, utterance.end_ms))
        return
    party = desk.attribution.party(spoken, hypothesis)
    doubt = doubts(
        hypothesis,
        utterance.end_ms - utterance.start_ms,
        desk.trust.limits,
        cut=spoken.forced,
    )
    if REFUSED & set(doubt):
        desk.book.unprocessed(
            "recognition.implausible", party, utterance.start_ms, utterance.end_ms, spoken
        )
        return
    answer = ahead.answer if ahead else None
    if answer is None:
        answer = translate(desk, hypothesis.text, party)
    shown = desk.book.commit(
        party,
        desk.attribution.lang(party),
        hypothesis.text,
        answer,
        spoken=spoken,
        doubt=tuple(reason.value for reason in doubt),
        lag_ms=lambda: max(0, round((desk.clock() - spoken.ended_at_s) * 1000)),
    )
    if shown:
        desk.attribution.spoke(party, spoken)


def work_ahead(desk: Desk, spoken: Spoken, wanted: Callable[[], bool]) -> DoneAhead | None:
    """Do the engine's part of `process_utterance` early; stop when it is not wanted any more."""
    hints = desk.attribution.hints(spoken)
    hypothesis = recognise(desk.engine, spoken, hints)
    answer = None
    if not is_silence(hypothesis) and wanted():
        answer = translate(desk, hypothesis.text, desk.attribution.party(spoken, hypothesis))
    return DoneAhead(spoken.utterance.pcm, hints, hypothesis, answer) if wanted() else None


def recognise(engine: Engine, spoken: Spoken, hints: Hints) -> Hypothesis:
    """The final hypothesis of an utterance. Raises EngineFailed."""
    try:
        return engine.recognise(spoken.utterance.pcm, hints).hypothesis
    except EngineFailed as error:
        raise EngineFailed(_stable(error.code, "engine.failed"), **error.details) from error


def translate(desk: Desk, text: str, party: Party) -> Answer:
    """Terms, translation into the other party's language, checks. Raises EngineFailed."""
    source, target = desk.attribution.lang(party), desk.attribution.lang(party.other)
    if source == target:
        return Answer(target, text, complete=True)
    terms = desk.find_terms(text, source, target)
    try:
        translation = desk.engine.translate(text, source, target, terms).translation
    except EngineFailed as error:
        raise EngineFailed(_stable(error.code, "translation.failed"), **error.details) from error
    if not translation.target.strip():
        raise EngineFailed("translation.failed")
    findings = desk.run_checks(text, translation.target, source, target, terms)
    unsure = any(part.score < desk.trust.min_translation_score for part in translation.sentences)
    doubt = (TRANSLATION_UNSURE,) if unsure else ()
    return Answer(target, translation.target, translation.complete, terms, findings, doubt)


def _stable(code: str, otherwise: str) -> str:
    """The codes that `Unprocessed` promises; a failure inside the child takes the step's own."""
    return code if code in ("engine.failed", "engine.timeout", "engine.aborted") else otherwise
