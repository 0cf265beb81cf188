"""Fonts: loads the font set and names the right families for each language, in order.

Which families draw which language is said in `app.fonts`, for windows and PDFs alike.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from app.fonts import order
from app.ui.languages import language


def load_fonts(folder: Path) -> tuple[str, ...]:
    """Make the fonts of ``folder`` known to Qt; gives the names of their families.

    A folder that is not there gives no family: the system's fonts then have to do. Called once,
    after the application object exists.
    """
    families: list[str] = []
    if not folder.is_dir():
        return ()
    for path in sorted((*folder.rglob("*.ttf"), *folder.rglob("*.otf"))):
        font_id = QFontDatabase.addApplicationFont(str(path))
        if font_id >= 0:
            families.extend(QFontDatabase.applicationFontFamilies(font_id))
    return tuple(dict.fromkeys(families))


def families(code: str) -> list[str]:
    """Font families for texts of language ``code``, the best first, with their system names."""
    wanted = order(language(code).code)
    return list(
        dict.fromkeys(name for family in wanted for name in (family.name, *family.elsewhere))
    )


def installed_families(code: str) -> list[str]:
    """`families` that exist here; asking Qt for one that does not costs a search each time."""
    known = set(QFontDatabase.families())
    return [name for name in families(code) if name in known] or families(code)[:1]


class FontBook:
    """Fonts by language and size, made once."""

    def __init__(self) -> None:
        self._families: dict[str, list[str]] = {}

    def font(self, code: str, pixels: float, bold: bool = False) -> QFont:
        """A font for language ``code``, ``pixels`` (device independent) high."""
        if code not in self._families:
            self._families[code] = installed_families(code)
        font = QFont(self._families[code])
        font.setPixelSize(max(1, round(pixels)))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font
