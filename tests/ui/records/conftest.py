"""A real encrypted record for the windows of the records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.records.access import Access
from app.ui.records_source import RecordsSource
from app.ui.records_window import RecordsWindow
from tests.fakes.record_access import RECORDS
from tests.ui import records_feed as feed
from tests.ui.records.shown import Shown


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a record with two encounters."""
    folder = tmp_path_factory.mktemp("records")
    feed.fill(folder / "records.db")
    return folder


@pytest.fixture
def make(path: Path, qtbot: QtBot) -> Iterator[object]:
    made: list[RecordsWindow] = []

    def make_one(access: Access = RECORDS, source: RecordsSource | None = None) -> Shown:
        window = RecordsWindow(feed.style(), source or feed.source(path, access))
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        shown = Shown(window)
        shown.settle()
        return shown

    yield make_one
    for window in made:
        feed.wait_until(lambda window=window: not window.busy)  # type: ignore[misc]
