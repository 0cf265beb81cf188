"""Runs a live session to the end of its recording, handing each event to the caller."""

from __future__ import annotations

import queue
from collections.abc import Callable

from app.errors import AppError
from app.session.events import SessionEvent, SourceChanged, StateChanged
from app.session.live import LiveSession

_STALLED_S = 300.0
"""A session on a recording that says nothing for so long is stuck."""


def run_to_end(session: LiveSession, handle: Callable[[SessionEvent], None]) -> None:
    """Start the session, end it when its recording has ended, and wait for the last event.

    Raises AppError with the code of the failure when the session could not go on.
    """
    failure = ""
    session.start()
    while True:
        try:
            event = session.events.get(timeout=_STALLED_S)
        except queue.Empty:
            raise AppError("session.stuck") from None
        handle(event)
        if isinstance(event, SourceChanged) and event.state == "ended":
            session.end()
        if isinstance(event, StateChanged) and event.state == "failed":
            failure = event.code or "session.failed"
            session.end()
        if isinstance(event, StateChanged) and event.state == "ended":
            failure = failure or event.code
            break
    if failure:
        raise AppError(failure)
