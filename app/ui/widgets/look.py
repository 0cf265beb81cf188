"""What every part that draws turns needs to know besides the turn."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.fonts import FontBook
from app.ui.texts import Texts
from app.ui.theme import TYPE, UNIT, Theme

PAD = UNIT * 2
ICON = 18


@dataclass(frozen=True, slots=True)
class Style:
    """What a card needs to know besides its row."""

    theme: Theme
    texts: Texts
    fonts: FontBook
    doctor_lang: str = "zh"


def head_height(style: Style) -> float:
    return style.theme.px(TYPE.caption) * 1.6
