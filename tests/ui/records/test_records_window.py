"""The records window over a real encrypted record."""

from __future__ import annotations

import html
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.documents.writers.pdf_deeds import notes
from app.documents.writers.pdf_words import words_in
from app.errors import AppError
from app.records.access import Access
from app.records.model import (
    AttestationRecord,
    Attested,
    ConfirmationRecord,
    ConfirmKind,
    FindingRecord,
    TeachBackOutcome,
    TeachBackRecord,
    TurnRecord,
)
from app.records.search import Outcome, Query
from app.records.states import State
from app.records.store import RecordStore
from app.ui.records_conversation import conversation
from app.ui.records_filters import Filters
from app.ui.records_html import local_time, turn_html
from app.ui.records_opener import RecordsOpener
from app.ui.records_source import RecordsSource
from app.ui.records_window import RecordsWindow
from app.ui.settings_port import MemorySettings
from tests.fakes.record_access import CLINICIAN, OTHER_CLINICIAN, RECORDS
from tests.ui import records_feed as feed
from tests.ui.conftest import Desk
from tests.ui.records.shown import Shown


def test_all_encounters_are_listed_and_a_search_narrows_them(make: object) -> None:
    shown: Shown = make()  # type: ignore[operator]
    assert shown.ids() == ["e-ar", "e-en"]
    assert shown.search("warfarin") == ["e-en"]
    assert shown.search("血压") == ["e-ar"]
    assert shown.search("没有的词") == []
    window = shown.window
    assert window.results.pages.currentIndex() == 1
    assert "Esc" in window.results.message.text()
    assert shown.search("") == ["e-ar", "e-en"]
    assert window.results.pages.currentIndex() == 0


def test_a_search_opens_the_encounter_at_the_first_turn_found(make: object) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.search("warfarin")
    shown.open("e-en")
    line = shown.window.pane.turns.current()
    assert line is not None
    assert isinstance(line.value, TurnRecord)
    assert line.value.turn == 4


def test_words_are_marked_in_the_encounter_that_is_open(make: object) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    shown.window.pane.go_to_turn(5)
    mark = feed.style().theme.colours.mark
    assert not any(mark in line.html for line in shown.window.pane.turns.lines.lines)
    shown.search("warfarin")
    marked = [mark in line.html for line in shown.window.pane.turns.lines.lines]
    assert marked == [False, False, False, True, False, False]
    line = shown.window.pane.turns.current()
    assert line is not None
    assert isinstance(line.value, TurnRecord)
    assert line.value.turn == 4
    shown.window.pane.go_to_turn(3)
    shown.window.search()
    shown.settle()
    line = shown.window.pane.turns.current()
    assert line is not None
    assert isinstance(line.value, TurnRecord)
    assert line.value.turn == 3


def test_an_encounter_shows_both_languages_versions_findings_and_deeds(path: Path) -> None:
    history = feed.source(path).open("e-en")
    style = feed.style()
    shown = {turn.turn: turn_html(history, turn, "", style) for turn in history.record.turns}
    # The earlier words, who wrote which version, and why.
    for words in ("我胸口痛了三天。", "我胸痛三天了。", "与录音核对", "zhao", "wang", "<s>"):
        assert words in shown[2]
    assert "chest pain → 胸痛" in shown[2]
    assert "原文“15 mg”，译文“50 mg”" in shown[4]
    assert style.theme.colours.danger_soft in shown[4]
    assert "暂停发送 4 秒后，由 王医生 于 " in shown[5]
    arabic = feed.source(path).open("e-ar").record
    assert 'dir="rtl"' in turn_html(feed.source(path).open("e-ar"), arabic.turns[0], "", style)


def scene(folder: Path) -> Path:
    """A record whose program died while a corrected turn was held again."""
    path = folder / "killed.db"
    dose = FindingRecord("dose", "dose.changed:15>50")
    held = replace(feed.TURNS_EN[0], held=("dose",), findings=(dose,))
    again = replace(held, revision=2, reason="corrected")
    sure = replace(feed.TURNS_EN[2], confidence="check", reasons=("confusable:15>50",))
    with RecordStore.open(path, CLINICIAN) as store:
        store.start_encounter(feed.EN)
        store.add_turn("e-en", held)
        deed = AttestationRecord(1, 1, Attested.CORRECTED, "wang", 4_000, (dose,))
        store.add_turn("e-en", again, deed)
        store.add_turn("e-en", replace(feed.TURNS_EN[1], red_flags=("chest_pain",)))
        store.add_turn("e-en", sure)
        store.add_deed("e-en", ConfirmationRecord(3, 1, ConfirmKind.DOSE))
        store.add_deed("e-en", TeachBackRecord(3, 2, TeachBackOutcome.DIFFERS, (dose,)))
    return path


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_window_and_the_document_say_the_same(tmp_path: Path, code: str, qtbot: QtBot) -> None:
    history = feed.source(scene(tmp_path)).open("e-en")
    style, words = feed.style(code), words_in(code)
    lines = conversation(history, "", style).lines
    for line in lines:
        assert isinstance(line.value, TurnRecord)
        for note in notes(history.record, line.value, local_time):
            assert html.escape(note.text(words)) in line.html
            assert note.text(words) in line.words
    first = lines[0].words
    assert words("held.cut_off") in first, "the program died while it was held"
    assert words("held.corrected", seconds=4, actor="wang", time="").split("wang")[0] in first
    assert first.count("“50”") == 2, "what held it the first time, and what holds it now"
    assert words.signs(("chest_pain",)) in lines[1].words
    assert words("confirm.asked") in lines[2].words
    assert words("teach.differs", turn=2) in lines[2].words
    assert words.doubt("confusable:15>50") in lines[2].words


def test_a_gap_stands_between_the_turns(make: object) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    kinds = [type(line.value).__name__ for line in shown.window.pane.turns.lines.lines]
    assert kinds == ["TurnRecord"] * 4 + ["GapRecord", "TurnRecord"]


def test_the_window_comes_back_where_it_was(desk: Desk, path: Path) -> None:
    settings = MemorySettings()
    opener = RecordsOpener(desk.windows, feed.source(path), settings)
    desk.doctor.command.emit("records")
    first = opener.window
    assert first is not None
    feed.wait_until(lambda: not first.busy)
    first.resize(1000, 640)
    first.splitter.setSizes([420, 580])
    QApplication.processEvents()
    sizes = first.splitter.sizes()
    first.close()
    desk.doctor.command.emit("records")
    second = opener.window
    assert second is not None
    assert second is not first
    feed.wait_until(lambda: not second.busy)
    assert (second.width(), second.height()) == (1000, 640)
    assert second.splitter.sizes() == sizes
    second.restore_layout("nonsense")
    assert second.splitter.sizes() == sizes
    second.close()


@pytest.mark.parametrize("code", ["zh", "en"])
def test_no_button_is_cut_in_the_smallest_window(path: Path, qtbot: QtBot, code: str) -> None:
    window = RecordsWindow(feed.style(code), feed.source(path))
    qtbot.addWidget(window)
    window.resize(window.minimumSize())
    window.show()
    window.open("e-en")
    feed.wait_until(lambda: not window.busy)
    QApplication.processEvents()
    for key, button in window.pane.buttons.items():
        assert not button.isVisible() or button.width() >= button.sizeHint().width(), key
    window.close()


def test_a_clinician_sees_only_their_own(make: object) -> None:
    shown: Shown = make(OTHER_CLINICIAN)  # type: ignore[operator]
    assert shown.ids() == []
    assert shown.window.results.message.text() == feed.style().texts.get("records.none")


def test_a_failed_search_is_said_and_can_be_tried_again(make: object, path: Path) -> None:
    locked = [True]

    def access() -> Access:
        if locked[0]:
            raise AppError("keys.locked")
        return RECORDS

    source = RecordsSource(path, access, RECORDS.actor, lambda _id: path)
    shown: Shown = make(RECORDS, source)  # type: ignore[operator]
    assert shown.ids() == []
    assert shown.window.results.again.isVisible()
    locked[0] = False
    shown.window.results.again.click()
    shown.settle()
    assert shown.ids() == ["e-ar", "e-en"]


class SlowSource(RecordsSource):
    """Waits in every search until it is let go, and remembers what was asked."""

    gate: threading.Event
    asked: list[str]

    def find(self, query: Query) -> Outcome:
        self.asked.append(query.words)
        assert self.gate.wait(30)
        return super().find(query)


def test_while_a_search_runs_the_window_lives_and_only_the_last_words_are_asked(
    path: Path, qtbot: QtBot
) -> None:
    plain = feed.source(path)
    source = SlowSource(plain.path, plain.access, plain.actor, plain.exports)
    object.__setattr__(source, "gate", threading.Event())
    object.__setattr__(source, "asked", [])
    window = RecordsWindow(feed.style(), source)
    qtbot.addWidget(window)
    window.show()
    feed.wait_until(lambda: source.asked == [""])
    for words in ("w", "wa", "warfarin"):
        window.filters.search.setText(words)
        # It would ask once more, a little later.
        window.filters._timer.stop()
        window.filters.changed.emit()
        QApplication.processEvents()
    assert window.results.count.text() == feed.style().texts.get("records.searching")
    source.gate.set()
    feed.wait_until(lambda: not window.busy)
    assert source.asked == ["", "warfarin"]
    assert Shown(window).ids() == ["e-en"]


def test_keys_lead_through_the_window(make: object, qtbot: QtBot) -> None:
    shown: Shown = make()  # type: ignore[operator]
    window = shown.window
    qtbot.keyClick(window.filters.search, Qt.Key.Key_Down)
    shown.settle()
    assert window.history is not None
    assert window.history.record.header.id == "e-ar"
    qtbot.keyClick(window.results.list, Qt.Key.Key_Down)
    shown.settle()
    assert window.history.record.header.id == "e-en"
    qtbot.keyClick(window.results.list, Qt.Key.Key_Return)
    qtbot.keyClick(window.pane.turns, Qt.Key.Key_Down)
    qtbot.keyClick(window.pane.turns, Qt.Key.Key_Return)
    assert window.dialog is not None
    assert window.dialog.text.toPlainText() == feed.TURNS_EN[1].text
    window.dialog.reject()


def test_the_export_of_what_is_listed_is_asked_about_and_made(make: object, path: Path) -> None:
    shown: Shown = make()  # type: ignore[operator]
    shown.open("e-en")
    shown.window.act("export")
    dialog = shown.window.export_dialog
    assert dialog is not None
    dialog.form.format.setCurrentIndex(dialog.form.format.findData("jsonl"))
    dialog.scope.setCurrentIndex(1)
    dialog.start()
    feed.wait_until(lambda: not dialog.busy)
    assert len(list((path.parent / "exports").glob("*.jsonl"))) == 2
    assert str(path.parent / "exports") in dialog.message.text()
    dialog.reject()


def test_the_filters_ask_for_days_of_this_place(qtbot: QtBot) -> None:
    filters = Filters(feed.style(), lambda: date(2026, 11, 22))
    qtbot.addWidget(filters)
    assert filters.query() == Query()
    filters.period.setCurrentIndex(filters.period.findData("7"))
    begin = datetime(2026, 11, 16).astimezone().astimezone(UTC)
    assert filters.query().since == begin.strftime("%Y-%m-%dT%H:%M:%S")
    assert filters.query().until == ""
    filters.period.setCurrentIndex(filters.period.findData("between"))
    end = datetime(2026, 11, 22).astimezone().astimezone(UTC) + timedelta(days=1)
    assert filters.query().until == end.strftime("%Y-%m-%dT%H:%M:%S")
    filters.state.setCurrentIndex(filters.state.findData("signed"))
    filters.lang.setCurrentIndex(filters.lang.findData("ru"))
    filters.open_findings.setChecked(True)
    asked = filters.query()
    assert (asked.state, asked.lang, asked.open_findings) == (State.SIGNED, "ru", True)
    filters.clear()
    assert filters.query() == Query()


def test_the_doctors_window_opens_the_records_once(desk: Desk, path: Path) -> None:
    opener = RecordsOpener(desk.windows, feed.source(path))
    desk.doctor.command.emit("records")
    first = opener.window
    assert first is not None
    feed.wait_until(lambda: not first.busy)
    desk.doctor.command.emit("records")
    assert opener.window is first
    first.filters.search.setText("疼")
    first.filters.lang.setCurrentIndex(1)
    first.open("e-en")
    feed.wait_until(lambda: not first.busy and first.history is not None)
    desk.windows.restyled.emit()
    second = opener.window
    assert second is not None
    assert second is not first
    feed.wait_until(lambda: not second.busy and second.history is not None)
    assert second.filters.query() == first.filters.query()
    assert second.history is not None
    assert second.history.record.header.id == "e-en"
    second.close()
