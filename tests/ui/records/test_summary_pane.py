"""The summary in the records window, over a real encrypted record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.records.access import Access
from app.records.reader import RecordReader
from app.records.summary_model import Made, Section, SummaryLine
from app.ui.records_window import RecordsWindow
from app.ui.summary_lines import SummaryLines
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.ui import records_feed as feed

Make = Callable[[Access], RecordsWindow]


@pytest.fixture
def make(path: Path, qtbot: QtBot) -> Iterator[Make]:
    made: list[RecordsWindow] = []

    def make_one(access: Access) -> RecordsWindow:
        window = RecordsWindow(feed.style("en"), feed.source(path, access))
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        settle(window)
        window.open("e-en")
        settle(window)
        window.pane.show_part(1)
        return window

    yield make_one
    for window in made:
        settle(window)


def settle(window: RecordsWindow) -> None:
    feed.wait_until(lambda: not window.busy)


def ask(window: RecordsWindow, what: str) -> None:
    window.pane.summary.ask(what)
    settle(window)


def shown(window: RecordsWindow) -> list[str]:
    return [line.text for line in window.pane.summary.lines.lines]


def stored(path: Path) -> list[tuple[Made, str]]:
    with RecordReader.open(path, RECORDS) as reader:
        return [(version.made, version.user) for version in reader.summaries("e-en")]


def test_draft_edit_undo_redo_and_review_are_versions(make: Make, path: Path) -> None:
    window = make(RECORDS)
    pane = window.pane.summary
    assert "no summary" in pane.state.text()
    ask(window, "draft")
    first = shown(window)
    assert first == ["胸痛，三天", "华法林：我每天吃50毫克华法林", "先做心电图，再抽血。"]
    assert "Machine draft" in pane.state.text()
    pane.go_to_line(1)
    ask(window, "edit")
    dialog = window.summary.dialog
    assert dialog is not None
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("华法林15毫克")
    dialog.save.click()
    settle(window)
    assert shown(window)[1] == "华法林15毫克"
    assert pane.lines.lines[1].own
    assert pane.lines.lines[1].doubts == ()
    assert pane.lines.lines[1].turns == (4,)
    pane.go_to_line(2)
    ask(window, "remove")
    assert len(shown(window)) == 2
    ask(window, "undo")
    ask(window, "undo")
    assert shown(window) == first
    assert not pane.buttons["undo"].isEnabled()
    ask(window, "redo")
    assert shown(window)[1] == "华法林15毫克"
    ask(window, "review")
    assert "Reviewed by zhao" in pane.state.text()
    assert not pane.buttons["review"].isEnabled()
    made = [made for made, _ in stored(path)]
    assert made == [Made.DRAFT, *[Made.EDITED] * 5, Made.REVIEWED]


def test_a_line_leads_to_its_turn(make: Make) -> None:
    window = make(CLINICIAN)
    ask(window, "draft")
    window.pane.summary.go_to_line(1)
    ask(window, "turn")
    assert window.pane.parts.currentIndex() == 0
    line = window.pane.turns.current()
    assert line is not None
    assert getattr(line.value, "turn", 0) == 4


def test_a_line_is_added_to_the_section_that_is_chosen(make: Make) -> None:
    window = make(CLINICIAN)
    ask(window, "draft")
    window.pane.summary.go_to_line(2)
    ask(window, "add")
    dialog = window.summary.dialog
    assert dialog is not None
    assert dialog.line().section is Section.PLAN
    dialog.translation.setPlainText("Come back on Monday")
    dialog.save.click()
    settle(window)
    assert window.pane.summary.lines.lines[-1] == SummaryLine(
        Section.PLAN, "", "Come back on Monday", (), (), own=True
    )


def test_a_correction_asks_for_another_look(make: Make, path: Path) -> None:
    window = make(RECORDS)
    ask(window, "draft")
    ask(window, "review")
    window.pane.show_part(0)
    window.pane.go_to_turn(4)
    window.act("correct")
    assert window.dialog is not None
    window.dialog.translation.setPlainText("我每天吃15毫克华法林。")
    window.dialog.reason.setText("checked")
    window.dialog.save.click()
    settle(window)
    window.pane.show_part(1)
    assert "look at it again" in window.pane.summary.state.text()
    assert window.pane.summary.buttons["review"].isEnabled()


def test_keys_work_only_in_the_summary(make: Make, qtbot: QtBot) -> None:
    window = make(CLINICIAN)
    qtbot.keyClick(window.pane.summary.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert shown(window)
    window.pane.summary.go_to_line(0)
    qtbot.keyClick(window.pane.summary.list, Qt.Key.Key_Delete)
    settle(window)
    assert len(shown(window)) == 2
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert window.pane.parts.currentIndex() == 0
    qtbot.keyClick(window.pane.turns, Qt.Key.Key_Delete)
    settle(window)
    assert len(shown(window)) == 2


def test_a_failure_puts_the_lines_back(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make(CLINICIAN)
    ask(window, "draft")
    before = shown(window)
    path = window._source.path
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    window.pane.summary.go_to_line(0)
    ask(window, "remove")
    assert shown(window) == before
    assert window.pane.summary.state.text()
    path.rmdir()
    path.with_suffix(".away").rename(path)


def test_lines_have_a_past_and_a_future() -> None:
    a = SummaryLine(Section.HISTORY, "a", "")
    b = SummaryLine(Section.COMPLAINT, "b", "")
    lines = SummaryLines().added(a).added(b)
    assert [line.text for line in lines.lines] == ["b", "a"], "in the order of the sections"
    assert lines.undo().undo().undo().lines == ()
    assert lines.undo().redo() == lines
    assert not lines.undo().added(a).can_redo, "a change forgets what could be redone"
    assert lines.changed(0, lines.lines[0]) == lines, "no change is no state"
