"""The patient's screen: what it may show, how it is laid out, where it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.session.events import Held, Level, Partial, Party, StateChanged, Unprocessed
from app.ui.line_breaks import NBSP
from app.ui.patient_screen import LARGEST_PT, SMALLEST_PT
from app.ui.theme import TOUCH_TARGET
from app.ui.view_state import PatientMode
from tests.ui.conftest import Desk, MakeDesk
from tests.ui.feed import SAMPLES, patient_talk, turn

D, P = Party.CLINICIAN, Party.PATIENT


def all_words(widget: QWidget) -> str:
    """Everything a person or a screen reader could find on ``widget``."""
    parts: list[str] = []
    for child in widget.findChildren(QWidget):
        parts += [child.accessibleName(), child.accessibleDescription(), child.toolTip()]
        text = getattr(child, "text", None)
        if callable(text):
            parts.append(str(text()))
    return "\n".join(parts)


def opened(desk: Desk, qtbot: QtBot) -> Desk:
    desk.patient.resize(1280, 720)
    desk.patient.show()
    desk.patient.activateWindow()
    qtbot.waitUntil(desk.patient.isActiveWindow, timeout=5000)
    return desk


def test_partials_and_held_turns_never_reach_the_patient(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(
        Partial(1, P, "en", "SECRET partial", "SECRET"),
        Held(turn(1, D, "SECRET held", "SECRET held")),
    )
    assert "SECRET" not in all_words(desk.patient)
    assert desk.patient.newest.line is None
    assert "One moment" in all_words(desk.patient)


def test_newest_sentence_stands_in_a_fixed_place(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "痛吗？", "Does it hurt?"))
    box, place = desk.patient.newest.box, desk.patient.newest.geometry()
    desk.tell(turn(2, D, "长", "Please take this medicine after every meal. " * 6))
    assert desk.patient.newest.box == box
    assert desk.patient.newest.geometry() == place
    desk.tell(StateChanged("paused"), StateChanged("listening"))
    desk.tell(Unprocessed(3, P, "engine.failed", 0, 900))
    assert desk.patient.newest.geometry() == place


def test_long_sentence_shrinks_to_fit_and_a_short_one_does_not(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    newest = desk.patient.newest
    desk.listen(turn(1, D, "痛吗？", "Does it hurt?"))
    assert newest._block is not None
    short_size = newest._block.layout.font().pixelSize()
    assert short_size == round(48 * 96 / 72)
    desk.tell(turn(2, D, "长", "Please take this medicine after every meal. " * 8))
    assert newest._block.layout.font().pixelSize() < short_size
    assert newest.text_height <= newest.box.height()


def test_pause_keeps_text_and_repaints_nothing_but_the_strip(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "痛吗？", "Does it hurt?"))
    desk.patient.newest.calm()
    before = desk.patient.newest.grab().toImage()
    desk.tell(StateChanged("paused"))
    assert desk.patient.newest.grab().toImage() == before
    assert "Paused" in all_words(desk.patient.strip)


def test_short_pauses_do_not_flicker(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(Level(0, -20.0, -30.0, True))
    hearing = desk.patient._strip_text.text()
    assert "Listening to you" in hearing
    desk.tell(Level(0, -60.0, -70.0, False))
    assert desk.patient._strip_text.text() == hearing
    desk.tell(Level(0, -20.0, -30.0, True))
    assert not desk.patient._quiet_timer.isActive()
    desk.tell(Level(0, -60.0, -70.0, False))
    desk.patient._quiet_timer.timeout.emit()
    assert desk.patient._strip_text.text() == "Please speak, we are listening"


def test_same_view_again_starts_no_new_highlight(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "痛吗？", "Does it hurt?"))
    desk.patient.newest.calm()
    desk.patient.set_view(desk.windows.bridge.state.patient)
    assert desk.patient.newest._light == 0.0


def test_correction_is_marked_for_the_patient(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(turn(1, D, "两片", "Two."))
    desk.tell(turn(1, D, "三片", "Three.", revision=2, reason="corrected"))
    line = desk.patient.newest.line
    assert line is not None
    assert desk.patient._look.who(line) == "Doctor · Corrected"


@pytest.mark.parametrize("lang", sorted(SAMPLES))
def test_every_language_is_drawn_and_none_as_boxes(
    make_desk: MakeDesk, qtbot: QtBot, lang: str
) -> None:
    desk = opened(make_desk(patient__language=lang), qtbot)
    desk.listen(*patient_talk(lang))
    block = desk.patient.newest._block
    assert block is not None
    glyphs = [index for run in block.layout.glyphRuns() for index in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs, "a character has no glyph"
    families = {run.rawFont().familyName() for run in block.layout.glyphRuns()}
    if lang == "ja":
        assert not any("SC" in name for name in families), families
    desk.patient.grab()


def test_arabic_runs_right_to_left_with_latin_in_order(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = opened(make_desk(patient__language="ar"), qtbot)
    desk.listen(*patient_talk("ar"))
    assert desk.patient.layoutDirection() == Qt.LayoutDirection.RightToLeft
    block = desk.patient.newest._block
    assert block is not None
    text = block.layout.text().replace(NBSP, " ")
    for word in ("Amoxicillin 500 mg", "140/90 mmHg"):
        start = text.index(word)
        xs = []
        # At the edge of the run the cursor may stand on either side of it.
        for offset in range(start + 1, start + len(word)):
            line = block.layout.lineForTextPosition(offset)
            xs.append((line.lineNumber(), line.cursorToX(offset)[0]))
        lines = {number for number, _ in xs}
        for number in lines:
            places = [x for each, x in xs if each == number]
            assert places == sorted(places), f"{word} is not read from left to right"
    first = block.layout.lineAt(0)
    assert first.naturalTextRect().right() == pytest.approx(block.width, abs=2)


def test_chinese_and_japanese_take_their_own_letter_forms(make_desk: MakeDesk) -> None:
    fonts = make_desk().patient._fonts
    assert "SC" in fonts.font("zh", 20).families()[0]
    assert "JP" in fonts.font("ja", 20).families()[0]


def test_size_by_keys_within_limits_and_remembered(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.patient.activateWindow()
    qtbot.keyClick(desk.patient, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert desk.patient.points == 52
    assert desk.settings.get("patient.font_pt") == 52
    for _ in range(40):
        desk.patient.bigger()
    assert desk.patient.points == LARGEST_PT
    for _ in range(40):
        desk.patient.smaller()
    assert desk.patient.points == SMALLEST_PT


def test_theme_and_source_line_are_remembered(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.patient.toggle_theme()
    desk.patient.toggle_source()
    assert desk.settings.get("patient.theme") == "dark"
    assert desk.settings.get("patient.show_source") is True


def test_f11_and_esc_switch_full_screen(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    qtbot.keyClick(desk.patient, Qt.Key.Key_F11)
    assert desk.patient.isFullScreen()
    assert desk.settings.get("patient.fullscreen") is True
    qtbot.keyClick(desk.patient, Qt.Key.Key_Escape)
    assert not desk.patient.isFullScreen()


def test_unplugged_monitor_brings_it_back_as_a_window(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.patient.toggle_fullscreen()
    name = desk.patient.screen().name()
    desk.patient.handle_screen_removed(name)
    assert desk.patient.isVisible()
    assert not desk.patient.isFullScreen()
    primary = QGuiApplication.primaryScreen()
    assert primary is not None
    assert primary.geometry().contains(desk.patient.geometry().center())
    desk.patient.handle_screen_added(primary)
    assert desk.patient.isFullScreen()


def test_another_monitor_unplugged_changes_nothing(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.patient.toggle_fullscreen()
    desk.patient.handle_screen_removed("some other monitor")
    assert desk.patient.isFullScreen()


def test_window_outside_all_screens_is_brought_back(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.patient.move(50_000, 50_000)
    desk.patient.handle_screen_removed("gone")
    primary = QGuiApplication.primaryScreen()
    assert primary is not None
    assert primary.geometry().contains(desk.patient.geometry().center())


def test_controls_appear_with_the_mouse_and_are_large_enough(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.listen(*patient_talk("en"))
    assert not desk.patient.overlay.isVisible()
    qtbot.mouseMove(desk.patient, QPoint(200, 200))
    desk.patient.overlay.appear()
    QApplication.processEvents()
    for button in desk.patient.findChildren(QPushButton):
        if button.isVisible():
            assert button.height() >= TOUCH_TARGET - 4, button.accessibleName()
            assert button.width() >= TOUCH_TARGET - 4, button.accessibleName()


def test_every_button_has_a_name(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    for button in desk.patient.findChildren(QAbstractButton):
        assert button.accessibleName()


@pytest.mark.parametrize("lang", ["en", "ru", "ar", "ko", "ja", "fr", "es", "th", "hi"])
@pytest.mark.parametrize(
    ("size", "sound"),
    [
        ((800, 600), False),
        ((800, 600), True),
        ((1024, 640), False),
        ((1024, 640), True),
        ((1920, 1080), True),
    ],
)
def test_consent_fits_in_every_language(
    make_desk: MakeDesk, qtbot: QtBot, lang: str, size: tuple[int, int], sound: bool
) -> None:
    desk = make_desk(patient__language=lang, audio__keep=sound)
    desk.patient.resize(*size)
    desk.patient.show()
    qtbot.waitExposed(desk.patient)
    desk.doctor.press_main()
    QApplication.processEvents()
    assert desk.windows.bridge.state.patient.mode is PatientMode.CONSENT
    page = desk.patient.consent
    for label in page._texts.values():
        assert label.height() >= label.heightForWidth(label.width()), lang
    layout = page.layout()
    assert layout is not None
    assert layout.totalHeightForWidth(page.width()) <= page.height()
