"""Lists of rich text: every line is measured once, and a long list never at one go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui import records_list
from app.ui.records_list import Line, LineList
from tests.ui import records_feed as feed

LINES = [Line(n, f"<b>{n}</b> " + "words of a turn " * 20, str(n)) for n in range(400)]


class Measured(records_list.QTextDocument):
    """Counts the texts that are laid out."""

    made = 0

    def __init__(self) -> None:
        super().__init__()
        Measured.made += 1


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[LineList]:
    monkeypatch.setattr(records_list, "QTextDocument", Measured)
    view = LineList(feed.style())
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    Measured.made = 0
    yield view
    view.close()


def settle(view: LineList) -> None:
    """Wait until the last line is measured."""
    last = view.lines.index(len(view.lines.lines) - 1, 0)
    feed.wait_until(lambda: not view.visualRect(last).isEmpty() and view._wanted is None)
    QApplication.processEvents()


def test_every_line_is_measured_once_for_each_width(shown: LineList) -> None:
    on_screen = 30
    shown.show_lines(LINES)
    settle(shown)
    assert len(LINES) <= Measured.made <= len(LINES) + on_screen
    Measured.made = 0
    shown.scrollToBottom()
    shown.go_to(200)
    settle(shown)
    assert Measured.made <= 2 * on_screen
    Measured.made = 0
    shown.resize(520, 600)
    settle(shown)
    assert len(LINES) <= Measured.made <= len(LINES) + 2 * on_screen


def test_a_long_list_is_measured_in_parts(shown: LineList) -> None:
    shown.show_lines(LINES)
    shown.visualRect(shown.lines.index(0, 0))
    assert 0 < Measured.made <= len(LINES) / 4
    settle(shown)


def test_a_line_that_is_not_measured_yet_is_shown_as_soon_as_it_is(shown: LineList) -> None:
    shown.show_lines(LINES, current=350)
    settle(shown)
    row = shown.visualRect(shown.lines.index(350, 0))
    assert shown.viewport().rect().intersects(row)
    current = shown.current()
    assert current is not None
    assert current.value == 350


def test_what_stood_at_the_top_stays_there_at_another_width(shown: LineList) -> None:
    shown.show_lines(LINES)
    settle(shown)
    shown.scrollTo(shown.lines.index(300, 0), LineList.ScrollHint.PositionAtTop)
    shown.resize(700, 600)
    QApplication.processEvents()
    settle(shown)
    assert shown.indexAt(shown.viewport().rect().topLeft()).row() == 300


def test_whoever_scrolls_is_not_pulled_back(shown: LineList) -> None:
    shown.show_lines(LINES, current=350)
    shown.verticalScrollBar().triggerAction(shown.verticalScrollBar().SliderAction.SliderToMinimum)
    settle(shown)
    assert shown.verticalScrollBar().value() == 0
