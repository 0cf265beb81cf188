"""The words of buttons in the largest type in which all of them fit."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPushButton

from app.ui.theme import UNIT
from app.ui.widgets.fitted_text import SentencesLook

SMALLEST_PX = 16
READABLE_PX = 18
"""Below this size words had better stand in two lines."""
ZERO_WIDTH_SPACE = "\u200b"


def fit_buttons(
    buttons: Sequence[QPushButton], look: SentencesLook, wanted_px: float, width: float
) -> float:
    """One type size for ``buttons``, the largest up to ``wanted_px`` in which all words fit."""
    words = [line.strip() for button in buttons for line in button.text().split("\n")]
    pixels = fitting_px(words, look, wanted_px, width)
    for button in buttons:
        button.setFont(look.fonts.font(look.texts.code, pixels, bold=True))
        button.setIconSize(QSize(round(pixels * 1.2), round(pixels * 1.2)))
    return pixels


def fitting_px(words: Sequence[str], look: SentencesLook, wanted_px: float, width: float) -> float:
    """The largest size up to ``wanted_px`` in which each of ``words`` fits a button."""
    # Steps of one pixel from the wanted size down, searched by halves: fonts are dear to make.
    steps = range(max(0, math.ceil(wanted_px - SMALLEST_PX)))

    def fits(pixels: float) -> bool:
        metrics = QFontMetricsF(look.fonts.font(look.texts.code, pixels, bold=True))
        widest = max((metrics.horizontalAdvance(each) for each in words), default=0)
        return widest + pixels * 1.6 + UNIT * 6 <= width

    return wanted_px - bisect_left(steps, True, key=lambda step: fits(wanted_px - step))


def in_two_lines(words: str) -> str:
    """``words`` parted at the place nearest to their middle where they may be, if there is one.

    That is a blank, or a zero-width space in a language that writes none between words.
    """
    places = [at for at, sign in enumerate(words) if sign in (" ", ZERO_WIDTH_SPACE)]
    if not places:
        return words
    at = min(places, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:at]}\n{words[at + 1 :]}"
