"""An encounter as the lines of the records window: much of it is made where no window waits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.records.by_turn import by_turn
from app.records.history import History
from app.records.model import GapRecord, TurnRecord
from app.ui.records_html import gap_html, turn_html, turn_words
from app.ui.records_list import Line
from app.ui.widgets.look import Style


@dataclass(frozen=True, slots=True)
class Conversation:
    """An encounter with its lines, in which the ``words`` of a search are marked."""

    history: History
    words: str
    lines: tuple[Line, ...]


def conversation(history: History, words: str, style: Style) -> Conversation:
    """The turns and gaps of an encounter in their order."""
    record = history.record
    abouts = by_turn(record)
    events: list[TurnRecord | GapRecord] = [*record.turns, *record.gaps]
    events.sort(key=lambda x: x.start_ms if isinstance(x, TurnRecord) else x.at_ms)
    lines = []
    for event in events:
        if isinstance(event, TurnRecord):
            about = replace(history, record=abouts[event.turn])
            shown = turn_html(about, event, words, style)
            lines.append(Line(event, shown, turn_words(about, event, style)))
        else:
            shown = gap_html(event, style, history)
            lines.append(Line(event, shown, style.texts.get(f"records.gap.{event.kind}")))
    return Conversation(history, words, tuple(lines))
