"""What a text needs before Qt lays it out: directions, and numbers that stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

LRI, PDI = "\u2066", "\u2069"
WORD_JOINER, NBSP = "\u2060", "\u00a0"
_RTL_LANGS = frozenset({"ar", "fa", "he", "ur"})
CONTROLS = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
JOINED = re.compile(r"[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f]")
_NO_BREAK_AFTER = re.compile(
    # A number and its unit; a unit of two signs; the slash in 140/90.
    r"[0-9０-９](?=[\u4e00-\u9fff])|(?<=\d)[毫微千公厘小分](?=[克升米斤时钟])|\d/(?=\d)"
)
IN_NUMBER = re.compile(r"[\d./\u2060][\d/\u2060]")
_FIRM_SPACE = re.compile(
    r"(?<=\d) (?=(?:mg|µg|mcg|g|kg|ml|mL|l|L|mmHg|mmol|cm|mm|IU|U|bpm|s|°C|℃|%|мг|мл|г|мм|มก)"
    r"(?![A-Za-zЀ-ӿ]))|(?<=\S) (?=[?!:;»])|(?<=«) (?=\S)"
)
_LTR_RUN = re.compile(
    # A sign before a number belongs to it: right to left "<10" would be seen as "10>".
    r"(?:[<>≤≥±×~+−-](?=\d))?[0-9A-Za-zµμ%°]"
    r"(?:[0-9A-Za-z\u00b5\u00c0-\u024f\u0370-\u03ff.,:/+\-–×^*%‰°℃²³ ]*"
    r"[0-9A-Za-z\u00c0-\u024fµμ%‰°℃²³])?"
)
_T = TypeVar("_T")


def is_rtl(lang: str) -> bool:
    """True when the language is written from right to left."""
    return lang.split("-")[0].lower() in _RTL_LANGS


def prepared(text: str, rtl: bool) -> tuple[str, list[int], list[str]]:
    """What is laid out for ``text``: for each of its characters its place in ``text`` and what
    it stands for there ("" for what is put in).

    Numbers keep their units beside them on a line. Right to left, numbers and Latin runs are
    isolated, so that "140/90 mmHg" stays in reading order.
    """
    inserts: dict[int, str] = {}
    for found in _NO_BREAK_AFTER.finditer(text):
        inserts[found.end()] = WORD_JOINER
    for found in _LTR_RUN.finditer(text) if rtl else ():
        inserts[found.start()] = inserts.get(found.start(), "") + LRI
        inserts[found.end()] = PDI + inserts.get(found.end(), "")
    glued = {found.start() for found in _FIRM_SPACE.finditer(text)}
    shown, origin, written = "", [], []
    for at, character in enumerate([*text, ""]):
        put = inserts.get(at, "")
        shown += put + (NBSP if at in glued else character)
        origin += [at] * (len(put) + len(character))
        written += [""] * len(put) + [character] * len(character)
    return shown, origin, written


def ltr_runs(text: str) -> list[tuple[int, int]]:
    """Where numbers with their units and Latin words stand in a text from right to left."""
    return [found.span() for found in _LTR_RUN.finditer(text)]


def ltr_positions(text: str) -> frozenset[int]:
    return frozenset(at for found in _LTR_RUN.finditer(text) for at in range(*found.span()))


def by_utf16(values: Sequence[_T], text: str) -> list[_T]:
    """Values of characters as values of UTF-16 units, which is how Qt counts."""
    pairs = zip(values, text, strict=True)
    return [value for value, sign in pairs for _ in range(1 + (ord(sign) > 0xFFFF))]
