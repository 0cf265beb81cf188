"""Short ways to drive the records window."""

from __future__ import annotations

from app.records.model import TurnRecord
from app.records.search import Found
from app.ui.records_window import RecordsWindow
from tests.ui import records_feed as feed


class Shown:
    """A window and short ways to drive it."""

    def __init__(self, window: RecordsWindow) -> None:
        self.window = window

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        feed.wait_until(lambda: not self.window.busy)

    def search(self, words: str) -> list[str]:
        """Type, and give the ids of the encounters that are listed."""
        self.window.filters.search.setText(words)
        self.window.filters.changed.emit()
        self.settle()
        return self.ids()

    def ids(self) -> list[str]:
        """Ids of the encounters that are listed."""
        values = [line.value for line in self.window.results.list.lines.lines]
        return [value.header.id for value in values if isinstance(value, Found)]

    def open(self, encounter_id: str) -> None:
        """Choose an encounter in the list."""
        self.window.results.list.go_to(self.ids().index(encounter_id))
        self.settle()

    def turns(self) -> list[TurnRecord]:
        """The turns that are shown."""
        values = [line.value for line in self.window.pane.turns.lines.lines]
        return [value for value in values if isinstance(value, TurnRecord)]
