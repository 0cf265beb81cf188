"""Words of a text in the languages that put spaces, in the form in which tables name them."""

from __future__ import annotations

import functools
import re

from translation.checks.text import HALF_WIDTH

_FOLD = {
    **HALF_WIDTH,
    0x02BC: 0x27,
    0x0451: 0x0435,
    0x0623: 0x0627,
    0x0625: 0x0627,
    0x0622: 0x0627,
    0x0649: 0x064A,
    0x0629: 0x0647,
    0x06A9: 0x0643,
    0x06CC: 0x064A,
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Half a sign of two (a lone surrogate) cannot be looked up: as the sign of what is unreadable."""
_WORD = re.compile(r"[^\W_]+")
_ENGLISH = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")
"""Arabic vowel signs and the stroke that lengthens words."""
_PROCLITIC = re.compile(r"(?:و|ف)?(?:ال|لل|بال|كال|وال|فال|ب|ل|ك)?")
_ACCUSATIVE_FROM = 4
"""Letters of an Arabic noun and the ending that it has as an object: خفقانا is خفقان."""


@functools.lru_cache(maxsize=64)
def fold(text: str) -> str:
    """Lower case, half width and one spelling of alike letters; the length stays."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_FOLD)
    low = plain.lower()
    if len(low) != len(plain):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    return low.translate(_FOLD)


@functools.lru_cache(maxsize=20_000)
def variants(word: str, lang: str) -> tuple[str, ...]:
    """``word`` and, in Arabic, the same without the small words that are written with it."""
    if lang == "en" and word.endswith("'s"):
        return word, word[:-2]
    if lang != "ar":
        return (word,)
    found = [word]
    for length in (1, 2, 3):
        if len(word) - length >= 2 and _PROCLITIC.fullmatch(word[:length]):
            found.append(word[length:])
    if word.endswith("ا") and len(word) > _ACCUSATIVE_FROM:
        found += [form[:-1] for form in found if len(form) > _ACCUSATIVE_FROM]
    return tuple(found)


@functools.lru_cache(maxsize=64)
def tokenise(text: str, lang: str) -> list[tuple[str, int, int]]:
    """Words of a text with their places; of languages that put spaces."""
    plain = fold(text)
    pattern = _ENGLISH if lang == "en" else _WORD
    if lang == "ar" and MARKS.search(plain):
        return _arabic_with_marks(plain)
    return [(m[0], m.start(), m.end()) for m in pattern.finditer(plain)]


_ARABIC = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652\u0670])*")


def _arabic_with_marks(plain: str) -> list[tuple[str, int, int]]:
    return [(MARKS.sub("", m[0]), m.start(), m.end()) for m in _ARABIC.finditer(plain)]
