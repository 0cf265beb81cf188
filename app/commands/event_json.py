"""Session events as JSON lines: the stable form that scripts read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, assert_never

from app.commands.check import finding_json
from app.session.events import (
    AudioGap,
    EngineProgress,
    EngineRestarted,
    Held,
    Level,
    NotDone,
    NothingRecognised,
    Partial,
    SessionEvent,
    SourceChanged,
    StateChanged,
    Subtitle,
    Unprocessed,
)


def event_json(event: SessionEvent) -> dict[str, Any] | None:
    """The event as a JSON object with its ``type``; None for what only windows need."""
    match event:
        case Subtitle():
            return {"type": "final"} | _subtitle(event)
        case Held(turn=turn):
            return {"type": "held"} | _subtitle(turn)
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
    data = asdict(turn)
    data["findings"] = [finding_json(finding) for finding in turn.findings]
    return data
