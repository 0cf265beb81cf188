"""Hearing a turn again: by key, with progress, told when it cannot be, silent when locked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records.access import Access
from app.records.keys import KeysError
from app.records.reader import RecordReader
from app.records.sounds import folder_of
from app.records.store import RecordStore
from app.ui.records_window import RecordsWindow
from tests.fakes.fake_speaker import FakeSpeaker
from tests.fakes.record_access import CLINICIAN, RECORDS
from tests.ui import records_feed as feed


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker()


class Lockable:
    """A pass that can be put away."""

    def __init__(self) -> None:
        self.locked = False

    def __call__(self) -> Access:
        if self.locked:
            raise KeysError("keys.locked")
        return RECORDS


@pytest.fixture
def lock() -> Lockable:
    return Lockable()


@pytest.fixture
def window(
    path: Path, speaker: FakeSpeaker, lock: Lockable, qtbot: QtBot
) -> Iterator[RecordsWindow]:
    source = replace(feed.source(path, speaker=speaker), access=lock)
    made = RecordsWindow(feed.style(), source)
    qtbot.addWidget(made)
    made.show()
    feed.wait_until(lambda: not made.busy)
    ids = [line.value.header.id for line in made.results.list.lines.lines]
    made.results.list.go_to(ids.index("e-en"))
    feed.wait_until(lambda: not made.busy)
    yield made
    feed.wait_until(lambda: not made.busy)


def press_space(window: RecordsWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.pane.turns.setFocus()
    QApplication.processEvents()
    qtbot.keyClick(window.pane.turns, Qt.Key.Key_Space)
    feed.wait_until(lambda: not window.busy)


def test_the_space_bar_plays_and_stops(
    window: RecordsWindow, speaker: FakeSpeaker, qtbot: QtBot
) -> None:
    window.pane.go_to_turn(2)
    press_space(window, qtbot)
    assert window.sound.turn == 2
    assert window.pane.sound.isVisible()
    speaker.pull(32_000)
    window.sound.tick()
    bar = window.pane.sound
    assert (bar.progress.value(), bar.progress.maximum()) == (2_000, 4_000)
    assert bar.time.text() == "0:02 / 0:04"
    assert window.pane.buttons["play"].text() == "停止"
    press_space(window, qtbot)
    assert window.sound.turn == 0
    assert speaker.open_streams == 0
    assert not bar.isVisible()
    assert window.pane.buttons["play"].text() == "播放录音"


def test_it_ends_by_itself_and_is_on_record(
    window: RecordsWindow, speaker: FakeSpeaker, path: Path
) -> None:
    window.pane.go_to_turn(4)
    window.act("play")
    feed.wait_until(lambda: not window.busy)
    speaker.pull(64_000)
    assert speaker.heard == feed.SOUND.pcm
    window.sound.tick()
    assert window.sound.turn == 0
    with RecordReader.open(path, CLINICIAN) as reader:
        heard = [entry for entry in reader.audit_log("e-en") if entry.act == "sound.read"]
    assert [(entry.user, entry.details) for entry in heard] == [("zhao", '{"turn":4}')]


def test_only_turns_that_have_sound_offer_it(window: RecordsWindow) -> None:
    for turn, offered in ((1, False), (2, True), (3, False), (4, True)):
        window.pane.go_to_turn(turn)
        assert window.pane.may("play") is offered
    told = ["▶ 录音" in line.html for line in window.pane.turns.lines.lines]
    assert told.count(True) == 2


def test_another_turn_takes_the_place_of_the_first(
    window: RecordsWindow, speaker: FakeSpeaker
) -> None:
    for turn in (2, 4):
        window.pane.go_to_turn(turn)
        window.act("play")
        feed.wait_until(lambda: not window.busy)
    assert window.sound.turn == 4
    assert speaker.open_streams == 1
    window.close()
    assert speaker.open_streams == 0


def test_without_a_loudspeaker_it_says_so(window: RecordsWindow, speaker: FakeSpeaker) -> None:
    speaker.refuse = "audio.no_output"
    window.pane.go_to_turn(2)
    window.act("play")
    feed.wait_until(lambda: not window.busy)
    assert "没有扬声器" in window.pane.message.text()
    assert window.sound.turn == 0
    speaker.refuse = ""
    window.act("play")
    feed.wait_until(lambda: not window.busy)
    assert window.pane.message.text() == ""
    assert window.sound.turn == 2


def test_a_damaged_file_says_so(window: RecordsWindow, path: Path) -> None:
    for file in folder_of(path).iterdir():
        file.write_bytes(b"nothing")
    window.pane.go_to_turn(2)
    window.act("play")
    feed.wait_until(lambda: not window.busy)
    assert "已损坏" in window.pane.message.text()


def test_a_lock_silences_it(window: RecordsWindow, speaker: FakeSpeaker, lock: Lockable) -> None:
    window.pane.go_to_turn(2)
    window.act("play")
    feed.wait_until(lambda: not window.busy)
    lock.locked = True
    window.sound.tick()
    assert speaker.open_streams == 0
    assert window.sound.turn == 0


def test_what_was_removed_says_since_when(window: RecordsWindow, path: Path) -> None:
    with RecordStore.open(path, RECORDS) as store:
        store.remove_sounds("e-en", "asked for it")
    window.open("e-en")
    feed.wait_until(lambda: not window.busy)
    assert sum("删除" in line.html for line in window.pane.turns.lines.lines) == 2
    assert not window.pane.may("play")
    assert window.pane.buttons["play"].isHidden()
