"""Session events as JSON lines: the stable form that scripts read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, assert_never

from app.commands.check import finding_json
from app.session.events import (
    AskedAgain,
    AudioGap,
    BackTranslated,
    ConfirmationAnswered,
    ConfirmationAsked,
    EngineProgress,
    EngineRestarted,
    Held,
    Level,
    NotDone,
    NothingRecognised,
    Partial,
    RedFlagged,
    Released,
    SessionEvent,
    SourceChanged,
    StateChanged,
    Subtitle,
    TeachBackAsked,
    TeachBackResult,
    Unprocessed,
)


def event_json(event: SessionEvent) -> dict[str, Any] | None:
    """The event as a JSON object with its ``type``; None for what only windows need."""
    match event:
        case Subtitle():
            return {"type": "final"} | _subtitle(event)
        case Held(turn=turn):
            return {"type": "held"} | _subtitle(turn)
        case Released():
            return {"type": "released"} | asdict(event)
        case BackTranslated():
            return {"type": "back_translated"} | _with_findings(event)
        case RedFlagged():
            return {"type": "red_flag"} | asdict(event)
        case AskedAgain():
            return {"type": "asked_again"} | asdict(event)
        case ConfirmationAsked():
            return {"type": "confirmation_asked"} | asdict(event)
        case ConfirmationAnswered():
            return {"type": "confirmation_answered"} | asdict(event)
        case TeachBackAsked():
            return {"type": "teach_back_asked"} | asdict(event)
        case TeachBackResult():
            return {"type": "teach_back_result"} | _with_findings(event)
        case Partial():
            return {"type": "partial"} | asdict(event)
        case Unprocessed():
            return {"type": "unprocessed"} | asdict(event)
        case NothingRecognised():
            return {"type": "nothing_recognised"} | asdict(event)
        case AudioGap():
            return {"type": "audio_gap"} | asdict(event)
        case EngineRestarted():
            return {"type": "engine_restarted"} | asdict(event)
        case EngineProgress():
            return {"type": "engine_progress"} | asdict(event)
        case SourceChanged():
            return {"type": "source"} | asdict(event)
        case StateChanged():
            return {"type": "state"} | asdict(event)
        case NotDone():
            return {"type": "not_done"} | asdict(event)
        case Level():
            return None
        case _:
            assert_never(event)


def _subtitle(turn: Subtitle) -> dict[str, Any]:
    return _with_findings(turn) | {"verified": turn.verified}


def _with_findings(event: Subtitle | BackTranslated | TeachBackResult) -> dict[str, Any]:
    data = asdict(event)
    data["findings"] = [finding_json(finding) for finding in event.findings]
    return data
