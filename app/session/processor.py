"""The processor thread: takes jobs, asks the engine, owns the writing side of the record."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.engine.engine import EngineFailed, Priority
from app.errors import AppError
from app.records.model import Party
from app.session.asking import Asking
from app.session.bugs import log_bug
from app.session.commands import NAMES, carry_out, turn_of
from app.session.events import NotDone, Partial, SourceChanged
from app.session.inbox import Inbox
from app.session.jobs import (
    Ahead,
    Background,
    Command,
    DocumentBlock,
    Job,
    Lost,
    Overflowed,
    PartialOf,
    SourceDone,
    Spoken,
)
from app.session.steps import Desk, DoneAhead, FailedAhead, answer_heard, hear, work_ahead
from speech.plausibility import is_silence
from speech.stabiliser import LocalAgreement, tokens

log = logging.getLogger("yizhen.session")

TAKE_TIMEOUT_S = 0.5
OVERLOAD = "overload"
ENDED = "session.ended"
BUG = "session.bug"


@dataclass(frozen=True, slots=True)
class _Partials:
    """What was heard of an utterance while it was spoken; ``party`` where its language tells it."""

    utterance: int
    agreement: LocalAgreement
    party: Party | None


MakeDesk = Callable[[], Desk]


class Processor(threading.Thread):
    """Works off the inbox until it is closed and empty, or until the deadline of the end."""

    def __init__(
        self,
        inbox: Inbox,
        make_desk: MakeDesk,
        on_backlog: Callable[[int], None],
        on_bug: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="processor", daemon=True)
        self._inbox = inbox
        self._make_desk = make_desk
        self._on_backlog = on_backlog
        self._on_bug = on_bug
        self._told_backlog_ms = 0
        self._ahead: dict[int, DoneAhead | FailedAhead] = {}
        self._partials: dict[int, _Partials] = {}
        """By channel."""
        self._no_answers = threading.Event()
        self.opened = threading.Event()
        """Set when the record is open, or opening it has failed: see ``failure``."""
        self.failure: AppError | None = None
        """Why the record could not be opened or closed."""

    def give_up_answers(self) -> None:
        """The deadline of the end has passed: what waits is written down as unprocessed."""
        self._no_answers.set()

    def run(self) -> None:
        """The thread's body."""
        try:
            desk = replace(self._make_desk(), overruled=self._inbox.overruled)
        except AppError as error:
            self.failure = error
            return
        finally:
            self.opened.set()
        asking = Asking(desk)
        desk.book.on_turn = asking.after
        try:
            self._work(desk, asking)
        except Exception:
            # A session that answers nobody must say so; the bug itself goes its usual way.
            self._inbox.close()
            self._on_bug()
            raise
        finally:
            self._close(desk, asking)

    def _close(self, desk: Desk, asking: Asking) -> None:
        try:
            try:
                asking.cancel()
            finally:
                desk.book.close()
        except AppError as error:
            log.error("closing the record: %s", error.code)
            self.failure = error

    def _work(self, desk: Desk, asking: Asking) -> None:
        while not self._inbox.finished:
            job = self._inbox.take(TAKE_TIMEOUT_S)
            if job is not None:
                self._do(desk, asking, job)
                self._tell_backlog()

    def _do(self, desk: Desk, asking: Asking, job: Job) -> None:
        match job:
            case Spoken():
                self._spoken(desk, job)
            case Overflowed(spoken=spoken):
                _unprocessed(desk, spoken, OVERLOAD, spoken.known_party)
            case Ahead(spoken=spoken):
                self._work_ahead(desk, spoken)
            case PartialOf(spoken=spoken):
                self._partial(desk, spoken)
            case Lost():
                desk.book.audio_gap(job)
            case SourceDone(name=name):
                desk.put(SourceChanged("ended", name))
            case Background(command=command):
                self._command(desk, asking, command)
            case DocumentBlock(work=work):
                _document(work)
            case _:
                self._command(desk, asking, job)

    def _spoken(self, desk: Desk, spoken: Spoken) -> None:
        channel, party = spoken.utterance.channel, spoken.known_party
        ahead = self._ahead.pop(channel, None)
        partials = self._partials.pop(channel, None)
        if party is None and partials is not None and partials.utterance == spoken.number:
            party = partials.party
        if self._no_answers.is_set():
            _unprocessed(desk, spoken, ENDED, party)
            return
        if isinstance(ahead, FailedAhead):
            if ahead.pcm == spoken.utterance.pcm:
                # It was tried twice: the same audio would only fail again.
                _unprocessed(desk, spoken, ahead.code, party or ahead.party)
                return
            ahead = None
        try:
            heard = hear(desk, spoken, ahead)
            if heard is not None:
                party = heard.party
                answer_heard(desk, spoken, heard)
        except EngineFailed as error:
            code = ENDED if error.code == "engine.aborted" else error.code
            _unprocessed(desk, spoken, code, party)
        except Exception as error:  # noqa: BLE001 - one sentence may be lost, not the session
            # The text of the exception could hold a patient's words: its type and place do not.
            log_bug("utterance", spoken.number, error)
            _unprocessed(desk, spoken, BUG, party)

    def _command(self, desk: Desk, asking: Asking, command: Command) -> None:
        name, turn = NAMES[type(command)], turn_of(command)
        try:
            if self._no_answers.is_set():
                raise AppError(ENDED)
            carry_out(desk, asking, command)
        except AppError as error:
            desk.put(NotDone(name, turn, error.code))
        except Exception as error:  # noqa: BLE001 - the turn stands as it was
            log_bug(name, turn, error)
            desk.put(NotDone(name, turn, BUG))

    def _work_ahead(self, desk: Desk, spoken: Spoken) -> None:
        if desk.engine.busy or not self._inbox.still_ahead(spoken):
            return
        channel = spoken.utterance.channel
        self._ahead.pop(channel, None)
        try:
            done = work_ahead(desk, spoken, lambda: self._inbox.still_ahead(spoken))
        except Exception as error:  # noqa: BLE001 - the final will meet it again and tell
            log_bug("working ahead", spoken.number, error)
            return
        if done is not None:
            self._ahead[channel] = done

    def _partial(self, desk: Desk, spoken: Spoken) -> None:
        if desk.engine.busy:
            return
        channel = spoken.utterance.channel
        hints = desk.attribution.hints(spoken)
        try:
            reply = desk.engine.recognise(
                spoken.utterance.pcm, hints, partial=True, priority=Priority.PARTIAL
            )
        except EngineFailed as error:
            log.warning("a partial failed: %s", error.code)
            return
        hypothesis = reply.hypothesis
        before = self._partials.get(channel)
        if before is None or before.utterance != spoken.number:
            before = _Partials(spoken.number, LocalAgreement(), None)
            self._partials[channel] = before
        if not is_silence(hypothesis):
            stable = before.agreement.update(hypothesis.text)
            party = desk.attribution.party(spoken, hypothesis)
            if not desk.attribution.one_language:
                self._partials[channel] = replace(before, party=party)
            text = _continued(stable, hypothesis.text)
            desk.put(Partial(spoken.number, party, hypothesis.language, text, stable))

    def _tell_backlog(self) -> None:
        backlog_ms = self._inbox.backlog_ms
        if backlog_ms != self._told_backlog_ms:
            self._told_backlog_ms = backlog_ms
            self._on_backlog(backlog_ms)


def _document(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - document work may not end a consultation
        log_bug("document block", 0, error)


def _unprocessed(desk: Desk, spoken: Spoken, code: str, party: Party | None) -> None:
    utterance = spoken.utterance
    desk.book.unprocessed(code, party, utterance.start_ms, utterance.end_ms, spoken)


def _continued(stable: str, text: str) -> str:
    """The newest hypothesis without taking back what was shown as stable."""
    if text.startswith(stable):
        return text
    return stable + "".join(tokens(text)[len(tokens(stable)) :])
