"""Red flags: each one is noted by itself, and none that nobody can have read."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.session.events import FlagSpan, Party, RedFlagged
from app.ui.resources import translations_folder
from app.ui.texts import Texts, load_catalogues
from tests.ui.conftest import Desk, press
from tests.ui.feed import turn
from translation.red_flags import concepts

P = Party.PATIENT
PAIN = RedFlagged(2, P, "en", "I have chest pain.", (FlagSpan("chest_pain", "critical", 7, 17),))
BLOOD = RedFlagged(3, P, "en", "I vomited blood.", (FlagSpan("bleeding", "critical", 2, 15),))


def readable(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(desk.doctor.flags.button.isEnabled, timeout=5000)


def left(desk: Desk) -> list[str]:
    return [alert.text for alert in desk.windows.bridge.state.doctor.alerts]


def note(desk: Desk, qtbot: QtBot) -> None:
    press(desk.doctor, Qt.Key.Key_F10, qtbot)


def test_a_press_that_was_meant_for_the_one_before_notes_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(PAIN)
    readable(desk, qtbot)
    desk.tell(BLOOD)
    assert "blood" in desk.doctor.flags.words
    assert "还有 1 条" in desk.doctor.flags.words
    note(desk, qtbot)
    assert left(desk) == ["I have chest pain.", "I vomited blood."]
    readable(desk, qtbot)
    note(desk, qtbot)
    assert left(desk) == ["I have chest pain."]


def test_two_quick_presses_note_one(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(PAIN, BLOOD)
    readable(desk, qtbot)
    note(desk, qtbot)
    note(desk, qtbot)
    assert left(desk) == ["I have chest pain."]
    readable(desk, qtbot)
    note(desk, qtbot)
    assert left(desk) == []
    note(desk, qtbot)
    assert not desk.doctor.flags.isVisible()


def test_words_that_become_a_turn_stay_readable(desk: Desk, qtbot: QtBot) -> None:
    desk.listen(PAIN)
    readable(desk, qtbot)
    desk.tell(turn(1, P, "I have chest pain.", "我胸痛。"))
    note(desk, qtbot)
    assert left(desk) == []


def test_the_bar_names_the_sign(desk: Desk) -> None:
    desk.listen(PAIN)
    assert "胸痛" in desk.doctor.flags.words
    desk.tell(BLOOD)
    assert "严重出血" in desk.doctor.flags.words


@pytest.mark.parametrize(
    ("spans", "marked"),
    [
        (((5, 22), (5, 50)), ["mal à la poitrine et je ne peux plus respirer"]),
        (((5, 50), (29, 50)), ["mal à la poitrine et je ne peux plus respirer"]),
        (((5, 30), (25, 50)), ["mal à la poitrine et je ne peux plus respirer"]),
        (((29, 50), (5, 22)), ["mal à la poitrine", "ne peux plus respirer"]),
    ],
)
def test_signs_that_share_words_are_marked_whole(
    desk: Desk, spans: tuple[tuple[int, int], ...], marked: list[str]
) -> None:
    said = "J’ai mal à la poitrine et je ne peux plus respirer."
    flags = tuple(FlagSpan("chest_pain", "critical", start, end) for start, end in spans)
    desk.listen(RedFlagged(2, P, "fr", said, flags))
    assert re.findall("<b[^>]*>(.*?)</b>", desk.doctor.flags.words) == marked
    assert " … ".join(marked) in desk.doctor.flags._line.text()


def test_every_sign_has_a_name() -> None:
    catalogues = load_catalogues(translations_folder())
    for lang in ("zh", "en"):
        missing = [c for c in concepts() if not Texts(catalogues, lang).has(f"flag.concept.{c}")]
        assert missing == []
