"""What the patient is asked about a turn: is it right, and how will you do it? Results on record.

Used by the processor thread only.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import AppError
from app.records.model import (
    ConfirmAnswer,
    ConfirmationRecord,
    ConfirmKind,
    Origin,
    Party,
    TeachBackOutcome,
    TeachBackRecord,
)
from app.session.draft import finding_record
from app.session.events import (
    ConfirmationAnswered,
    ConfirmationAsked,
    NotDone,
    Subtitle,
    TeachBackAsked,
    TeachBackResult,
)
from app.session.steps import Desk
from translation.confidence import Sureness
from translation.instructions import Weight, weight_of
from translation.types import Finding, FindingKind

SAID_BACK = frozenset(
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
    )
)
"""What must be the same in the patient's own words; those words may be fewer or others."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A confirmation that waits for its answer."""

    revision: int
    kind: ConfirmKind


def why_confirm(turn: Subtitle) -> ConfirmKind | None:
    """Why the patient should say whether a turn is right; None when there is no need.

    A verified phrase needs it as well when it is weighty: it may not have been understood. What
    the patient has tapped needs none.
    """
    if turn.origin is Origin.ANSWER:
        return None
    weight = weight_of(turn.text, turn.lang, turn.terms)
    if turn.party is Party.PATIENT:
        # The patient reads their own words: worth it where a mistake would be acted upon.
        if weight is Weight.ALLERGY:
            return ConfirmKind.ALLERGY
        return ConfirmKind.NUMBER if turn.confidence.digits else None
    if weight is not None:
        return ConfirmKind(weight.value)
    return ConfirmKind.NUMBER if turn.confidence.digits else None


class Asking:
    """Confirmations and teach-back of one encounter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: dict[int, _Open] = {}
        self._teaching: int | None = None
        self._version = 0
        """Of the instruction that is being said back."""
        self._said: set[int] = set()
        """Turns that were said back as they are now."""

    def after(self, turn: Subtitle) -> None:
        """A turn, or a revision, is told: does it end or answer something, is there one to ask?"""
        if turn.turn == self._teaching:
            # It is not any more what the patient was asked to say back.
            self.cancel()
        if self._desk.book.is_held(turn.turn):
            return
        self._open.pop(turn.turn, None)
        if self._answers_teach_back(turn):
            self._said_back(turn)
            return
        kind = why_confirm(turn) if self._desk.ask_patient else None
        # The turn itself is on record and shown, whatever becomes of the questions about it.
        if kind is not None:
            try:
                self._ask(turn, kind)
            except AppError as error:
                self._desk.put(NotDone("confirmation", turn.turn, error.code))
        self._say_back_anew(turn)

    def ask(self, number: int) -> None:
        """The doctor wants a turn confirmed. Raises AppError."""
        turn = self._on_screen(number)
        self._ask(turn, why_confirm(turn) or ConfirmKind.ASKED)

    def answer(self, number: int, answer: ConfirmAnswer) -> None:
        """The patient has answered. Raises AppError ``session.not_asked``."""
        asked = self._open.pop(number, None)
        if asked is None:
            raise AppError("session.not_asked")
        self._owe("confirmation", ConfirmationRecord(number, asked.revision, asked.kind, answer))
        self._desk.put(ConfirmationAnswered(number, asked.kind, answer))

    def teach_back(self, number: int) -> None:
        """Ask the patient to say an instruction back. Raises AppError."""
        turn = self._on_screen(number)
        if turn.party is not Party.CLINICIAN:
            raise AppError("session.not_an_instruction")
        self.cancel()
        asked = TeachBackOutcome.ASKED
        self._desk.book.add_deed(TeachBackRecord(number, None, asked, revision=turn.revision))
        self._teaching, self._version = number, turn.revision
        self._desk.put(TeachBackAsked(number, turn.target_lang))
        self._desk.give_microphone(Party.PATIENT)

    def cancel(self) -> None:
        """The patient will not say it back; nothing happens when nobody was asked."""
        if self._teaching is not None:
            self._taught(self._teaching, None, TeachBackOutcome.CANCELLED)

    def _on_screen(self, number: int) -> Subtitle:
        turn = self._desk.book.subtitle(number)
        if not self._desk.book.is_shown(number):
            raise AppError("session.not_shown")
        return turn

    def _ask(self, turn: Subtitle, kind: ConfirmKind) -> None:
        self._desk.book.add_deed(ConfirmationRecord(turn.turn, turn.revision, kind))
        self._open[turn.turn] = _Open(turn.revision, kind)
        digits = turn.confidence.digits
        self._desk.put(ConfirmationAsked(turn.turn, turn.revision, turn.party, kind, digits))

    def _answers_teach_back(self, turn: Subtitle) -> bool:
        spoken = turn.origin in (Origin.SPEECH, Origin.TYPED) and turn.revision == 1
        return self._teaching is not None and spoken and turn.party is Party.PATIENT

    def _say_back_anew(self, turn: Subtitle) -> None:
        """What was said back was another version of the turn: ask for this one."""
        if turn.turn not in self._said or turn.party is not Party.CLINICIAN:
            return
        self._said.discard(turn.turn)
        if self._teaching is not None:
            # One at a time; the row of the turn says that this version was not said back.
            return
        try:
            self.teach_back(turn.turn)
        except AppError as error:
            self._desk.put(NotDone("teach_back", turn.turn, error.code))

    def _said_back(self, answer: Subtitle) -> None:
        assert self._teaching is not None
        told = self._desk.book.subtitle(self._teaching)
        findings = said_back_findings(self._desk, told, answer)
        outcome = TeachBackOutcome.DIFFERS if findings else TeachBackOutcome.AGREES
        if answer.confidence.level is Sureness.DOUBT or not answer.complete:
            outcome = TeachBackOutcome.UNSURE
        self._taught(told.turn, answer.turn, outcome, findings)

    def _taught(
        self,
        number: int,
        answer: int | None,
        outcome: TeachBackOutcome,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self._teaching = None
        if answer is not None:
            self._said.add(number)
        self._desk.give_microphone(None)
        stored = tuple(finding_record(finding) for finding in findings)
        deed = TeachBackRecord(number, answer, outcome, stored, revision=self._version)
        self._owe("teach_back", deed)
        self._desk.put(TeachBackResult(number, answer or 0, outcome, findings))

    def _owe(self, name: str, deed: ConfirmationRecord | TeachBackRecord) -> None:
        """What the patient did is told even when the record fails; so is that."""
        try:
            self._desk.book.owe(deed)
        except AppError as error:
            self._desk.put(NotDone(name, deed.turn, error.code))


def said_back_findings(desk: Desk, told: Subtitle, answer: Subtitle) -> tuple[Finding, ...]:
    """What differs between an instruction and the patient's words, in the doctor's language."""
    findings = desk.run_checks(told.text, answer.translation, told.lang, told.lang, told.terms)
    return tuple(found for found in findings if found.kind in SAID_BACK)
