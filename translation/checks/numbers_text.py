"""One written form for the eight languages' letters and digits. The text's length never changes."""

from __future__ import annotations

import functools
import unicodedata

from translation.checks.text import HALF_WIDTH

_KEEP = frozenset("ñ")


@functools.cache
def _fold_char(char: str) -> str:
    """One character without accent, in lower case; digits of every script as ASCII."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    char = chr(HALF_WIDTH.get(ord(char), ord(char)))
    low = char.lower()
    if len(low) != 1:
        return char
    if low in _KEEP:
        return low
    if low in _SPECIAL:
        return _SPECIAL[low]
    if low < "\u00c0" or low >= "\u1100":
        return low
    first = unicodedata.normalize("NFD", low)[0]
    return first if first.isalpha() and low != "й" else low


_SPECIAL = {
    "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "٫": ".",
    "٬": ",", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "〜": "~", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "′": "'",
    "µ": "μ", "兩": "两", "點": "点", "週": "周", "個": "个", "號": "号",
}  # fmt: skip


class _Table(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


_TABLE = _Table()
_MARKS = frozenset("ًٌٍَُِّْـ\u0301\u0300\u0308\u200e\u200f\u202b\u202c\u2066\u2067\u2069")
"""Signs written on or between letters that say nothing about numbers."""


def fold(text: str) -> str:
    """The text in one plain written form, as long as it was."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def without_marks(text: str) -> tuple[str, list[int] | None]:
    """The text without vowel marks and direction signs, and each character's old place.

    The places are None when there was none of them, which is nearly always.
    """
    if _MARKS.isdisjoint(text):
        return text, None
    kept = [i for i, char in enumerate(text) if char not in _MARKS]
    return "".join(text[i] for i in kept), [*kept, len(text)]
