"""A held turn that is longer than its place: read by keys, line by line, from its reasons on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.session.events import Held, Party
from app.ui.widgets.held_card import HeldCard
from tests.ui.conftest import Desk, MakeDesk
from tests.ui.feed import turn
from tests.ui.test_room import calm, crowded

SAID = "这个药每次吃五百毫克，一天三次，饭后吃，先不要停药；每天早上量一次血压，不要开车。" * 3
TOLD = {
    "fr": "Prenez 500 mg de ce médicament après les repas, mesurez votre tension. " * 6,
    "ar": "تناول 500 ملغ من هذا الدواء بعد الأكل، وقِس ضغط الدم كل صباح ولا تقُد السيارة. " * 5,
}


def held_long(desk: Desk, lang: str = "fr") -> HeldCard:
    """A turn that does not stand whole in a low window."""
    desk.doctor.resize(1024, 640)
    said = turn(1, Party.CLINICIAN, SAID, TOLD[lang], lang, critical=("dose",))
    desk.listen(Held(said, 1000))
    calm(desk)
    assert desk.doctor.held._scroll.verticalScrollBar().maximum() > 0
    return desk.doctor.held


@pytest.mark.parametrize("place", ["list", "button", "window"])
def test_keys_read_a_long_held_turn_to_its_end(desk: Desk, qtbot: QtBot, place: str) -> None:
    desk.doctor.activateWindow()
    card = held_long(desk)
    bar = card._scroll.verticalScrollBar()
    widgets: dict[str, QWidget] = {
        "list": desk.doctor.turns, "button": card.buttons["withdraw"], "window": desk.doctor,
    }  # fmt: skip
    widgets[place].setFocus()
    assert bar.value() == 0
    seen = [card._scroll.sight]
    while bar.value() < bar.maximum():
        qtbot.keyClick(widgets[place], Qt.Key.Key_PageDown)
        assert card._scroll.sight[0] < seen[-1][1]  # nothing between two pages is left out
        assert card._scroll.sight[0] > seen[-1][0]
        seen.append(card._scroll.sight)
    qtbot.keyClick(widgets[place], Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    qtbot.keyClick(widgets[place], Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(widgets[place], Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert desk.control.calls == []


def test_keys_stay_with_the_conversation_and_the_editor_where_they_belong(
    desk: Desk, qtbot: QtBot
) -> None:
    card = held_long(desk)
    assert all(key.isEnabled() for key in card._scroll.page_keys)
    desk.doctor.act_on_shown("correct")
    assert card.is_editing
    assert not any(key.isEnabled() for key in card._scroll.page_keys)
    qtbot.keyClick(card.editor.target, Qt.Key.Key_Escape)
    assert all(key.isEnabled() for key in card._scroll.page_keys)
    desk.doctor.resize(1366, 1400)
    calm(desk)
    assert desk.doctor._pages.height() > 100
    assert not any(key.isEnabled() for key in card._scroll.page_keys)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("lang", list(TOLD))
def test_no_line_is_cut_and_the_reasons_are_read_first(
    make_desk: MakeDesk, lang: str, scale: float
) -> None:
    card = held_long(make_desk(ui__font_scale=scale), lang)
    bar, view = card._scroll.verticalScrollBar(), card._scroll.viewport()
    assert bar.value() == 0
    assert card._why.visibleRegion().boundingRect() == card._why.rect()
    for value in range(0, bar.maximum() + 1, 7):
        bar.setValue(value)
        shown = view.grab().toImage()
        edges = [shown.height() - 1] + ([0] if value > card._diff.y() else [])
        for y in edges:
            colours = {shown.pixel(x, y) for x in range(shown.width())}
            assert len(colours) == 1, (value, y)


def test_what_differs_is_in_sight_rather_than_reasons_that_leave_no_room_for_it(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk(ui__font_scale=1.3, ui__language="en")
    desk.doctor.resize(960, 600)
    crowded(desk)
    card = desk.doctor.held
    bar, pitch = card._scroll.verticalScrollBar(), card._why.fontMetrics().lineSpacing()
    assert bar.value() > 0
    assert bar.value() % pitch == 0 or bar.value() >= card._diff.y() - 8
