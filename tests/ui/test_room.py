"""A held turn can be read and decided about in every window: nothing overlaps, nothing is cut."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from app.session.events import Held, NotDone, Party
from app.ui.widgets.turn_delegate import CorrectionEditor
from tests.ui.conftest import Desk, MakeDesk
from tests.ui.feed import held_dose, meaning, turn

SIZES = [(960, 600), (1024, 720), (1024, 768), (1366, 728), (1280, 800)]
SCALES = [1.0, 1.3, 1.5]
LANGUAGES = ["zh", "en"]


def crowded(desk: Desk, *, interpreter: bool = False) -> None:
    """A red flag, a failure, two held turns, and perhaps a request for an interpreter."""
    desk.listen(*meaning()[:4], *held_dose(12), Held(turn(13, Party.CLINICIAN, "一片", "One.")))
    desk.tell(NotDone("retry", 2, "session.audio_not_kept"))
    if interpreter:
        desk.patient.ask.click()
    calm(desk)


def calm(desk: Desk) -> None:
    """All that is laid out and scrolled later is."""
    for _ in range(4):
        QApplication.processEvents()
        time.sleep(0.005)


def place(widget: QWidget, desk: Desk) -> QRect:
    return QRect(widget.mapTo(desk.doctor, QPoint(0, 0)), widget.size())


def assert_apart(parts: list[QWidget], desk: Desk) -> None:
    for one, other in combinations(parts, 2):
        assert not place(one, desk).intersects(place(other, desk)), (one, other)


def in_sight(desk: Desk) -> int:
    """Pixels of the held turn's texts that can be seen."""
    return desk.doctor.held._scroll.viewport().visibleRegion().boundingRect().height()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES)
def test_what_differs_is_in_sight_and_no_button_covers_another(
    make_desk: MakeDesk, size: tuple[int, int], scale: float, lang: str
) -> None:
    desk = make_desk(ui__language=lang, ui__font_scale=scale)
    desk.doctor.resize(*size)
    crowded(desk)
    doctor, card = desk.doctor, desk.doctor.held
    buttons: list[QWidget] = [x for x in card.buttons.values() if x.isVisible()]
    assert len(buttons) == 6
    assert_apart(buttons, desk)
    assert [x for x in buttons if x.sizeHint().width() > x.width()] == []
    assert [x for x in buttons if x.visibleRegion().boundingRect() != x.rect()] == []
    parts = [doctor.flags, doctor.banner, doctor._pages, card, doctor.composer]
    assert_apart([x for x in parts if x.isVisible()], desk)
    view = card._diff
    seen = view.visibleRegion().boundingRect()
    marked = view.page(view.width()).marked
    assert len(marked) >= 4
    shown = [seen.top() <= top and bottom <= seen.bottom() + 1 for top, bottom in marked]
    if (size, scale) == ((960, 600), 1.5) and not all(shown):
        # At the largest type in the smallest window they scroll, below the reasons that name them.
        assert card._why.visibleRegion().boundingRect() == card._why.rect()
    else:
        assert all(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
def test_even_three_messages_leave_two_lines_of_a_held_turn(
    make_desk: MakeDesk, scale: float, lang: str
) -> None:
    desk = make_desk(ui__language=lang, ui__font_scale=scale)
    desk.doctor.resize(960, 600)
    crowded(desk, interpreter=True)
    assert in_sight(desk) >= 90 * scale - 1
    strips: list[QWidget] = [desk.doctor.flags, desk.doctor.interpreter, desk.doctor.banner]
    assert all(strip.isVisible() for strip in strips)
    assert_apart([*strips, desk.doctor.held], desk)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES)
def test_two_lines_of_both_sides_can_be_corrected_in_every_window(
    make_desk: MakeDesk, size: tuple[int, int], scale: float, lang: str
) -> None:
    desk = make_desk(ui__language=lang, ui__font_scale=scale)
    desk.doctor.resize(*size)
    crowded(desk)
    desk.doctor.act_on_shown("correct")
    desk.patient.ask.click()  # while it is being corrected: afterwards it would have to wait
    calm(desk)
    assert desk.doctor.interpreter.isVisible()
    for field in (desk.doctor.held.editor.source, desk.doctor.held.editor.target):
        lines = field.viewport().visibleRegion().boundingRect().height()
        assert lines >= 2 * field.fontMetrics().lineSpacing()
    buttons = [desk.doctor.held.buttons[x] for x in ("correct", "cancel")]
    assert [x for x in buttons if x.visibleRegion().boundingRect() != x.rect()] == []


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES)
def test_a_correction_in_the_conversation_stays_in_sight_beside_a_held_turn(
    make_desk: MakeDesk, size: tuple[int, int], scale: float
) -> None:
    desk = make_desk(ui__font_scale=scale)
    desk.doctor.resize(*size)
    desk.listen(*meaning()[:4], turn(11, Party.CLINICIAN, "每天吃两片。", "Take two a day."))
    desk.doctor.turns.select_turn(11)
    desk.doctor.act("correct")
    crowded(desk, interpreter=True)
    field = desk.doctor.turns.indexWidget(desk.doctor.turns.currentIndex())
    assert isinstance(field, CorrectionEditor)
    seen = field.edit.viewport().visibleRegion().boundingRect().height()
    assert seen >= min(2 * field.edit.fontMetrics().lineSpacing(), field.edit.viewport().height())
    field.cancelled.emit()
    calm(desk)
    assert in_sight(desk) >= 90 * scale - 1


def test_half_a_sentence_stays_in_sight_while_another_turn_is_corrected(desk: Desk) -> None:
    desk.doctor.resize(960, 600)
    desk.listen(turn(11, Party.CLINICIAN, "每天吃两片。", "Take two a day."), *held_dose(12))
    desk.doctor.composer.field.setText("半句话")
    desk.doctor.turns.select_turn(11)
    desk.doctor.act("correct")
    calm(desk)
    field = desk.doctor.turns.indexWidget(desk.doctor.turns.currentIndex())
    assert isinstance(field, CorrectionEditor)
    shown: list[QWidget] = [desk.doctor.composer, field.edit.viewport()]
    assert [x for x in shown if x.visibleRegion().boundingRect() != x.rect()] == []
    assert in_sight(desk) >= 90 - 1


def test_messages_are_told_in_full_again_when_nothing_is_held(desk: Desk) -> None:
    desk.doctor.resize(960, 600)
    crowded(desk)
    banner, live = desk.doctor.banner, desk.doctor.live
    assert banner._line.isVisible()
    assert not banner._next.isVisible()
    assert not live.isVisible()
    assert banner._line.toolTip() == banner.words
    assert "chest pain … I can't breathe" in desk.doctor.flags._line.text()
    desk.tell(*(turn(n, Party.CLINICIAN, "一片", "One.") for n in (12, 13)))
    calm(desk)
    assert not banner._line.isVisible()
    assert banner._next.isVisible()
    assert live.isVisible()
    assert desk.doctor._pages.height() > 100


def test_a_roomy_window_keeps_everything_beside_a_held_turn(desk: Desk) -> None:
    desk.doctor.resize(1366, 1000)
    crowded(desk)
    assert desk.doctor.live.isVisible()
    assert desk.doctor.banner._next.isVisible()
    assert desk.doctor._pages.height() > 180
    assert desk.doctor.held._scroll.verticalScrollBar().maximum() == 0


def test_a_sentence_that_is_being_typed_is_not_taken_away(make_desk: MakeDesk) -> None:
    desk = make_desk(ui__font_scale=1.5)
    desk.doctor.resize(960, 600)
    desk.listen()
    desk.doctor.composer.field.setText("请问")
    crowded(desk)
    assert desk.doctor.composer.isVisible()
    assert in_sight(desk) >= 90
    desk.doctor.composer.field.clear()
    desk.doctor.turns.setFocus()
    desk.tell(*held_dose(14))
    calm(desk)
    assert not desk.doctor.composer.isVisible()
