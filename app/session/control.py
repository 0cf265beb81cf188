"""What the windows and the command line can ask of a live session.

Calls return at once and never block on models or disk; what comes of them is seen in the events.
`app.session.live.LiveSession` is the implementation.
"""

from __future__ import annotations

import queue
from typing import Protocol, runtime_checkable

from app.session.events import ConfirmAnswer, Party, Phrase, SessionEvent


class SessionControl(Protocol):
    """A live consultation as its user drives it. All methods may be called from any thread."""

    @property
    def events(self) -> queue.SimpleQueue[SessionEvent]:
        """Events in order, for one reader."""
        ...

    def start(self) -> None:
        """Load the engine if need be, open the source and listen."""
        ...

    def pause(self) -> None:
        """Stop listening; what was already said is still answered.

        While it loads: do not listen when that is over.
        """
        ...

    def resume(self) -> None:
        """Listen again."""
        ...

    def end(self) -> None:
        """Close the source, answer what is waiting (up to 20 s), close the encounter."""
        ...

    def hold_to_talk(self, party: Party | None) -> None:
        """Push-to-talk: audio belongs to ``party`` until called again; None: automatic turns."""
        ...

    def hide_patient(self, hidden: bool) -> None:
        """The patient's screen shows a page without sentences, or shows sentences again.

        While it does not, every turn of the doctor is held ("hidden"), none is let through and
        the patient is asked nothing ("session.hidden"). Counts at once, also for what was said
        before and is still being answered.
        """
        ...

    def type_text(self, party: Party, text: str) -> None:
        """A typed turn of either party."""
        ...

    def correct(self, turn: int, text: str) -> None:
        """Replace a turn's recognised text, translate again; shown as corrected."""
        ...

    def swap(self, turn: int) -> None:
        """The turn belongs to the other party: recognise/translate it the other way round."""
        ...

    def retry(self, turn: int) -> None:
        """Try an unprocessed or doubtful turn again from its kept audio."""
        ...


@runtime_checkable
class ConfirmsHeld(Protocol):
    """A session that holds turns back (see `Held`) and lets them through on the doctor's word."""

    def confirm(self, turn: int, revision: int = 0) -> None:
        """Let a held turn through to the patient as it is; answered by its `Subtitle`.

        ``revision`` is the one that the doctor has seen: another one is not sent
        ("session.changed"). 0 is whichever is held.
        """
        ...


@runtime_checkable
class ClinicalControl(ConfirmsHeld, Protocol):
    """What the doctor and the patient can do about a turn's meaning.

    What cannot be done is answered by `NotDone`. `SessionControl.correct` on a held turn is
    "correct and send": checked again, and held again if it is still critical.
    """

    def correct_translation(self, turn: int, text: str) -> None:
        """Replace a turn's translation; checked like any other, the recognised text stays."""
        ...

    def ask_again(self, turn: int, revision: int = 0) -> None:
        """Ask the party of the turn to say it again; a held turn is thereby not sent.

        ``revision`` is the held one that the doctor has seen, 0 where the turn was not held.
        """
        ...

    def withdraw(self, turn: int, revision: int = 0) -> None:
        """Do not send a held turn at all; ``revision`` as in `confirm`.

        This, `ask_again` about a held turn and a phrase instead of one stop a correction, swap or
        retry of it that is still being carried out ("session.stopped").
        """
        ...

    def send_phrase(self, phrase: Phrase) -> None:
        """A verified phrase of the doctor or a tapped answer of the patient, as a turn."""
        ...

    def back_translate(self, turn: int) -> None:
        """Translate the turn's translation back; answered by `BackTranslated`."""
        ...

    def ask_confirmation(self, turn: int) -> None:
        """Ask the patient whether a turn is right; answered by `ConfirmationAsked`."""
        ...

    def answer_confirmation(self, turn: int, answer: ConfirmAnswer) -> None:
        """The patient's answer on the screen; answered by `ConfirmationAnswered`."""
        ...

    def teach_back(self, turn: int) -> None:
        """Ask the patient to say it back; the microphone is theirs until their next turn."""
        ...

    def cancel_teach_back(self) -> None:
        """The patient will not say it back; nothing happens when nobody was asked."""
        ...
