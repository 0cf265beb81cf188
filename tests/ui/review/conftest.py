"""The review window over a real encrypted record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.records.access import Access
from app.ui.review_source import ReviewSource
from app.ui.review_window import ReviewWindow
from tests.fakes.record_access import CLINICIAN
from tests.ui import review_feed as feed
from tests.ui.records_feed import style, wait_until
from tests.ui.review.grid import Grid, Make


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    feed.fill(folder / "records.db")
    feed.fill(folder / "records.db", "ar", document_id="d-ar")
    return folder


@pytest.fixture
def make(path: Path, qtbot: QtBot) -> Iterator[Make]:
    made: list[ReviewWindow] = []

    def make_one(
        access: Access = CLINICIAN,
        engine: feed.TableEngine | None = None,
        source: ReviewSource | None = None,
        *,
        roomy: bool = False,
    ) -> Grid:
        window = ReviewWindow(style("en"), source or feed.source(path, access, engine))
        made.append(window)
        qtbot.addWidget(window)
        # Where the pages are not shown they are not made, which takes longer than all the rest.
        window.resize(1440 if roomy else 1100, 900)
        window.show()
        shown = Grid(window, qtbot, path)
        shown.settle()
        return shown

    yield make_one
    for window in made:
        window.work.stop()
        wait_until(lambda window=window: not window.busy)  # type: ignore[misc]


@pytest.fixture
def shown(make: Make) -> Grid:
    one = make()
    one.open()
    return one


@pytest.fixture
def roomy(make: Make) -> Grid:
    """With the finished pages beside the grid."""
    one = make(roomy=True)
    one.open()
    return one
