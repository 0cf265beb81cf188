"""Fonts: loads the font set and names the right families for each language, in order.

The order matters: Chinese must never be drawn with Japanese letter forms, nor the other way
round. Families of the font set come first, then the names the same design has in Linux packages.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from app.ui.languages import language

_LATIN = ("Noto Sans", "DejaVu Sans")
_SC = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_JP = ("Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic", "Hiragino Sans")
_KR = ("Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo")
_ARABIC = ("Noto Sans Arabic", "Noto Naskh Arabic")
_THAI = ("Noto Sans Thai", "Noto Sans Thai Looped")
_DEVANAGARI = ("Noto Sans Devanagari",)
_OTHERS = (*_ARABIC, *_THAI, *_DEVANAGARI)

_FIRST: dict[str, tuple[str, ...]] = {
    "zh": (*_SC, *_LATIN, *_KR),
    "ja": (*_JP, *_LATIN, *_KR),
    "ko": (*_KR, *_LATIN, *_SC),
    "ar": (*_ARABIC, *_LATIN, *_SC),
    "th": (*_THAI, *_LATIN, *_SC),
    "hi": (*_DEVANAGARI, *_LATIN, *_SC),
}
_DEFAULT = (*_LATIN, *_SC, *_KR)


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
    """Font families for texts of language ``code``, the best first."""
    first = _FIRST.get(language(code).code, _DEFAULT)
    return list(dict.fromkeys((*first, *_OTHERS)))


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
