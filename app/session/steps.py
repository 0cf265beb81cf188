"""What happens to an utterance, from audio to record, in one straight line."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.engine.engine import Engine, EngineFailed
from app.records.model import Origin, Party
from app.session.alarm import Alarm
from app.session.attribution import Attribution
from app.session.book import Book, Put
from app.session.capture import Clock
from app.session.draft import Answer, Draft
from app.session.events import FlagSpan, NothingRecognised
from app.session.hold import HoldPolicy
from app.session.jobs import Spoken
from glossary.types import TermMatch
from speech.plausibility import REFUSED, Doubt, PlausibilityLimits, doubts, is_silence
from speech.types import Hints, Hypothesis
from translation.confidence import Evidence, assess
from translation.term_constraints import unsaid
from translation.term_findings import term_findings
from translation.translate_text import has_word
from translation.types import Finding

log = logging.getLogger("yizhen.session")

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
    min_translation_score: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By direction; any score will do where nothing is said."""


TRANSLATION_UNSURE = "translation_unsure"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the processor works with."""

    engine: Engine
    attribution: Attribution
    book: Book
    alarm: Alarm
    find_terms: TermFinder
    run_checks: RunChecks
    put: Put
    clock: Clock
    trust: Trust = field(default_factory=Trust)
    policy: HoldPolicy = field(default_factory=HoldPolicy)
    ask_patient: bool = True
    """Ask the patient about weighty turns without being told to."""
    give_microphone: Callable[[Party | None], None] = lambda party: None
    """Give the microphone to a party; None: to whoever speaks."""
    overruled: Callable[[int], bool] = lambda turn: False
    """Has it been decided meanwhile that this held turn is not sent?"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recognised, and why that may not be trusted."""

    spoken: Spoken
    hypothesis: Hypothesis
    party: Party
    doubt: tuple[Doubt, ...]
    answer: Answer | None = None
    """Its translation, where it was made ahead."""

    @property
    def refused(self) -> bool:
        """True when these can hardly be anybody's words."""
        return bool(REFUSED & set(self.doubt))


@dataclass(frozen=True, slots=True)
class DoneAhead:
    """Recognition and translation made before the endpoint was certain."""

    pcm: bytes
    hints: Hints
    hypothesis: Hypothesis
    heard: Heard | None
    """None where there were no words."""


@dataclass(frozen=True, slots=True)
class FailedAhead:
    """Working ahead failed, replay included: the same audio would only do it again."""

    pcm: bytes
    code: str
    party: Party | None
    """Who spoke, where that was known before it failed."""


def hear(desk: Desk, spoken: Spoken, ahead: DoneAhead | None) -> Heard | None:
    """Recognise an utterance. Raises EngineFailed.

    None when there were no words, or none to be believed; what became of it was told.
    """
    utterance = spoken.utterance
    hints = desk.attribution.hints(spoken)
    if ahead is not None and (ahead.pcm != utterance.pcm or ahead.hints != hints):
        ahead = None
    hypothesis = ahead.hypothesis if ahead else recognise(desk.engine, spoken, hints)
    if is_silence(hypothesis):
        party = spoken.known_party
        desk.put(NothingRecognised(spoken.number, party, utterance.start_ms, utterance.end_ms))
        return None
    party = desk.attribution.party(spoken, hypothesis)
    heard = (ahead and ahead.heard) or listened(desk, spoken, hypothesis, party)
    if heard.refused:
        desk.book.unprocessed(
            "recognition.implausible", party, utterance.start_ms, utterance.end_ms, spoken
        )
        return None
    return heard


def answer_heard(desk: Desk, spoken: Spoken, heard: Heard) -> None:
    """Tell its red flags, translate, check, put on record, show or hold. Raises EngineFailed."""
    flags = desk.alarm.raised(heard.party, heard.hypothesis.text, spoken=spoken)
    answer = heard.answer or translate(desk, heard.hypothesis.text, heard.party)
    shown = desk.book.commit(
        heard_draft(desk, heard, answer, flags),
        lag_ms=lambda: max(0, round((desk.clock() - spoken.ended_at_s) * 1000)),
    )
    if shown is not None:
        desk.attribution.spoke(heard.party, spoken)


def listened(desk: Desk, spoken: Spoken, hypothesis: Hypothesis, party: Party) -> Heard:
    """Why the recognition may not be trusted."""
    length_ms = spoken.utterance.end_ms - spoken.utterance.start_ms
    doubt = doubts(hypothesis, length_ms, desk.trust.limits, cut=spoken.forced)
    return Heard(spoken, hypothesis, party, doubt)


def heard_draft(
    desk: Desk, heard: Heard, answer: Answer, flags: tuple[FlagSpan, ...], reason: str = ""
) -> Draft:
    """A turn of what was heard, with its red flags."""
    # The first window does not wait for the tables of the checks.
    from translation.confusables import confusables

    text, doubt = heard.hypothesis.text, tuple(reason.value for reason in heard.doubt)
    lang = desk.attribution.lang(heard.party)
    evidence = Evidence(
        recognition=doubt,
        complete=answer.complete,
        unsure=TRANSLATION_UNSURE in answer.doubt,
        confusables=confusables(text, lang, term_spans(answer)),
        findings=answer.findings,
    )
    confidence = assess(evidence)
    return Draft(
        heard.party,
        lang,
        text,
        answer,
        confidence,
        desk.policy.critical(answer.findings, answer.complete, confidence),
        spoken=heard.spoken,
        reason=reason,
        doubt=doubt,
        red_flags=flags,
    )


def written_draft(
    desk: Desk,
    party: Party,
    text: str,
    answer: Answer,
    flags: tuple[FlagSpan, ...],
    doubt: tuple[str, ...] = (),
) -> Draft:
    """A turn of what was typed, or corrected, with its red flags: nobody can have misheard it."""
    lang = desk.attribution.lang(party)
    confidence = assess(
        Evidence(
            recognition=doubt,
            complete=answer.complete,
            unsure=TRANSLATION_UNSURE in answer.doubt,
            findings=answer.findings,
        )
    )
    return Draft(
        party,
        lang,
        text,
        answer,
        confidence,
        desk.policy.critical(answer.findings, answer.complete, confidence),
        doubt=doubt,
        red_flags=flags,
    )


def with_reason(draft: Draft, reason: str, *, origin: Origin, at_ms: int = 0) -> Draft:
    """The draft as a revision, or as a turn that was not spoken now."""
    return replace(draft, reason=reason, origin=origin, at_ms=at_ms)


def term_spans(answer: Answer) -> list[tuple[int, int]]:
    """Where the terms stand: a numeral inside one is no number."""
    return [(term.start, term.end) for term in answer.terms]


def work_ahead(
    desk: Desk, spoken: Spoken, wanted: Callable[[], bool]
) -> DoneAhead | FailedAhead | None:
    """Do the engine's part of an utterance early; stop when it is not wanted any more."""
    hints = desk.attribution.hints(spoken)
    pcm, party, heard = spoken.utterance.pcm, spoken.known_party, None
    try:
        hypothesis = recognise(desk.engine, spoken, hints)
        if not is_silence(hypothesis) and wanted():
            party = desk.attribution.party(spoken, hypothesis)
            heard = listened(desk, spoken, hypothesis, party)
            if not heard.refused:
                desk.alarm.raised(party, hypothesis.text, spoken=spoken)
                heard = replace(heard, answer=translate(desk, hypothesis.text, party))
    except EngineFailed as error:
        log.warning("working ahead failed: %s", error.code)
        return None if error.code == "engine.aborted" else FailedAhead(pcm, error.code, party)
    return DoneAhead(pcm, hints, hypothesis, heard) if wanted() else None


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
        translation = desk.engine.translate(text, source, target, terms, careful=True).translation
    except EngineFailed as error:
        raise EngineFailed(_stable(error.code, "translation.failed"), **error.details) from error
    if not translation.target.strip() or (has_word(text) and not has_word(translation.target)):
        raise EngineFailed("translation.failed")
    findings = (
        *desk.run_checks(text, translation.target, source, target, terms),
        *term_findings(translation, terms),
    )
    least = desk.trust.min_translation_score.get((source, target), -math.inf)
    unsure = any(part.score < least or part.reconsidered for part in translation.sentences)
    unsure = unsure or bool(unsaid(translation.target, terms, target))
    doubt = (TRANSLATION_UNSURE,) if unsure else ()
    return Answer(target, translation.target, translation.complete, terms, findings, doubt)


def _stable(code: str, otherwise: str) -> str:
    """The codes that `Unprocessed` promises; a failure inside the child takes the step's own."""
    return code if code in ("engine.failed", "engine.timeout", "engine.aborted") else otherwise
