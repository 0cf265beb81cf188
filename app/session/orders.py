"""What can be asked of a session about turns: each call becomes a job for the processor."""

from __future__ import annotations

from abc import ABC, abstractmethod

from app.records.model import ConfirmAnswer, Party
from app.session.events import Phrase
from app.session.jobs import (
    AnswerConfirmation,
    AskAgain,
    AskConfirmation,
    BackTranslate,
    CancelTeachBack,
    Command,
    Confirm,
    Correct,
    CorrectTranslation,
    Retry,
    SayPhrase,
    Swap,
    TeachBack,
    Typed,
    Withdraw,
)


class Orders(ABC):
    """The part of `SessionControl` and all of `ClinicalControl` that the processor carries out."""

    def type_text(self, party: Party, text: str) -> None:
        """See `SessionControl.type_text`."""
        self._order(Typed(party, text, self._now_ms()))

    def correct(self, turn: int, text: str) -> None:
        """See `SessionControl.correct`."""
        self._order(Correct(turn, text))

    def swap(self, turn: int) -> None:
        """See `SessionControl.swap`."""
        self._order(Swap(turn))

    def retry(self, turn: int) -> None:
        """See `SessionControl.retry`."""
        self._order(Retry(turn))

    def confirm(self, turn: int, revision: int = 0) -> None:
        """See `ConfirmsHeld.confirm`."""
        self._order(Confirm(turn, revision))

    def correct_translation(self, turn: int, text: str) -> None:
        """See `ClinicalControl.correct_translation`."""
        self._order(CorrectTranslation(turn, text))

    def ask_again(self, turn: int, revision: int = 0) -> None:
        """See `ClinicalControl.ask_again`."""
        self._order(AskAgain(turn, revision))

    def withdraw(self, turn: int, revision: int = 0) -> None:
        """See `ClinicalControl.withdraw`."""
        self._order(Withdraw(turn, revision))

    def send_phrase(self, phrase: Phrase) -> None:
        """See `ClinicalControl.send_phrase`."""
        self._order(SayPhrase(phrase, self._now_ms()))

    def back_translate(self, turn: int) -> None:
        """See `ClinicalControl.back_translate`."""
        self._order_background(BackTranslate(turn))

    def ask_confirmation(self, turn: int) -> None:
        """See `ClinicalControl.ask_confirmation`."""
        self._order(AskConfirmation(turn))

    def answer_confirmation(self, turn: int, answer: ConfirmAnswer) -> None:
        """See `ClinicalControl.answer_confirmation`."""
        self._order(AnswerConfirmation(turn, answer))

    def teach_back(self, turn: int) -> None:
        """See `ClinicalControl.teach_back`."""
        self._order(TeachBack(turn))

    def cancel_teach_back(self) -> None:
        """See `ClinicalControl.cancel_teach_back`."""
        self._order(CancelTeachBack())

    @abstractmethod
    def _order(self, command: Command) -> None:
        """Put a command among what was said."""

    @abstractmethod
    def _order_background(self, command: BackTranslate) -> None:
        """Put a command behind what is said."""

    @abstractmethod
    def _now_ms(self) -> int:
        """Where the audio is now."""
