"""What waits for the processor, and who goes first.

Finals and commands in the order in which they came, never dropped; then the utterance that is
probably over; then background work on turns; then the newest partial of each channel; then
document work. Beyond ten minutes of
waiting speech a final is set aside: it will be reported, not answered.
"""

from __future__ import annotations

import threading
from collections import deque

from app.session.jobs import (
    Ahead,
    Background,
    DocumentBlock,
    Job,
    Ordered,
    Overflowed,
    PartialOf,
    Spoken,
    overrules,
)

MAX_BACKLOG_MS = 10 * 60 * 1000
MAX_DOCUMENT_BLOCKS = 32


class Inbox:
    """One reader (the processor), any number of writers."""

    def __init__(self, max_backlog_ms: int = MAX_BACKLOG_MS) -> None:
        self._max_backlog_ms = max_backlog_ms
        self._changed = threading.Condition()
        self._ordered: deque[Ordered] = deque()
        self._ahead: dict[int, Ahead] = {}
        self._partial: dict[int, PartialOf] = {}
        self._background: deque[Background] = deque()
        self._documents: deque[DocumentBlock] = deque()
        self._live: dict[int, int] = {}
        self._backlog_ms = 0
        self._closed = False

    @property
    def backlog_ms(self) -> int:
        """Speech that waits for an answer."""
        return self._backlog_ms

    def put_final(self, spoken: Spoken) -> None:
        """A complete utterance; its partials and speculation are of no use any more."""
        with self._changed:
            channel = spoken.utterance.channel
            self._partial.pop(channel, None)
            self._ahead.pop(channel, None)
            if spoken.forced:
                # It was cut elsewhere than foreseen.
                self._live.pop(channel, None)
            if self._backlog_ms + spoken.utterance.audio_ms > self._max_backlog_ms:
                self._ordered.append(Overflowed(spoken))
            else:
                self._ordered.append(spoken)
                self._backlog_ms += spoken.utterance.audio_ms
            self._changed.notify_all()

    def put(self, command: Ordered) -> bool:
        """A command or report; it keeps its place among the finals. False when closed."""
        with self._changed:
            if not self._closed:
                self._ordered.append(command)
                self._changed.notify_all()
            return not self._closed

    def put_partial(self, spoken: Spoken) -> None:
        """The newest audio of an utterance replaces what waited for its channel."""
        with self._changed:
            self._partial[spoken.utterance.channel] = PartialOf(spoken)
            self._changed.notify_all()

    def put_ahead(self, spoken: Spoken) -> None:
        """An utterance that is probably over; a partial of it would say the same later."""
        with self._changed:
            channel = spoken.utterance.channel
            self._partial.pop(channel, None)
            self._ahead[channel] = Ahead(spoken)
            self._live[channel] = spoken.number
            self._changed.notify_all()

    def drop_ahead(self, channel: int) -> None:
        """Speech went on."""
        with self._changed:
            self._ahead.pop(channel, None)
            self._live.pop(channel, None)

    def still_ahead(self, spoken: Spoken) -> bool:
        """True while nothing spoke against this speculation."""
        return self._live.get(spoken.utterance.channel) == spoken.number

    def overruled(self, turn: int) -> bool:
        """True while a command waits that decides not to send held ``turn``."""
        with self._changed:
            return any(overrules(job, turn) for job in self._ordered)

    def put_background(self, work: Background) -> bool:
        """Work on a turn for when nothing said waits. False when closed."""
        with self._changed:
            if not self._closed:
                self._background.append(work)
                self._changed.notify_all()
            return not self._closed

    def put_document(self, block: DocumentBlock) -> bool:
        """Document work; False when enough of it waits already, or when closed."""
        with self._changed:
            if self._closed or len(self._documents) >= MAX_DOCUMENT_BLOCKS:
                return False
            self._documents.append(block)
            self._changed.notify_all()
            return True

    def close(self) -> None:
        """Nothing more will come; what is ordered is still given out."""
        with self._changed:
            self._closed = True
            self._partial.clear()
            self._ahead.clear()
            self._background.clear()
            self._documents.clear()
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Job | None:
        """The next job; None after the time-out or when closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting(), timeout_s)
            if self._ordered:
                job = self._ordered.popleft()
                if isinstance(job, Spoken):
                    self._backlog_ms -= job.utterance.audio_ms
                self._changed.notify_all()
                return job
            if self._ahead:
                return self._ahead.pop(next(iter(self._ahead)))
            if self._background:
                return self._background.popleft()
            if self._partial:
                return self._partial.pop(next(iter(self._partial)))
            return self._documents.popleft() if self._documents else None

    @property
    def finished(self) -> bool:
        """True when closed and empty."""
        with self._changed:
            return self._closed and not self._ordered

    def wait_below(self, backlog_ms: int, timeout_s: float) -> bool:
        """Wait until less speech waits: what a source that must not lose anything does."""
        with self._changed:
            return self._changed.wait_for(lambda: self._backlog_ms < backlog_ms, timeout_s)

    def _waiting(self) -> bool:
        return bool(
            self._ordered or self._ahead or self._background or self._partial or self._documents
        )
