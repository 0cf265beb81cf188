"""What the patient is asked about a turn: is it right, and how will you do it? Results on record.

Used by the processor thread only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from app.session.missed import untrusted
from app.session.steps import Desk
from translation.confidence import Sureness
from translation.instructions import Weight, weights_of
from translation.types import Finding


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
    weights = weights_of(turn.text, turn.lang, turn.terms)
    if turn.party is Party.PATIENT:
        # The patient reads their own words: worth it where a mistake would be acted upon.
        weights &= {Weight.ALLERGY}
    weightiest = next((weight for weight in Weight if weight in weights), None)
    if weightiest is not None:
        return ConfirmKind(weightiest.value)
    return ConfirmKind.NUMBER if turn.confidence.digits else None


@dataclass(frozen=True, slots=True)
class _Teaching:
    """An instruction that the patient is saying back, as it was in ``revision``.

    ``again``: for the second time, because their first answer could not be trusted.
    """

    turn: int
    revision: int
    again: bool = False


_OPEN = frozenset((TeachBackOutcome.UNSURE, TeachBackOutcome.CANCELLED))
"""Outcomes of an answer put right that still leave it to be said once more."""


class Asking:
    """Confirmations and teach-back of one encounter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: dict[int, _Open] = {}
        self._teaching: _Teaching | None = None
        self._later: set[int] = set()
        """Turns to be asked about when the patient's screen shows sentences again."""
        self._said: set[int] = set()
        """Turns that were said back as they are now."""
        self._answers: dict[int, tuple[Subtitle, _Teaching]] = {}
        """The turns that answered, the newest revision of each compared with which instruction."""

    def after(self, turn: Subtitle) -> None:
        """A turn, or a revision, is told: does it end or answer something, is there one to ask?"""
        if self._teaching is not None and turn.turn == self._teaching.turn:
            # It is not any more what the patient was asked to say back.
            self.cancel()
        self._later.discard(turn.turn)
        if self._desk.book.is_held(turn.turn):
            return
        self._open.pop(turn.turn, None)
        if self._answers_teach_back(turn):
            self._said_back(turn)
            return
        if turn.turn in self._answers:
            self._judge_anew(turn)
        self._ask_if_weighty(turn)
        self._say_back_anew(turn)

    def ask_waiting(self) -> None:
        """The patient's screen shows sentences again."""
        later, self._later = sorted(self._later), set()
        for number in later:
            self._ask_if_weighty(self._desk.book.subtitle(number))

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
        teaching = _Teaching(number, turn.revision)
        self._desk.book.add_deed(_deed(teaching, None, TeachBackOutcome.ASKED))
        self._teaching = teaching
        self._desk.put(TeachBackAsked(number, turn.target_lang))
        self._desk.give_microphone(Party.PATIENT)

    def cancel(self) -> None:
        """The patient will not say it back; nothing happens when nobody was asked."""
        teaching = self._teaching
        if teaching is None:
            return
        cancelled = TeachBackOutcome.CANCELLED
        if not teaching.again:
            # Else an answer is on record, which is what came of it.
            self._owe("teach_back", _deed(teaching, None, cancelled))
        self._taught(TeachBackResult(teaching.turn, 0, cancelled))

    def _on_screen(self, number: int) -> Subtitle:
        turn = self._desk.book.subtitle(number)
        if not self._desk.book.is_shown(number):
            raise AppError("session.not_shown")
        if self._desk.book.is_hidden():
            raise AppError("session.hidden")
        return turn

    def _ask_if_weighty(self, turn: Subtitle) -> None:
        # What is to be said again is not asked about: that would be two opposite requests.
        ask = self._desk.ask_patient and not untrusted(turn)
        kind = why_confirm(turn) if ask else None
        if kind is None:
            return
        if self._desk.book.is_hidden():
            self._later.add(turn.turn)
            return
        # The turn itself is on record and shown, whatever becomes of the questions about it.
        try:
            self._ask(turn, kind)
        except AppError as error:
            self._desk.put(NotDone("confirmation", turn.turn, error.code))

    def _ask(self, turn: Subtitle, kind: ConfirmKind) -> None:
        # The first window does not wait for the checks.
        from translation.confusables import said_in

        self._desk.book.add_deed(ConfirmationRecord(turn.turn, turn.revision, kind))
        self._open[turn.turn] = _Open(turn.revision, kind)
        doctor = turn.party is Party.CLINICIAN
        read = (turn.translation, turn.target_lang) if doctor else (turn.text, turn.lang)
        digits = said_in(turn.confidence.digits, *read)
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
        teaching = self._teaching
        assert teaching is not None
        told = self._desk.book.subtitle(teaching.turn)
        self._answers[answer.turn] = told, teaching
        outcome, findings = compared(told, answer)
        again = outcome is TeachBackOutcome.UNSURE and not teaching.again
        self._owe("teach_back", _deed(teaching, answer.turn, outcome, findings))
        self._taught(TeachBackResult(told.turn, answer.turn, outcome, findings, again))

    def _judge_anew(self, answer: Subtitle) -> None:
        """The answer was corrected, or is not the patient's: what came of it counts no more."""
        told, teaching = self._answers[answer.turn]
        outcome: TeachBackOutcome = TeachBackOutcome.CANCELLED
        findings: tuple[Finding, ...] = ()
        if answer.party is Party.PATIENT:
            outcome, findings = compared(told, answer)
        self._owe("teach_back", _deed(teaching, answer.turn, outcome, findings))
        result = TeachBackResult(told.turn, answer.turn, outcome, findings)
        if self._teaching is not None and self._teaching.turn == told.turn:
            if self._teaching.again and outcome not in _OPEN:
                self._taught(result)  # Put right, it need not be said once more.
        elif self._desk.book.subtitle(told.turn).revision == told.revision:
            self._desk.put(result)

    def _taught(self, result: TeachBackResult) -> None:
        """Tell what came of it; it is over then, unless the patient is to say it once more."""
        if result.again:
            assert self._teaching is not None
            self._teaching = replace(self._teaching, again=True)
        else:
            self._teaching = None
            if result.answer_turn:
                self._said.add(result.turn)
            self._desk.give_microphone(None)
        self._desk.put(result)

    def _owe(self, name: str, deed: ConfirmationRecord | TeachBackRecord) -> None:
        """What the patient did is told even when the record fails; so is that."""
        try:
            self._desk.book.owe(deed)
        except AppError as error:
            self._desk.put(NotDone(name, deed.turn, error.code))


def _deed(
    teaching: _Teaching,
    answer: int | None,
    outcome: TeachBackOutcome,
    findings: tuple[Finding, ...] = (),
) -> TeachBackRecord:
    stored = tuple(finding_record(finding) for finding in findings)
    return TeachBackRecord(teaching.turn, answer, outcome, stored, revision=teaching.revision)


def compared(told: Subtitle, answer: Subtitle) -> tuple[TeachBackOutcome, tuple[Finding, ...]]:
    """What the patient's words say about the instruction, both in the doctor's language."""
    # The first window does not wait for the tables of the checks.
    from translation.said_back import said_back

    said = said_back(told.text, answer.translation, told.lang)
    outcome = TeachBackOutcome.AGREES if said.judged else TeachBackOutcome.UNJUDGED
    if said.findings:
        outcome = TeachBackOutcome.DIFFERS
    if answer.confidence.level is Sureness.DOUBT or not answer.complete:
        outcome = TeachBackOutcome.UNSURE
    return outcome, said.findings
